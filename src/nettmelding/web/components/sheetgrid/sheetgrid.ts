/** A table filled in like a spreadsheet, after the ARIA grid pattern: here keys and pointers meet what they do. */
import { behave } from "@lib/behave";
import { Cells, text } from "./cells";
import { openSheet } from "./child";
import type { Column } from "./columns";
import { Deeds } from "./deeds";
import { Editor, type Onward } from "./editor";
import { commandFor, isWriting, type Command } from "./keys";
import { Saving, type SaveState } from "./saving";
import { Selection, type Place } from "./selection";
import { Ticks } from "./ticks";
import { say, type Words } from "./words";

type Cell = HTMLTableCellElement;
const PAGE = 10;
/** Cells of a row before its columns: the tick and the number. */
const LEAD = 2;

class SheetGrid {
  private readonly table: HTMLTableElement;
  private readonly rows: HTMLCollectionOf<HTMLTableRowElement>;
  private readonly columns: readonly Column[];
  private readonly words: Words;
  private readonly cells: Cells;
  private readonly selection: Selection;
  private readonly deeds: Deeds;
  private readonly editor: Editor;
  private readonly ticks: Ticks;
  private readonly saving: Saving | null;
  private readonly byId = new Map<string, HTMLTableRowElement>();
  private leaving = false;
  private dragging: "select" | "fill" | null = null;

  constructor(private readonly place: HTMLElement) {
    this.table = place.querySelector("table") as HTMLTableElement;
    this.rows = (this.table.tBodies[0] as HTMLTableSectionElement).rows;
    this.columns = JSON.parse(place.dataset["columns"] ?? "[]") as Column[];
    this.words = JSON.parse(place.dataset["words"] ?? "{}") as Words;
    for (const row of this.rows) this.byId.set(row.dataset["id"] ?? "", row);
    const lead = LEAD;
    this.cells = new Cells(this.columns, lead, this.words);
    this.makeGrid();
    const scroller = this.table.parentElement as HTMLElement;
    this.selection = new Selection(this.rows, lead, scroller, () => this.tell());
    this.deeds = new Deeds(this.cells, this.selection, this.rows, this.words, () => this.saving, (said) => this.say(said));
    this.editor = new Editor(place, scroller, this.words, (cell, typed, onward) => this.edited(cell, typed, onward));
    this.ticks = new Ticks(place, this.rows, this.words, (said) => this.say(said));
    const address = place.dataset["saveHref"];
    const cellOf = (id: string, path: string): Cell | undefined => this.byId.get(id)?.cells[lead + this.columns.findIndex((one) => one.path === path)];
    this.saving = address ? new Saving(address, this.deeds.listener(cellOf, this.columns, (state, more) => this.show(state, more))) : null;
    this.listen();
    this.selection.paint();
    if (this.saving) this.deeds.takeUp(this.saving.left(), cellOf);
  }

  /** From a table to a grid, with one stop for Tab. */
  private makeGrid(): void {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    for (const inner of this.table.querySelectorAll<HTMLElement>("tbody a, tbody input")) inner.tabIndex = -1;
    this.table.parentElement?.removeAttribute("tabindex");
    for (const part of this.place.querySelectorAll<HTMLElement>(".sheetgrid-tools, .sheetgrid-foot")) part.hidden = false;
  }

  private listen(): void {
    const { table, place } = this;
    table.addEventListener("keydown", (event) => this.onKey(event));
    const scroller = table.parentElement as HTMLElement;
    scroller.addEventListener("pointerdown", (event) => this.onPress(event));
    scroller.addEventListener("pointermove", (event) => this.onDrag(event));
    document.addEventListener("pointerup", () => this.onRelease());
    table.addEventListener("click", (event) => this.onClick(event));
    scroller.addEventListener("dblclick", (event) => this.onDoubleClick(event));
    table.addEventListener("focusin", (event) => this.onFocus(event));
    table.addEventListener("copy", (event) => this.onCopy(event, false));
    table.addEventListener("cut", (event) => this.onCopy(event, true));
    table.addEventListener("paste", (event) => {
      event.preventDefault();
      this.deeds.paste(event.clipboardData?.getData("text/plain") ?? "");
    });
    for (const button of place.querySelectorAll<HTMLElement>("[data-do]")) {
      button.addEventListener("click", () => this.tool(button.dataset["do"] ?? ""));
    }
    place.querySelector("details")?.addEventListener("keydown", (event) => {
      if (event.key === "Escape") (event.currentTarget as HTMLDetailsElement).open = false;
    });
  }

  private tool(name: string): void {
    const { range } = this.selection;
    if (name === "undo") this.deeds.undo();
    else if (name === "redo") this.deeds.redo();
    else if (name === "row") return this.openRow();
    else if (range.top < range.bottom) this.deeds.fill();
    else this.deeds.fillTo({ ...range, bottom: this.selection.lastRow });
    this.selection.focus();
  }

