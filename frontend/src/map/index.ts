/**
 * The map, as the pages around it know it. The drawing itself (MapLibre) is a chunk of its own, loaded by the first map of a page.
 *
 * Places are degrees, EPSG:4326, longitude first (GeoJSON). Pixels are CSS pixels.
 * What happens on the map is told by events on its element, which bubble; see `MapEvents`.
 */
import type { Feature, FeatureCollection, Geometry, LineString, Point, Polygon } from "geojson";
import type { Map as MapLibreMap } from "maplibre-gl";

export type { Feature, FeatureCollection, Geometry, LineString, Point, Polygon, Position } from "geojson";
export { KINDS, symbolOf, type Kind } from "./symbols";

export interface Place {
  readonly lng: number;
  readonly lat: number;
}

/** `ids` are the objects' ids, nearest first, each once; empty where nothing is within reach. */
export interface Picked {
  readonly ids: readonly string[];
  readonly at: Place;
  /** `press`: click or tap. `menu`: *Vis informasjon* in the menu of right click and long press, with the wider reach. */
  readonly how: "press" | "menu";
}

export interface MapEvents {
  "map:pick": CustomEvent<Picked>;
  /** An area was drawn with the information tool. */
  "map:area": CustomEvent<{ readonly polygon: Polygon }>;
  /** One of `marksLayer` was pressed; the press then picks no object. */
  "map:mark": CustomEvent<{ readonly id: string; readonly at: Place }>;
  /** One of the page's own lines in the menu was chosen, by its `data-menu`. */
  "map:menu": CustomEvent<{ readonly name: string; readonly at: Place }>;
  /** The view has come to rest. `west, south, east, north`. */
  "map:moved": CustomEvent<{ readonly bounds: readonly [number, number, number, number]; readonly zoom: number }>;
}

/** How much of each side is covered by something else, CSS pixels. */
export interface Covered {
  readonly top?: number;
  readonly right?: number;
  readonly bottom?: number;
  readonly left?: number;
}

export interface Shapes {
  point: Point;
  line: LineString;
  area: Polygon;
}

export interface DrawOptions<Shape extends keyof Shapes> {
  /** Aborting is cancelling. */
  readonly signal?: AbortSignal;
  /** What is drawn so far, with the corner under the pointer; for lengths while drawing. Null before the first corner. */
  readonly onChange?: (sofar: Shapes[Shape] | null) => void;
}

export interface GridMap {
  /** The whole map with its tools and slots: what goes full screen. */
  readonly element: HTMLElement;
  /** For what lies in this folder; pages use what stands below. */
  readonly raw: MapLibreMap;
  /** One object in relief; null takes it away. `geometry` where the caller knows it (objects that are not drawn just now). */
  highlight(id: string | null, geometry?: Geometry): void;
  /** Takes away highlight, path and found place. */
  clear(): void;
  /** Brings something into view, beside what covers the map. `mark` puts a pin at a place. */
  show(target: Geometry | Place, options?: { readonly zoom?: number; readonly mark?: boolean }): void;
  /** The way upstream, in relief; the rest of the grid pales. An empty list takes it away. */
  path(features: readonly Feature[]): void;
  /** The panel or sheet that lies over the map now; what was shown or highlighted last is moved out from under it. */
  moveAside(covered: Covered): void;
  /**
   * The notice's own marks. Properties of each: `id`, `text` (label), and for a point `symbol` (`intake`, `meter`, `cabinet`, `text`, `fault`, `dot`);
   * `chosen: true` puts it in relief.
   */
  marksLayer(marks: FeatureCollection): void;
  /**
   * Draw by pointer (press for each corner, press the last one again or Enter to finish) or by keyboard (arrows move the map under a
   * cross, space sets a corner, Backspace takes one away, Enter finishes, Esc cancels). Null when cancelled.
   */
  draw<Shape extends keyof Shapes>(shape: Shape, options?: DrawOptions<Shape>): Promise<Shapes[Shape] | null>;
  /** `west, south, east, north` of what is in sight. */
  bounds(): readonly [number, number, number, number];
  /** Asks for the objects again, after something changed on the server. */
  reload(): void;
}

const maps = new WeakMap<HTMLElement, Promise<GridMap>>();

/** The map of `{% component "map" %}`'s element (`[data-map]`); made by the first who asks. Rejects where the browser cannot draw maps. */
export function mapOf(element: HTMLElement): Promise<GridMap> {
  let map = maps.get(element);
  if (!map) {
    map = import("./build").then(({ build }) => build(element));
    maps.set(element, map);
  }
  return map;
}

/** Listens to one of `MapEvents`. */
export function onMap<Name extends keyof MapEvents>(element: HTMLElement, name: Name, listener: (event: MapEvents[Name]) => void): void {
  element.addEventListener(name, listener as unknown as EventListener);
}
