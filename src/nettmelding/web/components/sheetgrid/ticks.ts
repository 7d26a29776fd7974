/** Rows ticked for what is done to many: all, none, by state, with Shift from the last one. */
import { say, type Words } from "./words";

export class Ticks {
  private last = 0;
  private readonly count: HTMLElement | null;
  private readonly all: HTMLInputElement | null;

  constructor(
    private readonly place: HTMLElement,
    private readonly rows: HTMLCollectionOf<HTMLTableRowElement>,
    private readonly words: Words,
    private readonly said: (text: string) => void,
  ) {
    this.count = place.querySelector("[data-ticked]");
    this.all = place.querySelector<HTMLInputElement>("thead .tick input");
    if (this.all) {
      this.all.hidden = false;
      this.all.tabIndex = -1;
      this.all.addEventListener("change", () => this.set([...rows], this.all?.checked ?? false));
    }
    for (const link of place.querySelectorAll<HTMLElement>("[data-tick]")) {
      link.setAttribute("role", "button");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.byState(link.dataset["tick"] ?? "");
      });
    }
    this.show();
  }

  /** `*` is all, nothing is none. */
  private byState(state: string): void {
    this.set([...this.rows], false);
    this.set([...this.rows].filter((row) => state === "*" || (state !== "" && row.dataset["state"] === state)), true);
    this.said(this.howMany());
  }

  /** A press on one box; with Shift all from the one pressed before follow. */
  press(row: HTMLTableRowElement, ticked: boolean, shift: boolean): void {
    const [from, to] = [Math.min(this.last, row.sectionRowIndex), Math.max(this.last, row.sectionRowIndex)];
    this.set(shift ? [...this.rows].slice(from, to + 1) : [row], ticked);
    this.last = row.sectionRowIndex;
    this.said(this.howMany());
  }

  /** All of them the same: ticked, unless all were. */
  flip(rows: readonly HTMLTableRowElement[]): void {
    this.set(rows, !rows.every((row) => box(row)?.checked));
    this.last = rows.at(-1)?.sectionRowIndex ?? this.last;
    this.said(this.howMany());
  }

  private set(rows: readonly HTMLTableRowElement[], ticked: boolean): void {
    for (const row of rows) {
      const one = box(row);
      if (one) one.checked = ticked;
    }
    this.show();
  }

  /** What is done to ticked rows can be pressed when there are some. */
  private show(): void {
    let many = 0;
    for (const row of this.rows) {
      const ticked = box(row)?.checked ?? false;
      row.classList.toggle("ticked", ticked);
      many += Number(ticked);
    }
    if (this.count) this.count.textContent = this.howMany(many);
    if (this.all) {
      this.all.checked = many > 0 && many === this.rows.length;
      this.all.indeterminate = many > 0 && many < this.rows.length;
    }
    for (const button of this.place.querySelectorAll<HTMLButtonElement>(".sheetgrid-actions button")) button.disabled = many === 0;
    for (const link of this.place.querySelectorAll(".sheetgrid-actions a")) link.setAttribute("aria-disabled", String(many === 0));
  }

  private howMany(many = [...this.rows].filter((row) => box(row)?.checked).length): string {
    return many ? say(this.words, "ticked", { n: many }) : say(this.words, "none_ticked");
  }
}

function box(row: HTMLTableRowElement): HTMLInputElement | null {
  return row.cells[0]?.querySelector("input") ?? null;
}
