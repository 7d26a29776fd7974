/** The planner's map, a drawing chunk of its own: a numbered pin for each order of a fitter's day with a line through them. */
import { LngLatBounds, Map as MapLibreMap, Marker, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

setWorkerUrl(workerUrl);

interface Mark {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly at: readonly [number, number] | null;
}

export interface Places {
  readonly fitters: readonly { readonly name: string; readonly places: readonly Mark[] }[];
  readonly waits: readonly Mark[];
}

type At = [number, number];
const COLOURS = ["#0a5c67", "#8a3a12", "#5b3a8c", "#1f6b2a", "#9c1f4a", "#1d4f91"];
/** Where nothing is to be seen: mid-Norway. */
const NOWHERE: At = [10, 63.5];

export async function draw(place: HTMLElement, { fitters, waits }: Places): Promise<void> {
  const known = [...fitters.flatMap(({ places }) => places), ...waits].flatMap(({ at }) => (at ? [at as At] : []));
  const map = new MapLibreMap({ container: place, style: styleOf(place.dataset["base"] ?? ""), center: known[0] ?? NOWHERE, zoom: known.length ? 13 : 4, attributionControl: false, dragRotate: false, pitchWithRotate: false, fadeDuration: 0 });
  // what is drawn on is the region now; two of the same name would be one too many
  map.getCanvas().setAttribute("aria-label", place.getAttribute("aria-label") ?? "");
  for (const name of ["role", "aria-label"]) place.removeAttribute(name);
  if (known.length > 1) map.fitBounds(known.reduce((box, at) => box.extend(at), new LngLatBounds(known[0]!, known[0]!)), { padding: 56, maxZoom: 16, animate: false });
  const pin = (mark: Mark, colour: string): void => {
    if (!mark.at) return;
    new Marker({ element: pinOf(mark, colour) }).setLngLat(mark.at as At).addTo(map);
  };
  fitters.forEach(({ places }, number) => places.forEach((mark) => pin(mark, String(number % COLOURS.length))));
  for (const mark of waits) pin(mark, "waits");
  addZoom(place, map);
  await map.once("load");
  fitters.forEach(({ places }, number) => line(map, `way-${number}`, places.flatMap(({ at }) => (at ? [at as At] : [])), COLOURS[number % COLOURS.length]!));
  place.dataset["drawn"] = "";
}

function styleOf(base: string): StyleSpecification {
  const tiles = [new URL(base.replace("{layer}", "topograatone"), location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")];
  return { version: 8, sources: base ? { base: { type: "raster", tiles, tileSize: 256, maxzoom: 18 } } : {}, layers: base ? [{ id: "base", type: "raster", source: "base" }] : [] };
}

/** A link to the order's card; its name is what the card says. */
function pinOf(mark: Mark, colour: string): HTMLElement {
  const pin = document.createElement("a");
  pin.className = `plan-pin plan-pin-${colour}`;
  pin.href = `#kort-${mark.id}`;
  pin.title = mark.text;
  pin.textContent = mark.number ? String(mark.number) : "?";
  pin.setAttribute("aria-label", mark.text);
  return pin;
}

function line(map: MapLibreMap, id: string, coordinates: At[], colour: string): void {
  if (coordinates.length < 2) return;
  map.addSource(id, { type: "geojson", data: { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } } });
  map.addLayer({ id, type: "line", source: id, layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": colour, "line-width": 4, "line-opacity": 0.75 } });
}

function addZoom(place: HTMLElement, map: MapLibreMap): void {
  const box = document.createElement("div");
  box.className = "plan-zoom";
  for (const [text, by] of [["+", 1], ["−", -1]] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", place.dataset[by > 0 ? "in" : "out"] ?? text);
    button.addEventListener("click", () => map.zoomTo(map.getZoom() + by));
    box.append(button);
  }
  place.append(box);
}
