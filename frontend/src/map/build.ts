/** The drawing chunk's door; see `index.ts`. */
import { Map as MapLibreMap, LngLatBounds, Point, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Feature, FeatureCollection, Geometry, Polygon, Position } from "geojson";
import { BaseMap, isGridError } from "./base";
import { drawShape } from "./draw";
import { addImages } from "./images";
import type { Covered, DrawOptions, GridMap, MapEvents, Place, Shapes } from "./index";
import { Menu, onLongPress } from "./menu";
import { onPalette, paletteOf } from "./palette";
import { dashed, picked, type Reach } from "./pick";
import { printMap } from "./print";
import { lengthText, metresPerPixel, roundLength } from "./scale";
import { GRID, layersOf, styleOf, type Sources } from "./style";
import { Tools } from "./tools";

setWorkerUrl(workerUrl);

const SCALE_PX = 130;
const SHOWN_ZOOM = 17.5;
const AWAY_PX = 40;
/** Room for the name below what is shown. */
const NAME_PX = 44;
const AGAIN_MS = 8_000;
const PALED = 0.25;
type Detail<Name extends keyof MapEvents> = MapEvents[Name] extends CustomEvent<infer D> ? D : never;

function part(element: HTMLElement, name: string): HTMLElement {
  const found = element.querySelector<HTMLElement>(`[data-${name}]`);
  if (!found) throw new Error(`the map has no ${name}`);
  return found;
}

class Drawn implements GridMap {
  readonly raw: MapLibreMap;
  private readonly words: Readonly<Record<string, string>>;
  private readonly base: BaseMap;
  private readonly said = new Map<string, string>();
  private readonly hiddenKinds = new Set<string>();
  private covered: Covered = {};
  private shown: Geometry | null = null;
  private marks: FeatureCollection = { type: "FeatureCollection", features: [] };
  private isDrawing = false;

  constructor(readonly element: HTMLElement) {
    const { dataset } = element;
    this.words = JSON.parse(dataset["words"] ?? "{}") as Record<string, string>;
    this.raw = new MapLibreMap({
      container: part(element, "canvas"),
      style: styleOf(this.sources, paletteOf(element)),
      center: [Number(dataset["longitude"]), Number(dataset["latitude"])],
      zoom: Number(dataset["zoom"]),
      maxZoom: 21,
      minZoom: 4,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      canvasContextAttributes: { antialias: true },
      locale: { "Map.Title": part(element, "canvas").getAttribute("aria-label") ?? "" },
    });
    this.nameCanvas(part(element, "canvas"));
    this.raw.touchZoomRotate.disableRotation();
    this.raw.keyboard.disableRotation();
    this.base = new BaseMap(
      this.raw,
      dataset["base"] ?? "",
      (isSilent) => this.say("base", isSilent ? this.words["base_silent"] : ""),
      (isShown) => (part(element, "credit").hidden = !isShown),
    );
  }

  /** What is drawn on is the region now, with the place's name and help; two of the same name would be one too many. */
  private nameCanvas(place: HTMLElement): void {
    this.raw.getCanvas().setAttribute("aria-describedby", place.getAttribute("aria-describedby") ?? "");
    for (const name of ["role", "aria-label", "aria-describedby"]) place.removeAttribute(name);
  }

  private get sources(): Sources {
    const { tiles = "", objects = "", tilesFrom = "16" } = this.element.dataset;
    return { tiles, objects, tilesFrom: Number(tilesFrom) };
  }

  /** Everything that needs the style to be there. The base map comes last. */
  async begin(): Promise<void> {
    await this.raw.once("style.load");
    await addImages(this.raw, paletteOf(this.element));
    await this.loadObjects();
    this.pinHome();
    this.listen();
    this.base.show(this.chosenBase);
    this.measure();
  }

  highlight(id: string | null, geometry?: Geometry): void {
    const found = geometry ?? (id ? this.drawnGeometry(id) : null);
    this.shown = found ?? this.shown;
    this.set("chosen", found ? [{ type: "Feature", geometry: found, properties: {} }] : []);
    if (found && id) this.uncover(found);
  }

  clear(): void {
    this.highlight(null);
    this.path([]);
    this.shown = null;
    this.pinHome();
  }

