/** The control laid over a cell while it is edited. Enter, Tab and leaving it keep what was typed; Escape gives up. */
import { control, pick, type Control } from "./controls";
import type { Column } from "./columns";
import type { Words } from "./words";

export type Onward = "down" | "up" | "next" | "previous" | "stay" | "away";

export interface Wish {
  readonly cell: HTMLTableCellElement;
  readonly column: Column;
  /** What stands there, as kept. */
  readonly value: string;
  readonly label: string;
  /** The key that began it: it takes the place of what stood. */
  readonly begun: string;
}

export class Editor {
  private readonly box = document.createElement("div");
  private open: { wish: Wish; control: Control; before: string } | null = null;

  constructor(
    private readonly place: HTMLElement,
    scroller: HTMLElement,
    private readonly words: Words,
    /** Null where nothing is to be changed. */
    private readonly done: (cell: HTMLTableCellElement, typed: string | null, onward: Onward) => void,
  ) {
    this.box.className = "sheetgrid-editor";
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node) this.leaveFor(event.relatedTarget);
      else setTimeout(() => this.leaveFor(document.activeElement));
    });
    scroller.addEventListener("scroll", () => this.lay(), { passive: true });
    window.addEventListener("resize", () => this.lay());
  }

  get isOpen(): boolean {
    return this.open !== null;
  }

  begin(wish: Wish): void {
    const made = control(wish.column, wish.value, wish.label, this.words, this.place.querySelector("template[data-date]"));
    this.open = { wish, control: made, before: made.value() };
    this.box.className = `sheetgrid-editor k-${wish.column.kind}`;
    this.box.replaceChildren(made.element);
    this.place.append(this.box);
    this.lay();
    const { focus } = made;
    if (wish.begun && focus instanceof HTMLSelectElement) pick(focus, wish.begun);
    else if (wish.begun && (focus instanceof HTMLTextAreaElement || (focus instanceof HTMLInputElement && focus.type === "text"))) focus.value = wish.begun;
    focus.focus({ preventScroll: true });
    if (focus instanceof HTMLTextAreaElement || (focus instanceof HTMLInputElement && focus.type === "text")) {
      focus.setSelectionRange(wish.begun ? focus.value.length : 0, focus.value.length);
    }
  }

  /** Drops down the list of a choice, where the browser lets us; what is picked there is done. */
  showList(): void {
    const select = this.open?.control.focus;
    if (!(select instanceof HTMLSelectElement) || !("showPicker" in select)) return;
    select.addEventListener("change", () => this.close(true, "stay"));
    try {
      select.showPicker();
    } catch {
      // Only right after a press; the list opens by its own key all the same.
    }
  }

  /** A calendar that draws itself anew loses the focus for a moment, and takes it again. */
  private leaveFor(to: Node | null): void {
    if (this.open && !this.box.contains(to)) this.close(true, "away");
  }

  private onKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.target instanceof Element && event.target.closest(".calendar")) return;
    if (event.key !== "Escape" && event.target instanceof Element && event.target.closest(".f-date-key")) return;
    if (event.key === "Enter" && event.altKey && event.target instanceof HTMLTextAreaElement) {
      event.preventDefault();
      event.target.setRangeText("\n", event.target.selectionStart, event.target.selectionEnd, "end");
      return;
    }
    const onward: Record<string, Onward> = { Enter: event.shiftKey ? "up" : "down", Tab: event.shiftKey ? "previous" : "next" };
    const way = onward[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      this.close(false, "stay");
    } else if (way) {
      event.preventDefault();
      this.close(true, way);
    }
  }

  private close(keep: boolean, onward: Onward): void {
    if (!this.open) return;
    const { wish, control: used, before } = this.open;
    const typed = keep && used.value() !== before ? used.value() : null;
    this.open = null;
    this.box.remove();
    this.done(wish.cell, typed, onward);
  }

  private lay(): void {
    if (!this.open) return;
    const cell = this.open.wish.cell.getBoundingClientRect();
    const place = this.place.getBoundingClientRect();
    const width = Math.max(cell.width, this.open.wish.column.kind === "multi" ? 220 : 0);
    this.box.style.left = `${Math.min(cell.left - place.left, place.width - width)}px`;
    this.box.style.top = `${cell.top - place.top}px`;
    this.box.style.width = `${width}px`;
    this.box.style.minHeight = `${cell.height}px`;
  }
}
