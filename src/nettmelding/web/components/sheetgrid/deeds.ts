/** What is done to cells: changed, filled down, emptied, copied, pasted, taken back. Each deed is one step to undo. */
import type { Cells } from "./cells";
import { understood, type Column } from "./columns";
import { History, type Edit } from "./history";
import { keyOf, type Change, type Listener, type Saving } from "./saving";
import type { Selection } from "./selection";
import * as tsv from "./tsv";
import { say, type Words } from "./words";

type Cell = HTMLTableCellElement;

export class Deeds {
  private readonly history = new History();

  constructor(
    private readonly cells: Cells,
    private readonly selection: Selection,
    private readonly rows: HTMLCollectionOf<HTMLTableRowElement>,
    private readonly words: Words,
    private readonly saving: () => Saving | null,
    private readonly said: (text: string) => void,
  ) {}

  /** Typed values into cells. Those that may not be changed are left and counted. */
  change(wanted: readonly (readonly [Cell, string])[], note = ""): void {
    const edits: Edit[] = [];
    let skipped = 0;
    for (const [cell, typed] of wanted) {
      const column = this.cells.column(cell);
      if (!column || !this.cells.isOpen(cell)) {
        skipped++;
        continue;
      }
      const value = understood(column, typed) || null;
      const before = this.cells.own(cell);
      const isMothers = before === null && value !== null && value === column.mothers && cell.classList.contains("inherited");
      if ((value !== before && !isMothers) || this.cells.isConflict(cell)) edits.push({ cell, before, after: value });
    }
    if (edits.length) {
      this.history.record(edits);
      this.put(edits.map(({ cell, after }) => [cell, after]));
    }
    const said = [
      edits.length > 1 ? say(this.words, "changed", { n: edits.length }) : "",
      skipped ? say(this.words, "skipped", { n: skipped }) : "",
      note,
    ];
    this.said(said.filter(Boolean).join(" "));
  }

  undo(): void {
    const step = this.history.undo();
    if (step) this.put(step.map(({ cell, before }) => [cell, before]));
    this.said(step ? say(this.words, "undone", { n: step.length }) : say(this.words, "nothing_undone"));
  }

  redo(): void {
    const step = this.history.redo();
    if (step) this.put(step.map(({ cell, after }) => [cell, after]));
    this.said(step ? say(this.words, "redone", { n: step.length }) : say(this.words, "nothing_redone"));
  }

  empty(): void {
    this.change(this.selection.cells().filter((cell) => this.cells.isOpen(cell)).map((cell) => [cell, ""]));
  }

  /** The upper row of the selection into those below; a single cell takes what stands above it. */
  fill(): void {
    const { top, bottom, left, right } = this.selection.range;
    if (top < bottom) this.fillTo({ top, left, right, bottom });
    else if (top > 0) this.fillTo({ top: top - 1, left, right, bottom });
  }

  /** The row in `top` into all below it, to `bottom`. */
  fillTo({ top, bottom, left, right }: { top: number; bottom: number; left: number; right: number }): void {
    const wanted: [Cell, string][] = [];
    for (let column = left; column <= right; column++) {
      const from = this.rows[top]?.cells[column];
      if (!from || !this.cells.column(from)) continue;
      const value = this.cells.own(from) ?? "";
      for (let row = top + 1; row <= bottom; row++) {
        const cell = this.rows[row]?.cells[column];
        if (cell) wanted.push([cell, value]);
      }
    }
    this.change(wanted);
  }

  copied(): string {
    const { top, bottom, left, right } = this.selection.range;
    const lines: string[][] = [];
    for (let row = top; row <= bottom; row++) {
      const cells = [...(this.rows[row]?.cells ?? [])].slice(left, right + 1);
      lines.push(cells.map((cell) => this.cells.typed(cell)));
    }
    this.said(say(this.words, "copied", { n: lines.length * (lines[0]?.length ?? 0) }));
    return tsv.write(lines);
  }

