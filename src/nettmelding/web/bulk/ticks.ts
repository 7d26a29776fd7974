/**
 * Ticks in a list: all, none, all of one state, a range with shift, arrow keys between the boxes, and how many are ticked.
 * The boxes themselves are ordinary ones: without this one ticks them one by one.
 */
import { behave } from "@lib/behave";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

class Ticks {
  private readonly boxes: HTMLInputElement[];
  private last = -1;

  constructor(private readonly form: HTMLElement) {
    this.boxes = [...form.querySelectorAll<HTMLInputElement>("input[name='notice']")];
    form.addEventListener("click", (event) => this.onClick(event));
    form.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("change", () => this.tell());
    form.querySelector<HTMLElement>("[data-ticks-pick]")?.removeAttribute("hidden");
    this.tell();
  }

  /** A press of the space key is a click as well, so shift and space take a range too. */
  private onClick(event: MouseEvent): void {
    const target = event.target;
    if (target instanceof HTMLElement && target.dataset["tick"] !== undefined) return this.tick(target.dataset["tick"]);
    if (!(target instanceof HTMLInputElement)) return;
    const at = this.boxes.indexOf(target);
    if (at < 0) return;
    if (event.shiftKey && this.last >= 0) {
      const [from, to] = at < this.last ? [at, this.last] : [this.last, at];
      for (const box of this.boxes.slice(from, to + 1)) box.checked = target.checked;
    }
    this.last = at;
    this.tell();
  }

  private onKey(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || !(event.target instanceof HTMLInputElement)) return;
    const at = this.boxes.indexOf(event.target);
    const next = this.boxes[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  /** `*`: all; a state: those in it, and no others; empty: none. */
  private tick(which: string): void {
    for (const box of this.boxes) box.checked = which === "*" || (which !== "" && box.dataset["state"] === which);
    this.tell();
  }

  private tell(): void {
    const place = this.form.querySelector<HTMLElement>("[data-ticks-count]");
    if (!place) return;
    const count = this.boxes.filter((box) => box.checked).length;
    const words = count === 0 ? place.dataset["none"] : count === 1 ? place.dataset["one"] : place.dataset["many"];
    place.textContent = (words ?? "").replace("{n}", String(count));
  }
}

behave("[data-ticks]", (form) => {
  new Ticks(form);
});

/** What is filled in is not made empty, and what is made empty is not filled in. */
behave("[data-bulk-field]", (place) => {
  const empty = place.querySelector<HTMLInputElement>("input[name='tom']");
  const controls = [...place.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(".bulk-control :is(input, select, textarea)")];
  place.addEventListener("input", (event) => {
    if (!empty || event.target === empty) return;
    if (controls.some((one) => (one instanceof HTMLInputElement && one.type === "checkbox" ? one.checked : one.value !== ""))) empty.checked = false;
  });
  empty?.addEventListener("change", () => {
    if (!empty.checked) return;
    for (const one of controls) {
      if (one instanceof HTMLInputElement && one.type === "checkbox") one.checked = false;
      else one.value = "";
    }
  });
});
