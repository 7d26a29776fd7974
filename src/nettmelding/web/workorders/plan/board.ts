/**
 * The board by hand and by keyboard. The form is the one way in: a drag fills it in and sends it, and so does Enter on a cell.
 *
 * Cards are ticked with their own boxes; a fitter who may not do all that is ticked or dragged is greyed, with the reason.
 */
import { behave } from "@lib/behave";

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
type Refused = Readonly<Record<string, string>>;

class Board {
  private dragged: HTMLElement[] = [];
  private over: HTMLElement | null = null;
  private readonly given: ReadonlyMap<Element, string>;

  constructor(private readonly form: HTMLFormElement) {
    this.given = new Map([...form.querySelectorAll("[data-refusal]")].map((place) => [place, place.textContent ?? ""]));
    form.addEventListener("change", () => this.tell());
    form.addEventListener("dragstart", (event) => this.onStart(event));
    form.addEventListener("dragover", (event) => this.onOver(event));
    form.addEventListener("dragleave", (event) => this.onLeave(event));
    form.addEventListener("drop", (event) => this.onDrop(event));
    form.addEventListener("dragend", () => this.end());
    form.addEventListener("keydown", (event) => this.onKey(event));
    form.querySelector("[data-plan-help]")?.removeAttribute("hidden");
    const [first] = this.cells;
    for (const cell of this.cells) cell.tabIndex = cell === first ? 0 : -1;
    this.tell();
    document.querySelector<HTMLElement>(".plan-card:target a")?.focus({ preventScroll: true });
  }

  private get cells(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-cell]")];
  }

  private get ticked(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLInputElement>("[data-card] input[name='order']:checked")].map((box) => box.closest<HTMLElement>("[data-card]")!);
  }

  /** How many are ticked, and who may not do them. */
  private tell(cards: readonly HTMLElement[] = this.ticked): void {
    const count = this.form.querySelector<HTMLElement>("[data-plan-count]");
    const words = cards.length === 1 ? this.form.dataset["planChosenOne"] : cards.length ? this.form.dataset["planChosenMany"] : "";
    if (count) count.textContent = (words || this.form.dataset["planNone"] || "").replace("{n}", String(cards.length));
    this.grey(cards);
  }

  private grey(cards: readonly HTMLElement[]): void {
    const refused: Record<string, string> = {};
    for (const card of cards) Object.assign(refused, JSON.parse(card.dataset["refused"] ?? "{}") as Refused);
    for (const heading of this.form.querySelectorAll<HTMLElement>("[data-column]")) {
      const place = heading.querySelector("[data-refusal]");
      const why = refused[heading.dataset["column"] ?? ""] ?? (cards.length ? "" : (place && this.given.get(place)) || "");
      heading.classList.toggle("plan-may-not", Boolean(why));
      if (place) place.textContent = why;
    }
    for (const cell of this.cells) cell.classList.toggle("plan-may-not", Boolean(refused[cell.dataset["fitter"] ?? ""]));
    for (const option of this.form.querySelectorAll<HTMLOptionElement>("select[name='fitter'] option")) {
      const why = refused[option.value] ?? "";
      if (cards.length) option.disabled = Boolean(why);
    }
    this.sayWhy(refused);
  }

  private sayWhy(refused: Refused): void {
    const place = this.form.querySelector<HTMLElement>("[data-plan-why]");
    const chosen = this.form.querySelector<HTMLSelectElement>("select[name='fitter']")?.value ?? "";
    const why = refused[chosen] ?? "";
    if (!place) return;
    place.hidden = !why;
    place.textContent = why;
  }

  private onStart(event: DragEvent): void {
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-card]");
    if (!card?.draggable || !event.dataTransfer) return;
    const ticked = this.ticked;
    this.dragged = ticked.includes(card) ? ticked : [card];
    for (const one of this.dragged) one.classList.add("plan-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.textContent?.trim() ?? "");
    this.grey(this.dragged);
  }

  private placeOf(event: DragEvent): HTMLElement | null {
    return this.dragged.length ? (event.target as HTMLElement).closest<HTMLElement>("[data-cell], [data-tray]") : null;
  }

  private onOver(event: DragEvent): void {
    const place = this.placeOf(event);
    if (!place || place.classList.contains("plan-may-not")) return;
    event.preventDefault();
    if (place === this.over) return;
    this.over?.classList.remove("plan-over");
    place.classList.add("plan-over");
    this.over = place;
  }

  private onLeave(event: DragEvent): void {
    if (this.over && !this.over.contains(event.relatedTarget as Node | null)) {
      this.over.classList.remove("plan-over");
      this.over = null;
    }
  }

  private onDrop(event: DragEvent): void {
    const place = this.placeOf(event);
    const cards = this.dragged;
    this.end();
    if (!place) return;
    event.preventDefault();
    if (place.matches("[data-tray]")) this.send(cards, this.form.querySelector<HTMLButtonElement>("button[formaction]"));
    else this.put(cards, place);
  }

  private end(): void {
    for (const one of this.dragged) one.classList.remove("plan-dragged");
    this.over?.classList.remove("plan-over");
    this.dragged = [];
    this.over = null;
    this.tell();
  }

  /** Arrows go from cell to cell, Enter puts what is ticked there. */
  private onKey(event: KeyboardEvent): void {
    const cell = event.target;
    if (!(cell instanceof HTMLElement) || !cell.matches("[data-cell]")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.ticked.length) this.put(this.ticked, cell);
      else this.form.querySelector<HTMLElement>("[data-card] input[name='order']")?.focus();
      return;
    }
    const step = STEPS[event.key];
    const next = step && this.beside(cell, step);
    if (!step) return;
    event.preventDefault();
    if (!next) return;
    for (const one of this.cells) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  }

  /** The cell in that direction, as it is seen: a tall one is met from all its rows. */
  private beside(cell: HTMLElement, [down, right]: readonly [number, number]): HTMLElement | undefined {
    const here = cell.getBoundingClientRect();
    const x = right > 0 ? here.right + 4 : right < 0 ? here.left - 4 : here.left + 4;
    const y = down > 0 ? here.bottom + 4 : down < 0 ? here.top - 4 : here.top + 4;
    return this.cells.find((one) => {
      const box = one.getBoundingClientRect();
      return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    });
  }

  private put(cards: readonly HTMLElement[], cell: HTMLElement): void {
    if (cell.classList.contains("plan-may-not")) return;
    this.fill("fitter", cell.dataset["fitter"] ?? "");
    this.fill("day", cell.dataset["day"] ?? "");
    this.fill("at", cell.dataset["at"] ?? "");
    this.send(cards, null);
  }

  private fill(name: string, value: string): void {
    const control = this.form.elements.namedItem(name);
    if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) control.value = value;
  }

  /** Just these cards go with the form. */
  private send(cards: readonly HTMLElement[], button: HTMLButtonElement | null): void {
    const wanted = new Set(cards);
    for (const box of this.form.querySelectorAll<HTMLInputElement>("[data-card] input[name='order']")) box.checked = wanted.has(box.closest<HTMLElement>("[data-card]")!);
    this.form.requestSubmit(button);
  }
}

behave("[data-plan]", (form) => {
  if (form instanceof HTMLFormElement) new Board(form);
});
