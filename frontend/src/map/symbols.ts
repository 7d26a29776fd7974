/** The objects' symbols, the same drawings on the map, in lists and in the legend. */
import { elements } from "@lib/dom";

const drawings = import.meta.glob<string>("../../../src/nettmelding/web/components/map/symbols/*.svg", {
  eager: true,
  query: "?raw",
  import: "default",
});

export const KINDS = [
  "substation",
  "transformer",
  "cable_cabinet",
  "connection_cabinet",
  "pole",
  "cable",
  "overhead_line",
  "service_line",
  "customer_point",
] as const;

export type Kind = (typeof KINDS)[number];

/** The SVG of a symbol by its file's name; its colours are `var(--symbol-ink)` and `var(--symbol-paper)`. */
export function drawing(name: string): string {
  const found = Object.entries(drawings).find(([path]) => path.endsWith(`/${name}.svg`));
  if (!found) throw new Error(`no symbol is called “${name}”`);
  return found[1];
}

/** A decoration for lists: the words beside it carry the meaning. */
export function symbolOf(kind: Kind): Element {
  const [svg] = elements(drawing(kind));
  if (!svg) throw new Error(`the symbol of “${kind}” is empty`);
  svg.classList.add("map-symbol");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
