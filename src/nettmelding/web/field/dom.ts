/** Elements from code. Text is always text: nothing here makes HTML of what somebody typed. */

export type Child = Node | string | null | false | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** `h("button", { class: "big", type: "button" }, "Neste")`. `true` is an attribute without value; `false` and undefined none. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined));
  return element;
}

export function on<T extends EventTarget>(target: T, event: string, act: (event: Event) => void): T {
  target.addEventListener(event, act);
  return target;
}

/** A button that does something here. `look`: `big`, `second`, `quiet`, `tile`. */
export function button(text: Child | Child[], look: string, act: () => unknown, attributes: Attributes = {}): HTMLButtonElement {
  const children = Array.isArray(text) ? text : [text];
  return on(h("button", { type: "button", class: `btn ${look}`, ...attributes }, ...children), "click", () => void act());
}

export function link(text: Child | Child[], look: string, href: string, attributes: Attributes = {}): HTMLAnchorElement {
  const children = Array.isArray(text) ? text : [text];
  return h("a", { class: `btn ${look}`, href, ...attributes }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";
const DRAWINGS = {
  back: "m15 6-6 6 6 6",
  right: "m9 6 6 6-6 6",
  check: "m5 12.500 4.500 4.500L19 7.500",
  cross: "m6 6 12 12M18 6 6 18",
  warn: "M12 4 2.800 20h18.400zM12 10v4.500M12 17.200h.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.700h.01",
  phone: "M6.500 4h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3c0 1-.8 1.800-1.800 1.700C10.500 18.700 5.300 13.500 4.800 5.800 4.700 4.800 5.500 4 6.500 4z",
  way: "M12 21s-6.500-6-6.500-11a6.500 6.500 0 0 1 13 0c0 5-6.500 11-6.500 11zM12 12.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z",
  camera: "M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 16.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  scan: "M4 8V5h3M17 5h3v3M20 16v3h-3M7 19H4v-3M7.500 8.500v7M10.500 8.500v7M13.500 8.500v7M16.500 8.500v7",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  up: "M12 19V6M6.500 11 12 5.500l5.500 5.500",
  gear: "M4 7h9M19 7h1M4 17h1M11 17h9M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  key: "M9 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM13 11h8v3M18 11v2.500",
  bin: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7",
  file: "M6.500 3.500h7.500l4 4v13h-11.500zM14 3.500v4h4",
  erase: "M8 5H5l-2 7 6 7h12V5zM11 9.500l5 5M16 9.500l-5 5",
} as const;
export type Drawing = keyof typeof DRAWINGS;

/** Decoration: the words beside it carry the meaning. */
export function icon(name: Drawing): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name]);
  svg.append(path);
  return svg;
}

/** A message in place. `tone`: info, good, warn, bad. */
export function note(tone: "info" | "good" | "warn" | "bad", title: string, text = "", ...more: Child[]): HTMLElement {
  const drawing = tone === "good" ? "check" : tone === "info" ? "info" : "warn";
  return h("div", { class: `note ${tone}` }, icon(drawing), h("div", {}, h("strong", {}, title), text && h("p", {}, text), ...more));
}

let said: HTMLElement | null = null;
/** For those who do not see the screen. */
export function say(text: string): void {
  said ??= document.getElementById("said");
  if (said) said.textContent = text;
}
