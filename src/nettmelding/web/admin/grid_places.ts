/** A list and a map of the same: what is pointed at in one stands out in the other. */
import { behave } from "@lib/behave";
import type { Feature, FeatureCollection, Geometry, Position } from "@map/index";

/** Every corner of the features as one geometry, to be brought into view. */
function corners(features: readonly Feature[]): Geometry {
  const found: Position[] = [];
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === "number") found.push(part as Position);
    else part.forEach(walk);
  };
  for (const { geometry } of features) walk("coordinates" in geometry ? geometry.coordinates : []);
  return { type: "MultiPoint", coordinates: found };
}

async function draw(place: HTMLElement, element: HTMLElement, places: FeatureCollection): Promise<void> {
  const { mapOf, onMap } = await import("@map/index");
  const map = await mapOf(element);
  const rows = new Map([...place.querySelectorAll<HTMLElement>("[data-place]")].map((row) => [row.dataset["place"] ?? "", row]));
  const choose = (id: string): void => {
    for (const [one, row] of rows) row.toggleAttribute("data-chosen", one === id);
    map.marksLayer({ ...places, features: places.features.map((one) => ({ ...one, properties: { ...one.properties, chosen: one.id === id } })) });
  };
  map.marksLayer(places);
  map.show(places.features.length === 1 ? places.features[0]!.geometry : corners(places.features), { zoom: 18 });
  onMap(element, "map:mark", ({ detail }) => {
    choose(detail.id);
    rows.get(detail.id)?.scrollIntoView({ block: "nearest" });
  });
  for (const feature of places.features) {
    const id = String(feature.id);
    const button = rows.get(id)?.querySelector<HTMLElement>("[data-place-show]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      choose(id);
      map.show(feature.geometry, { zoom: 18 });
      element.scrollIntoView({ block: "nearest" });
    });
  }
}

behave("[data-grid-places]", (place) => {
  const element = place.querySelector<HTMLElement>("[data-map]");
  const told = document.getElementById("grid-places")?.textContent;
  // where the map cannot be drawn the list has it all
  if (element && told) draw(place, element, JSON.parse(told) as FeatureCollection).catch(() => undefined);
});