  private openRow(row = this.rows[this.selection.active.row]): void {
    if (row) openSheet(this.place, row, this.cells, this.words, (cell, value) => this.deeds.change([[cell, value]]));
  }

  private onKey(event: KeyboardEvent): void {
    const known = commandFor(event);
    if (known) {
      if (this.run(known.command, known.stretch)) event.preventDefault();
    } else if (isWriting(event) && this.edit(event.key)) event.preventDefault();
    if (event.key !== "Escape" && event.key !== "Tab" && event.key !== "Shift") this.leaving = false;
  }

  /** Whether the key was ours. */
  private run(command: Command, stretch: boolean): boolean {
    const { row, column } = this.selection.active;
    const { lastRow } = this.selection;
    const first = this.cells.lead;
    const lastColumn = first + this.columns.length - 1;
    const moves: Partial<Record<Command, () => Place>> = {
      up: () => ({ row: row - 1, column }),
      down: () => ({ row: row + 1, column }),
      left: () => ({ row, column: column - 1 }),
      right: () => ({ row, column: column + 1 }),
      "edge-up": () => this.edge(-1, 0),
      "edge-down": () => this.edge(1, 0),
      "edge-left": () => this.edge(0, -1),
      "edge-right": () => this.edge(0, 1),
      "row-start": () => ({ row, column: first }),
      "row-end": () => ({ row, column: lastColumn }),
      first: () => ({ row: 0, column: first }),
      last: () => ({ row: lastRow, column: lastColumn }),
      "page-up": () => ({ row: row - PAGE, column }),
      "page-down": () => ({ row: row + PAGE, column }),
    };
    const move = moves[command];
    if (move) return this.selection.go(move(), stretch), true;
    if (command === "next" || command === "previous") return this.step(command === "next" ? 1 : -1);
    const does: Partial<Record<Command, () => void>> = {
      edit: () => this.enter(),
      empty: () => this.deeds.empty(),
      fill: () => this.deeds.fill(),
      undo: () => this.deeds.undo(),
      redo: () => this.deeds.redo(),
      all: () => this.selection.select({ row: 0, column: first }, { row: lastRow, column: lastColumn }),
      column: () => this.selection.select({ row: 0, column }, { row: lastRow, column }),
      tick: () => this.tickSelected(),
      "tick-range": () => this.tickSelected(),
      leave: () => this.leave(),
    };
    does[command]?.();
    return true;
  }

  /** To the next cell, row by row; past the last one, and after Escape, Tab leaves the table. */
  private step(by: 1 | -1): boolean {
    if (this.leaving) return false;
    const { row, column } = this.selection.active;
    const { lead } = this.cells;
    const width = this.columns.length;
    const to = row * width + Math.max(column - lead, by > 0 ? -1 : 0) + by;
    if (to < 0 || to >= this.rows.length * width) return false;
    this.selection.go({ row: Math.floor(to / width), column: lead + (to % width) });
    return true;
  }

  private leave(): void {
    if (!this.selection.isOne) return this.selection.go(this.selection.active);
    this.leaving = true;
    this.say(say(this.words, "leave"));
  }

  /** To where what is filled begins or ends, as spreadsheets do. */
  private edge(down: number, right: number): Place {
    const filled = (place: Place): boolean => text(this.selection.cell(place) ?? document.createElement("td")) !== "";
    const next = (place: Place): Place => ({ row: place.row + down, column: place.column + right });
    const within = ({ row, column }: Place): boolean => row >= 0 && row <= this.selection.lastRow && column >= this.cells.lead && column < this.cells.lead + this.columns.length;
    let at = this.selection.active;
    if (!within(next(at))) return at;
    const wanted = filled(at) && filled(next(at));
    do at = next(at);
    while (within(next(at)) && (wanted ? filled(next(at)) : !filled(at)));
    return at;
  }

  /** Enter: edits, ticks, or opens the row's form, by where one is. */
  private enter(): void {
    const cell = this.selection.cell();
    const link = cell?.querySelector("a");
    if (link) link.click();
    else if (cell?.querySelector("input")) this.tickSelected();
    else this.edit("");
  }

  private tickSelected(): void {
    const { top, bottom } = this.selection.range;
    this.ticks.flip([...this.rows].slice(top, bottom + 1));
  }

  private edit(begun: string): boolean {
    const cell = this.selection.cell();
    const column = cell && this.cells.column(cell);
    if (!cell || !column) return false;
    if (!this.cells.isOpen(cell)) {
      this.say(this.cells.about(cell));
      return true;
    }
    this.editor.begin({ cell, column, value: this.cells.toEdit(cell), label: `${column.label}, ${this.rowName(cell)}`, begun });
    return true;
  }

  private edited(cell: Cell, typed: string | null, onward: Onward): void {
    if (typed !== null) this.deeds.change([[cell, typed]]);
    if (onward === "away") return;
    const at = this.selection.placeOf(cell);
    this.selection.go(at);
    if (onward === "down" || onward === "up") this.selection.go({ row: at.row + (onward === "down" ? 1 : -1), column: at.column });
    else if (onward !== "stay") this.step(onward === "next" ? 1 : -1);
  }