  /** From the upper left corner; a selection that the block fits into several times is filled with it. */
  paste(text: string): void {
    const block = tsv.read(text);
    const { top, bottom, left, right } = this.selection.range;
    const first = Math.max(left, this.cells.lead);
    const width = Math.max(...block.map((line) => line.length));
    const high = times(bottom - top + 1, block.length);
    const wide = times(right - first + 1, width);
    const wanted: [Cell, string][] = [];
    for (let row = 0; row < high; row++) {
      const line = block[row % block.length] ?? [];
      for (let column = 0; column < wide; column++) {
        const typed = line[column % width];
        const cell = this.rows[top + row]?.cells[first + column];
        if (cell && typed !== undefined) wanted.push([cell, typed]);
      }
    }
    const beyond = top + high - this.rows.length;
    const wider = first + wide - (this.cells.lead + this.cells.width);
    const notes = [beyond > 0 ? say(this.words, "beyond", { n: beyond }) : "", wider > 0 ? say(this.words, "wider", { n: wider }) : ""];
    this.change(wanted, notes.filter(Boolean).join(" "));
    this.selection.select({ row: top, column: first }, { row: top + high - 1, column: first + wide - 1 });
  }

  /** A conflict: what I typed stands after all, or what the other wrote does. */
  settle(cell: Cell, mine: boolean): void {
    const value = mine ? this.cells.own(cell) : this.cells.base(cell);
    this.cells.setConflict(cell, false);
    this.put([[cell, value]]);
  }

  /** What was left from the last time, typed in again. */
  takeUp(changes: readonly Change[], cellOf: (id: string, path: string) => Cell | undefined): void {
    for (const { id, path, value } of changes) {
      const cell = cellOf(id, path);
      if (cell) this.cells.change(cell, value);
    }
    this.saving()?.put(changes.filter(({ id, path }) => cellOf(id, path)));
  }

  private put(values: readonly (readonly [Cell, string | null])[]): void {
    const changes: Change[] = [];
    for (const [cell, value] of values) {
      const id = (cell.parentElement as HTMLTableRowElement).dataset["id"] ?? "";
      const path = this.cells.column(cell)?.path ?? "";
      const was = this.cells.base(cell);
      this.cells.change(cell, value);
      changes.push({ id, path, value, was });
    }
    this.saving()?.put(changes);
    this.selection.paint();
  }

  /** What becomes of cells when the server has answered. */
  listener(cellOf: (id: string, path: string) => Cell | undefined, columns: readonly Column[], state: Listener["state"]): Listener {
    return {
      state,
      paths: columns.map((one) => one.path),
      inherited: (path) => columns.find((one) => one.path === path)?.mothers ?? "",
      answered: (rows, sent, waiting) => {
        const wrong: string[] = [];
        for (const row of rows) {
          row.cells.forEach((told, index) => {
            const path = columns[index]?.path ?? "";
            const cell = cellOf(row.id, path);
            const key = keyOf(row.id, path);
            if (!cell) return;
            if (waiting.has(key)) return this.saving()?.rebase(key, told[0]);
            const change = sent.get(key);
            this.cells.tell(cell, told, change?.value);
            this.cells.setConflict(cell, change !== undefined && told[3] !== "" && told[0] !== change.was);
            if (change && told[3]) wrong.push(`${say(this.words, "row", { n: row.title })}, ${this.cells.column(cell)?.label ?? ""}: ${told[3]}`);
          });
        }
        this.selection.paint();
        if (wrong.length) this.said(`${say(this.words, "error")} ${wrong.slice(0, 3).join(" ")}`);
      },
      refused: (sent, why) => {
        for (const { id, path, value, was } of sent.values()) {
          const cell = cellOf(id, path);
          if (cell) this.cells.tell(cell, [was, "", false, why, false], value);
        }
        this.selection.paint();
        this.said(why);
      },
    };
  }
}

/** As often as `one` goes into `all` without rest, at least once. */
function times(all: number, one: number): number {
  return all > one && all % one === 0 ? all : one;
}
