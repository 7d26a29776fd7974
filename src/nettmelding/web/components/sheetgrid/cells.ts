/** A cell is its own state: `data-v` is what the row says itself, `data-error` why it was not taken. */
import { typedForm, type Column } from "./columns";
import { say, type Words } from "./words";

type Cell = HTMLTableCellElement;

/**
 * A cell as the server tells it: what the row says itself, the text shown, whether it is the mother's, an error,
 * and whether it is not to be filled in. */
export type Told = readonly [own: string | null, text: string, inherited: boolean, error: string, locked: boolean];

export interface ToldRow {
  readonly id: string;
  readonly title: string;
  readonly cells: readonly Told[];
}

export class Cells {
  /** What the server held when it last told, of cells that have been changed since the page came. */
  private readonly bases = new WeakMap<Cell, string | null>();

  constructor(
    private readonly columns: readonly Column[],
    /** How many cells of a row come before the columns. */
    readonly lead: number,
    private readonly words: Words,
  ) {}

  /** How many columns there are. */
  get width(): number {
    return this.columns.length;
  }

  column(cell: Cell): Column | undefined {
    return this.columns[cell.cellIndex - this.lead];
  }

  own(cell: Cell): string | null {
    return cell.dataset["v"] ?? null;
  }

  base(cell: Cell): string | null {
    const known = this.bases.get(cell);
    return known === undefined ? this.own(cell) : known;
  }

  error(cell: Cell): string {
    return cell.dataset["error"] ?? "";
  }

  isOpen(cell: Cell): boolean {
    return this.column(cell) !== undefined && cell.getAttribute("aria-readonly") !== "true";
  }

  /** What stands there as it is kept, inherited or not. */
  stands(cell: Cell): string {
    return this.own(cell) ?? (cell.classList.contains("inherited") ? (this.column(cell)?.mothers ?? "") : "");
  }

  /** What an edit begins with. A choice that is inherited has a line of its own in the list. */
  toEdit(cell: Cell): string {
    return this.column(cell)?.kind === "choice" ? (this.own(cell) ?? "") : this.stands(cell);
  }

  /** As one would type what stands there. */
  typed(cell: Cell): string {
    const column = this.column(cell);
    return column ? typedForm(column, this.stands(cell)) : text(cell);
  }

  /** Before the server has answered. */
  change(cell: Cell, value: string | null): void {
    const column = this.column(cell);
    if (!column) return;
    if (!this.bases.has(cell)) this.bases.set(cell, this.own(cell));
    this.paint(cell, column, value, value === null ? column.mothersText : typedForm(column, value), value === null && column.mothersText !== "", "");
    cell.classList.add("unsaved");
  }

  /** What the server says of it. With an error the typed text stays, and `typed` is what it was. */
  tell(cell: Cell, told: Told, typed: string | null | undefined): void {
    const column = this.column(cell);
    if (!column) return;
    const [own, shown, inherited, error, locked] = told;
    if (locked || column.readonly) cell.setAttribute("aria-readonly", "true");
    else cell.removeAttribute("aria-readonly");
    this.bases.set(cell, own);
    if (error && typed !== undefined) this.paint(cell, column, typed, typed === null ? "" : typedForm(column, typed), false, error);
    else this.paint(cell, column, own, shown, inherited, error);
    cell.classList.remove("unsaved");
  }

  /** The server has something else than what was typed upon: somebody came in between. */
  isConflict(cell: Cell): boolean {
    return cell.dataset["conflict"] !== undefined;
  }

  setConflict(cell: Cell, is: boolean): void {
    if (is) cell.dataset["conflict"] = "";
    else delete cell.dataset["conflict"];
  }

  /** What is worth knowing of a cell beside its text. */
  about(cell: Cell): string {
    const column = this.column(cell);
    if (!column) return "";
    const error = this.error(cell);
    if (error) return `${say(this.words, "error")} ${error}`;
    const mothers = column.mothersText ? say(this.words, "mother_has", { value: column.mothersText }) : "";
    const said = [
      cell.classList.contains("inherited") ? say(this.words, "inherited") : "",
      cell.classList.contains("own") ? `${say(this.words, "own")}, ${mothers}` : "",
      cell.classList.contains("needed") ? say(this.words, "needed") : "",
      this.isOpen(cell) ? "" : say(this.words, "readonly"),
    ];
    return said.filter(Boolean).join(", ");
  }

  private paint(cell: Cell, column: Column, own: string | null, shown: string, inherited: boolean, error: string): void {
    cell.textContent = shown;
    if (own === null) delete cell.dataset["v"];
    else cell.dataset["v"] = own;
    const differs = own !== null && column.mothers !== "" && own !== column.mothers;
    cell.classList.toggle("inherited", inherited);
    cell.classList.toggle("own", differs);
    cell.classList.toggle("needed", column.required && shown === "" && cell.getAttribute("aria-readonly") !== "true");
    if (error) cell.dataset["error"] = error;
    else delete cell.dataset["error"];
    if (error) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    cell.title = error || (inherited ? say(this.words, "inherited") : differs ? say(this.words, "own") : "");
    if (!cell.title) cell.removeAttribute("title");
  }
}

export function text(cell: HTMLTableCellElement): string {
  return cell.textContent?.trim() ?? "";
}
