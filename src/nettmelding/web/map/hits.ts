/** Several objects in order of distance, twenty at a time, each shown on the map while it is pointed at. */
import { symbolOf, type Feature, type Geometry, type Kind } from "@map/index";

export interface Hit {
  readonly id: string;
  readonly kind: Kind;
  readonly kindName: string;
  readonly name: string;
  /** Metres. */
  readonly distance: number;
  readonly geometry: Geometry;
}

export const PAGE = 20;
const KILOMETRE = 1000;

export function hitOf(feature: Feature): Hit {
  const told = feature.properties as { id: string; kind: Kind; kind_name: string; name: string; distance_m: number };
  return { id: told.id, kind: told.kind, kindName: told.kind_name, name: told.name, distance: told.distance_m, geometry: feature.geometry };
}

/** `12 m`, `1,2 km`. */
export function distanceText(metres: number): string {
  const shown = metres < KILOMETRE ? Math.round(metres) : Math.round(metres / 100) / 10;
  return `${new Intl.NumberFormat("nb").format(shown)} ${metres < KILOMETRE ? "m" : "km"}`;
}

/** Which hits there are, which of them the filter leaves, and where one stands among those. */
export class Hits {
  private kind = "";
  /** Place among `shown`; -1 before any was looked at. */
  at = -1;

  constructor(readonly all: readonly Hit[]) {}

  get shown(): readonly Hit[] {
    return this.kind ? this.all.filter((hit) => hit.kind === this.kind) : this.all;
  }

  get current(): Hit | undefined {
    return this.shown[this.at];
  }

  get page(): number {
    return Math.floor(Math.max(this.at, 0) / PAGE);
  }

  get pages(): number {
    return Math.max(1, Math.ceil(this.shown.length / PAGE));
  }

  get firstOfPage(): number {
    return this.page * PAGE;
  }

  get onPage(): readonly Hit[] {
    return this.shown.slice(this.firstOfPage, this.firstOfPage + PAGE);
  }

  get chosenKind(): string {
    return this.kind;
  }

  only(kind: string): void {
    this.kind = kind;
    this.at = -1;
  }

  /** Goes to a place, held within the list. Says whether it is another than before. */
  go(to: number): boolean {
    const held = Math.max(0, Math.min(this.shown.length - 1, to));
    const moved = held !== this.at;
    this.at = held;
    return moved;
  }

  /** Kinds with how many there are of each and what they are called, in the order they are met. */
  kinds(): ReadonlyMap<string, { readonly name: string; readonly count: number }> {
    const found = new Map<string, { name: string; count: number }>();
    for (const hit of this.all) {
      const known = found.get(hit.kind);
      if (known) known.count += 1;
      else found.set(hit.kind, { name: hit.kindName, count: 1 });
    }
    return found;
  }
}

/** One line of the list. */
export function row(hit: Hit, place: number): HTMLElement {
  const item = document.createElement("li");
  const press = document.createElement("button");
  press.type = "button";
  press.className = "chart-row";
  press.dataset["place"] = String(place);
  const words = document.createElement("span");
  const name = document.createElement("b");
  const more = document.createElement("small");
  name.textContent = hit.name || hit.kindName;
  more.textContent = [hit.kindName, distanceText(hit.distance)].join(" · ");
  words.append(name, more);
  press.append(symbolOf(hit.kind), words);
  item.append(press);
  return item;
}