  show(target: Geometry | Place, options: { readonly zoom?: number; readonly mark?: boolean } = {}): void {
    const geometry: Geometry = "lng" in target ? { type: "Point", coordinates: [target.lng, target.lat] } : target;
    this.shown = geometry;
    if (options.mark) this.set("pin", [{ type: "Feature", geometry, properties: {} }]);
    const padding = this.padding();
    if (geometry.type === "Point") {
      const [lng, lat] = geometry.coordinates as [number, number];
      this.raw.easeTo({ center: [lng, lat], zoom: Math.max(options.zoom ?? SHOWN_ZOOM, this.raw.getZoom()), padding });
    } else {
      this.raw.fitBounds(boundsOf(geometry), { padding: { top: padding.top + AWAY_PX, right: padding.right + AWAY_PX, bottom: padding.bottom + AWAY_PX, left: padding.left + AWAY_PX }, maxZoom: options.zoom ?? 19 });
    }
  }

  path(features: readonly Feature[]): void {
    this.set("path", [...features]);
    for (const { id, type } of this.raw.getStyle().layers) {
      if (!id.startsWith(`${GRID}-`)) continue;
      const name = type === "line" ? "line-opacity" : "icon-opacity";
      this.raw.setPaintProperty(id, name, features.length ? PALED : 1);
    }
    if (features.length) {
      const whole = new LngLatBounds();
      for (const { geometry } of features) whole.extend(boundsOf(geometry));
      this.shown = null;
      this.raw.fitBounds(whole, { padding: this.padding(AWAY_PX), maxZoom: 18 });
    }
  }

  moveAside(covered: Covered): void {
    this.covered = covered;
    this.element.style.setProperty("--covered-right", `${covered.right ?? 0}px`);
    this.element.style.setProperty("--covered-bottom", `${covered.bottom ?? 0}px`);
    if (this.shown) this.uncover(this.shown);
  }

  marksLayer(marks: FeatureCollection): void {
    this.marks = marks;
    this.set("marks", marks.features);
  }

  async draw<Shape extends keyof Shapes>(shape: Shape, options: DrawOptions<Shape> = {}): Promise<Shapes[Shape] | null> {
    const root = part(this.element, "drawing");
    const help = part(this.element, "drawing-help");
    help.textContent = this.words[shape === "point" ? "draw_point" : "draw_corners"] ?? "";
    this.isDrawing = true;
    try {
      return await drawShape(this.raw, shape, { root, say: (words) => (help.textContent = words) }, part(this.element, "cross"), options);
    } finally {
      // the press that finished it must not pick an object as well
      setTimeout(() => (this.isDrawing = false), 50);
    }
  }