  private cellOf(event: Event): Cell | null {
    const cell = event.target instanceof Element ? event.target.closest<Cell>("tbody td, tbody th") : null;
    return cell && this.table.contains(cell) ? cell : null;
  }

  private onPress(event: PointerEvent): void {
    if (event.button !== 0) return;
    const cell = this.cellOf(event);
    if (event.target instanceof Element && event.target.closest(".sheetgrid-handle")) {
      event.preventDefault();
      this.dragging = "fill";
    } else if (cell && this.cells.column(cell) && event.pointerType === "mouse") {
      event.preventDefault();
      this.selection.go(this.selection.placeOf(cell), event.shiftKey);
      this.dragging = "select";
    }
  }

  private onDrag(event: PointerEvent): void {
    const cell = this.dragging && event.buttons ? this.cellOf(event) : null;
    if (!cell || !this.cells.column(cell)) return;
    const to = this.selection.placeOf(cell);
    if (this.dragging === "select") this.selection.go(to, true);
    else {
      const { top, left, right } = this.selection.range;
      this.selection.select({ row: top, column: left }, { row: Math.max(top, to.row), column: right });
    }
  }

  private onRelease(): void {
    if (this.dragging === "fill") this.deeds.fill();
    this.dragging = null;
  }

  private onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const heading = target?.closest<HTMLTableCellElement>("thead th");
    if (heading && this.columns[heading.cellIndex - this.cells.lead]) {
      return this.selection.select({ row: 0, column: heading.cellIndex }, { row: this.selection.lastRow, column: heading.cellIndex });
    }
    const cell = this.cellOf(event);
    if (!cell) return;
    const row = cell.parentElement as HTMLTableRowElement;
    if (target instanceof HTMLInputElement) return this.ticks.press(row, target.checked, event.shiftKey);
    const touched = event instanceof PointerEvent && event.pointerType !== "mouse";
    if (!touched) return;
    if (target?.closest("a")) {
      event.preventDefault();
      this.openRow(row);
    } else if (cell === this.selection.cell()) this.edit("") && this.editor.showList();
    else this.selection.go(this.selection.placeOf(cell));
  }

  private onDoubleClick(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest(".sheetgrid-handle")) {
      const { range } = this.selection;
      return this.deeds.fillTo({ ...range, bottom: this.selection.lastRow });
    }
    const cell = this.cellOf(event);
    if (cell && this.cells.column(cell) && this.edit("")) this.editor.showList();
  }

  /** Focus that came by itself, such as by a screen reader or a box that was pressed. */
  private onFocus(event: FocusEvent): void {
    const cell = this.cellOf(event);
    if (cell && cell !== this.selection.cell() && event.target === cell) this.selection.go(this.selection.placeOf(cell));
  }

  private onCopy(event: ClipboardEvent, cut: boolean): void {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", this.deeds.copied());
    if (cut) this.deeds.empty();
  }

  private rowName(cell: Cell): string {
    const row = cell.parentElement as HTMLTableRowElement;
    const name = row.cells[this.cells.lead];
    const number = say(this.words, "row", { n: text(row.querySelector("th") ?? cell) });
    return name && name !== cell && text(name) ? `${number}, ${text(name)}` : number;
  }

  /** Below the table: what is worth knowing of the cell one is in. */
  private tell(): void {
    const place = this.place.querySelector("[data-about]");
    const choices = this.place.querySelector("[data-choices]");
    const cell = this.selection.cell();
    const column = cell && this.cells.column(cell);
    choices?.replaceChildren();
    if (!place) return;
    place.classList.toggle("wrong", cell !== undefined && this.cells.error(cell) !== "");
    const about = cell ? this.cells.about(cell) : "";
    place.textContent = column && cell ? `${this.rowName(cell)}: ${column.label}${about ? `, ${about}` : ""}` : "";
    if (cell && this.cells.isConflict(cell)) choices?.append(this.choice(cell, "mine"), this.choice(cell, "theirs"));
  }

  private choice(cell: Cell, which: "mine" | "theirs"): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button button";
    button.dataset["variant"] = "secondary";
    button.dataset["size"] = "sm";
    button.textContent = say(this.words, which);
    button.addEventListener("click", () => {
      this.deeds.settle(cell, which === "mine");
      this.selection.focus();
    });
    return button;
  }

  private show(state: SaveState, more: string): void {
    const output = this.place.querySelector<HTMLElement>("[data-saved-state]");
    if (!output) return;
    output.className = `autosave ${state}`;
    output.textContent = [say(this.words, state), more].filter(Boolean).join(" ");
  }

  private say(words: string): void {
    const said = this.place.querySelector("[data-said]");
    if (said) said.textContent = words;
  }
}

behave("[data-sheetgrid]", (place) => {
  if (place.querySelector("tbody tr")) new SheetGrid(place);
});
