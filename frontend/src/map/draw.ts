/**
 * Drawing on the map: a point, a line or an area by presses, a box or an area by dragging, and all of it by keyboard, with a cross in
 * the middle of the map that the arrows move the map under.
 */
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { Feature, Geometry, Polygon, Position } from "geojson";
import type { DrawOptions, Shapes } from "./index";

const LAST_AGAIN_PX = 14;
const FREEHAND_STEP_PX = 5;
const LEAST: Record<keyof Shapes, number> = { point: 1, line: 2, area: 3 };

export interface Strip {
  readonly root: HTMLElement;
  say(words: string): void;
}

export function put(map: MapLibreMap, features: Feature[]): void {
  map.getSource<GeoJSONSource>("drawn")?.setData({ type: "FeatureCollection", features });
}

export function feature(geometry: Geometry, properties: Record<string, unknown> = {}): Feature {
  return { type: "Feature", geometry, properties };
}

function closed(corners: Position[]): Position[] {
  return corners.length ? [...corners, corners[0]!] : [];
}

export function shapeOf<Shape extends keyof Shapes>(shape: Shape, corners: Position[]): Shapes[Shape] | null {
  if (!corners.length) return null;
  const made: { [S in keyof Shapes]: () => Shapes[S] } = {
    point: () => ({ type: "Point", coordinates: corners[0]! }),
    line: () => ({ type: "LineString", coordinates: corners }),
    area: () => ({ type: "Polygon", coordinates: [closed(corners)] }),
  };
  return made[shape]();
}

/** By presses or keys, corner by corner; null when cancelled. */
export function drawShape<Shape extends keyof Shapes>(
  map: MapLibreMap,
  shape: Shape,
  strip: Strip,
  cross: HTMLElement,
  options: DrawOptions<Shape>,
): Promise<Shapes[Shape] | null> {
  return new Promise((done) => {
    const corners: Position[] = [];
    const over = new AbortController();
    const { signal } = over;
    let under: Position | null = null;

    const show = (): void => {
      const sofar = under && shape !== "point" && corners.length ? [...corners, under] : corners;
      const drawn = shapeOf(shape === "area" && sofar.length < 3 ? "line" : shape, sofar);
      const dots = corners.map((place) => feature({ type: "Point", coordinates: place }));
      put(map, drawn && sofar.length > 1 ? [feature(drawn), ...dots] : dots);
      options.onChange?.(shapeOf(shape, sofar));
      strip.root.querySelector("[data-do=finish]")?.toggleAttribute("disabled", corners.length < LEAST[shape]);
      strip.root.querySelector("[data-do=back]")?.toggleAttribute("disabled", !corners.length);
    };
    const finish = (found: Shapes[Shape] | null): void => {
      over.abort();
      map.off("click", press);
      map.off("mousemove", move);
      map.doubleClickZoom.enable();
      strip.root.hidden = cross.hidden = true;
      map.getCanvas().style.cursor = "";
      put(map, []);
      done(found);
    };
    const complete = (): void => void (corners.length >= LEAST[shape] && finish(shapeOf(shape, corners)));
    const add = (place: Position): void => {
      corners.push(place);
      show();
      if (shape === "point") complete();
    };
    const back = (): void => {
      corners.pop();
      show();
    };
    const press = (event: MapMouseEvent): void => {
      const last = corners.at(-1);
      if (last && corners.length >= LEAST[shape]) {
        const { x, y } = map.project([last[0]!, last[1]!]);
        if (Math.hypot(x - event.point.x, y - event.point.y) < LAST_AGAIN_PX) return complete();
      }
      add([event.lngLat.lng, event.lngLat.lat]);
    };
    const move = (event: MapMouseEvent): void => {
      under = [event.lngLat.lng, event.lngLat.lat];
      show();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const { lng, lat } = map.getCenter();
      const deeds: Record<string, () => void> = {
        Escape: () => finish(null),
        Enter: complete,
        Backspace: back,
        " ": () => add([lng, lat]),
      };
      const deed = deeds[event.key];
      if (!deed || (event.target instanceof HTMLButtonElement && event.key !== "Escape")) return;
      event.preventDefault();
      event.stopPropagation();
      deed();
    };
    const byKeys = (): void => {
      cross.hidden = false;
      const { lng, lat } = map.getCenter();
      under = [lng, lat];
      show();
    };

    strip.root.hidden = false;
    map.getCanvas().style.cursor = "crosshair";
    map.doubleClickZoom.disable();
    map.on("click", press);
    map.on("mousemove", move);
    document.addEventListener("keydown", key, { signal, capture: true });
    map.getCanvas().addEventListener("keydown", () => requestAnimationFrame(byKeys), { signal });
    strip.root.addEventListener(
      "click",
      (event) => {
        const what = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]")?.dataset["do"] : undefined;
        if (what === "finish") complete();
        if (what === "back") back();
        if (what === "stop") finish(null);
      },
      { signal },
    );
    options.signal?.addEventListener("abort", () => finish(null), { signal });
    map.getCanvas().focus({ preventScroll: true });
    show();
  });
}