  bounds(): readonly [number, number, number, number] {
    const seen = this.raw.getBounds();
    return [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
  }

  reload(): void {
    const source = this.raw.getSource(GRID);
    if (source?.type === "vector") (source as unknown as { setTiles(tiles: string[]): void; tiles: string[] }).setTiles((source as unknown as { tiles: string[] }).tiles);
    else void this.loadObjects();
  }

  // --- What is told and heard ---

  private tell<Name extends keyof MapEvents>(name: Name, detail: Detail<Name>): void {
    this.element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  /** The quiet word: the last thing of each kind that is still true. */
  private say(about: string, words = ""): void {
    if (words) this.said.set(about, words);
    else this.said.delete(about);
    part(this.element, "word").textContent = [...this.said.values()].join(" ");
  }

  private listen(): void {
    const { raw, element } = this;
    const canvas = raw.getCanvas();
    const menu = new Menu(part(element, "menu-list"), (name, at) => this.fromMenu(name, at));
    new Tools(element, raw, this.words, {
      layers: () => undefined,
      print: () => this.print(),
      area: (polygon: Polygon) => this.tell("map:area", { polygon }),
      say: (words) => this.say("tool", words),
    });
    raw.on("click", (event) => {
      if (this.isDrawing || event.defaultPrevented) return;
      const isTouch = event.originalEvent instanceof PointerEvent && event.originalEvent.pointerType === "touch";
      this.pressed(event.point, event.lngLat, isTouch ? "touch" : "mouse");
    });
    raw.on("contextmenu", (event) => {
      event.preventDefault();
      if (!this.isDrawing) menu.open({ lng: event.lngLat.lng, lat: event.lngLat.lat }, event.point.x, event.point.y);
    });
    onLongPress(canvas, (x, y) => {
      const box = canvas.getBoundingClientRect();
      const at = raw.unproject([x - box.left, y - box.top]);
      if (!this.isDrawing) menu.open({ lng: at.lng, lat: at.lat }, x - box.left, y - box.top);
    });
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || this.isDrawing) return;
      event.preventDefault();
      const middle = raw.getCenter();
      this.pressed(raw.project(middle), middle, "menu");
    });
    raw.on("mousemove", (event) => {
      if (!this.isDrawing && !canvas.style.cursor.startsWith("cross")) canvas.style.cursor = picked(raw, event.point, "mouse").length ? "pointer" : "";
    });
    raw.on("moveend", () => {
      this.measure();
      this.tell("map:moved", { bounds: [...this.bounds()] as [number, number, number, number], zoom: raw.getZoom() });
    });
    raw.on("error", (event) => this.failed(event));
    raw.on("sourcedata", (event) => {
      if (event.sourceId === GRID && event.isSourceLoaded) this.say("objects");
    });
    element.addEventListener("change", (event) => this.chosen(event.target));
    onPalette(element, () => void this.repaint(), new AbortController().signal);
    new ResizeObserver(() => raw.resize()).observe(element);
  }

  private pressed(at: Point, place: Place, reach: Reach): void {
    const mark = this.raw.getLayer("marks-point") && this.raw.queryRenderedFeatures([[at.x - 14, at.y - 14], [at.x + 14, at.y + 14]], { layers: ["marks-point", "marks-line"] })[0];
    const where = { lng: place.lng, lat: place.lat };
    if (mark) return this.tell("map:mark", { id: String(mark.properties["id"]), at: where });
    const ids = picked(this.raw, at, reach);
    this.say("tool", ids.length || reach !== "menu" ? "" : this.words["nothing_near"]);
    this.tell("map:pick", { ids, at: where, how: reach === "menu" ? "menu" : "press" });
  }

  private fromMenu(name: string, at: Place): void {
    if (name === "info") return this.pressed(this.raw.project([at.lng, at.lat]), at, "menu");
    this.tell("map:menu", { name, at });
  }

  private failed(event: unknown): void {
    if (!isGridError(event)) return;
    const status = (event as { error?: { status?: number } }).error?.status ?? 0;
    const words: Record<number, string> = { 401: "signed_out", 403: "objects_closed", 404: "objects_closed", 429: "objects_slow" };
    this.say("objects", this.words[words[status] ?? "objects_silent"]);
    if (status !== 401 && status !== 403 && status !== 404) setTimeout(() => this.reload(), AGAIN_MS);
  }

  private chosen(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name.endsWith("-base")) this.base.show(target.value);
    if (target.name.endsWith("-outdoor")) this.element.toggleAttribute("data-outdoor", target.checked);
    if (!target.name.endsWith("-kind")) return;
    if (target.checked) this.hiddenKinds.delete(target.value);
    else this.hiddenKinds.add(target.value);
    this.hideKinds();
  }

  private get chosenBase(): string {
    return this.element.querySelector<HTMLInputElement>('input[name$="-base"]:checked')?.value ?? "topo";
  }

  private hideKinds(): void {
    const all = this.raw.getStyle().layers.map(({ id }) => id);
    for (const input of this.element.querySelectorAll<HTMLInputElement>('input[name$="-kind"]')) {
      for (const id of layersOf(input.value, all)) this.raw.setLayoutProperty(id, "visibility", this.hiddenKinds.has(input.value) ? "none" : "visible");
    }
  }

  private async print(): Promise<void> {
    this.say("tool", this.words["paper_waits"]);
    try {
      await printMap(this.raw, this.element, part(this.element, "scale").textContent ?? "", {
        waits: this.words["paper_waits"] ?? "",
        refused: this.words["paper_refused"] ?? "",
        failed: this.words["paper_failed"] ?? "",
      });
      this.say("tool");
    } catch (problem) {
      this.say("tool", problem instanceof Error ? problem.message : this.words["paper_failed"]);
    }
  }

  // --- What is drawn ---

  private async loadObjects(): Promise<void> {
    const address = this.element.dataset["objects"];
    if (!address) return;
    try {
      const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!answer.ok) throw Object.assign(new Error("objects"), { status: answer.status });
      const told = (await answer.json()) as { items?: Feature[]; features?: Feature[] };
      this.set(GRID, told.features ?? told.items ?? []);
      this.say("objects");
    } catch (problem) {
      this.failed({ sourceId: GRID, error: problem });
    }
  }

  private async repaint(): Promise<void> {
    const palette = paletteOf(this.element);
    const camera = this.raw.getStyle();
    this.raw.setStyle(styleOf(this.sources, palette), {
      transformStyle: (_before, after) => ({
        ...after,
        sources: { ...after.sources, ...Object.fromEntries(Object.entries(camera.sources).filter(([name]) => name !== "base")) },
      }),
    });
    await this.raw.once("styledata");
    await addImages(this.raw, palette);
    this.hideKinds();
    this.base.show(this.chosenBase);
  }

  private set(source: string, features: Feature[]): void {
    this.raw.getSource<GeoJSONSource>(source)?.setData({ type: "FeatureCollection", features });
  }

  private pinHome(): void {
    const { dataset } = this.element;
    const place: Geometry = { type: "Point", coordinates: [Number(dataset["longitude"]), Number(dataset["latitude"])] };
    const [street = ""] = (dataset["name"] ?? "").split(",");
    this.set("pin", dataset["pin"] === undefined ? [] : [{ type: "Feature", geometry: place, properties: { name: street } }]);
    this.marksLayer(this.marks);
  }

  private drawnGeometry(id: string): Geometry | null {
    const source = this.raw.getSource(GRID);
    if (!source) return null;
    const query = source.type === "vector" ? { sourceLayer: GRID } : {};
    const found = this.raw.querySourceFeatures(GRID, query).find(({ properties }) => dashed(String(properties["id"] ?? "")) === id);
    return found?.geometry ?? null;
  }

  private padding(more = 0): { top: number; right: number; bottom: number; left: number } {
    const { top = 0, right = 0, bottom = 0, left = 0 } = this.covered;
    return { top: top + more, right: right + more, bottom: bottom + more, left: left + more };
  }

  /** Moves the map no more than it must for something to be seen beside what covers it. */
  private uncover(geometry: Geometry): void {
    const { clientWidth, clientHeight } = this.raw.getContainer();
    const { top, right, bottom, left } = this.padding(AWAY_PX);
    const middle = this.raw.project(boundsOf(geometry).getCenter());
    const x = Math.max(left, Math.min(clientWidth - right, middle.x));
    const y = Math.max(top, Math.min(clientHeight - bottom - NAME_PX, middle.y));
    if (x !== middle.x || y !== middle.y) this.raw.panBy([middle.x - x, middle.y - y]);
  }

  private measure(): void {
    const metres = metresPerPixel(this.raw.getCenter().lat, this.raw.getZoom());
    const length = roundLength(metres * SCALE_PX);
    const scale = part(this.element, "scale");
    scale.textContent = lengthText(length, { m: this.words["metres"] ?? "m", km: this.words["kilometres"] ?? "km" });
    scale.style.inlineSize = `${length / metres}px`;
    const isFar = Boolean(this.sources.tiles) && this.raw.getZoom() < this.sources.tilesFrom - 0.01;
    this.say("zoom", isFar ? this.words["come_nearer"] : "");
  }
}

function boundsOf(geometry: Geometry): LngLatBounds {
  const whole = new LngLatBounds();
  const walk = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return;
    if (typeof coordinates[0] === "number") whole.extend((coordinates as Position).slice(0, 2) as [number, number]);
    else coordinates.forEach(walk);
  };
  if (geometry.type === "GeometryCollection") geometry.geometries.forEach((one) => whole.extend(boundsOf(one)));
  else walk(geometry.coordinates);
  return whole;
}

export async function build(element: HTMLElement): Promise<GridMap> {
  try {
    const drawn = new Drawn(element);
    await drawn.begin();
    element.dataset["drawn"] = "";
    return drawn;
  } catch (problem) {
    const words = JSON.parse(element.dataset["words"] ?? "{}") as Record<string, string>;
    part(element, "word").textContent = words["no_webgl"] ?? "";
    throw problem;
  }
}
