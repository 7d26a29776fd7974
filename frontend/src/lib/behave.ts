/** Behaviours are tied to a selector and start once for each element, now or when htmx brings it. */
type Begin = (element: HTMLElement) => void;

interface Behaviour {
  readonly selector: string;
  readonly begin: Begin;
  readonly begun: WeakSet<Element>;
}

const behaviours: Behaviour[] = [];

export function behave(selector: string, begin: Begin): void {
  behaviours.push({ selector, begin, begun: new WeakSet() });
}

/** Starts what is due in `root` and below it. */
export function attach(root: Element | Document): void {
  for (const { selector, begin, begun } of behaviours) {
    const found = [...root.querySelectorAll<HTMLElement>(selector)];
    if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (begun.has(element)) continue;
      begun.add(element);
      begin(element);
    }
  }
}

export function start(): void {
  attach(document);
  document.documentElement.dataset["ready"] = "";
}