/** An area by dragging: a box, or freehand. By keyboard two corners of a box. Null when cancelled. */
export function dragArea(map: MapLibreMap, way: "box" | "free", cross: HTMLElement, signal: AbortSignal): Promise<Polygon | null> {
  return new Promise((done) => {
    const over = new AbortController();
    const line: Position[] = [];
    let start: Position | null = null;
    let last = { x: 0, y: 0 };

    const shape = (): Polygon => {
      if (way === "free") return { type: "Polygon", coordinates: [closed(line)] };
      const [a, b] = [line[0]!, line.at(-1)!];
      return { type: "Polygon", coordinates: [closed([a, [b[0]!, a[1]!], b, [a[0]!, b[1]!]])] };
    };
    const finish = (found: Polygon | null): void => {
      over.abort();
      for (const [name, listener] of [["mousedown", begin], ["touchstart", begin], ["mousemove", move], ["touchmove", move], ["mouseup", end], ["touchend", end]] as const) map.off(name, listener);
      map.dragPan.enable();
      map.touchZoomRotate.enable();
      map.getCanvas().style.cursor = "";
      cross.hidden = true;
      put(map, []);
      done(found);
    };
    const begin = (event: MapMouseEvent | MapTouchEvent): void => {
      if ("points" in event && event.points.length > 1) return;
      event.preventDefault();
      start = [event.lngLat.lng, event.lngLat.lat];
      line.splice(0, line.length, start);
      last = event.point;
    };
    const move = (event: MapMouseEvent | MapTouchEvent): void => {
      if (!start || Math.hypot(event.point.x - last.x, event.point.y - last.y) < FREEHAND_STEP_PX) return;
      last = event.point;
      line.push([event.lngLat.lng, event.lngLat.lat]);
      put(map, [feature(shape())]);
    };
    const end = (): void => {
      if (!start) return;
      start = null;
      if (line.length > 1) finish(shape());
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        return finish(null);
      }
      if (event.target !== map.getCanvas()) return;
      if (event.key === " ") {
        event.preventDefault();
        const { lng, lat } = map.getCenter();
        line.push([lng, lat]);
        if (line.length > 1) return finish(shapeOf("area", shape().coordinates[0]!.slice(0, -1)));
        cross.hidden = false;
      }
      if (line.length === 1) requestAnimationFrame(() => {
        const { lng, lat } = map.getCenter();
        const [a] = line;
        if (a) put(map, [feature({ type: "Polygon", coordinates: [closed([a, [lng, a[1]!], [lng, lat], [a[0]!, lat]])] })]);
      });
    };

    map.dragPan.disable();
    map.touchZoomRotate.disable();
    map.getCanvas().style.cursor = "crosshair";
    map.on("mousedown", begin);
    map.on("touchstart", begin);
    map.on("mousemove", move);
    map.on("touchmove", move);
    map.on("mouseup", end);
    map.on("touchend", end);
    document.addEventListener("keydown", key, { signal: over.signal, capture: true });
    signal.addEventListener("abort", () => finish(null), { signal: over.signal });
    map.getCanvas().focus({ preventScroll: true });
  });
}
