/** The map's colours, as the style sheet has them just now: light, dark, or with strong contrast for outdoors. */
export interface Palette {
  readonly ink: string;
  readonly paper: string;
  readonly ground: string;
  readonly it: string;
  readonly tt: string;
  readonly tn: string;
  readonly chosen: string;
  readonly path: string;
  readonly mark: string;
}

const NAMES: Record<keyof Palette, string> = {
  ink: "--symbol-ink",
  paper: "--symbol-paper",
  ground: "--map-ground",
  it: "--symbol-it",
  tt: "--symbol-tt",
  tn: "--symbol-tn",
  chosen: "--map-chosen",
  path: "--map-path",
  mark: "--map-mark",
};

export function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim() || "#000";
  return Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, read(name)])) as unknown as Palette;
}

/** Calls back when the colours are to be read anew. */
export function onPalette(element: HTMLElement, changed: () => void, signal: AbortSignal): void {
  const seen = new MutationObserver(changed);
  seen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-color-scheme", "data-contrast"] });
  seen.observe(element, { attributes: true, attributeFilter: ["data-outdoor"] });
  signal.addEventListener("abort", () => seen.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}
