/** The menu of a right click or a long press. */
import type { Place } from "./index";

const LONG_PRESS_MS = 550;
const STILL_PX = 10;

export class Menu {
  private at: Place = { lng: 0, lat: 0 };

  constructor(
    private readonly root: HTMLElement,
    onChosen: (name: string, at: Place) => void,
  ) {
    root.addEventListener("click", (event) => {
      const name = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-menu]")?.dataset["menu"] : undefined;
      if (!name) return;
      this.close();
      onChosen(name, this.at);
    });
    root.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("pointerdown", (event) => {
      if (!root.hidden && event.target instanceof Node && !root.contains(event.target)) this.close();
    });
  }

  open(at: Place, x: number, y: number): void {
    this.at = at;
    this.root.hidden = false;
    const whole = this.root.offsetParent?.getBoundingClientRect();
    const [width, height] = [this.root.offsetWidth, this.root.offsetHeight];
    this.root.style.left = `${Math.max(4, Math.min(x, (whole?.width ?? x + width) - width - 4))}px`;
    this.root.style.top = `${Math.max(4, Math.min(y, (whole?.height ?? y + height) - height - 4))}px`;
    this.items()[0]?.focus({ preventScroll: true });
  }

  close(): void {
    this.root.hidden = true;
  }

  private items(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-menu]")];
  }

  private onKey(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    }
    if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      this.close();
    }
  }
}

/** A finger that is held still. */
export function onLongPress(canvas: HTMLElement, held: (x: number, y: number) => void): void {
  let timer = 0;
  let start: { x: number; y: number } | null = null;
  const stop = (): void => {
    clearTimeout(timer);
    start = null;
  };
  canvas.addEventListener("touchstart", (event) => {
    stop();
    const [touch] = event.touches;
    if (!touch || event.touches.length > 1) return;
    start = { x: touch.clientX, y: touch.clientY };
    timer = window.setTimeout(() => start && held(start.x, start.y), LONG_PRESS_MS);
  }, { passive: true });
  canvas.addEventListener("touchmove", (event) => {
    const [touch] = event.touches;
    if (start && touch && Math.hypot(touch.clientX - start.x, touch.clientY - start.y) > STILL_PX) stop();
  }, { passive: true });
  canvas.addEventListener("touchend", stop);
  canvas.addEventListener("touchcancel", stop);
}
