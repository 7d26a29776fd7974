/** The page with the map: what is searched for is flown to, what is pressed opens beside it. */
import { attach, behave } from "@lib/behave";
import { mapOf, onMap, type GridMap, type Picked, type Place, type Polygon } from "@map/index";
import * as ask from "./ask";
import { Marks } from "./marks";
import { Panel } from "./panel";

/** How far around a press objects are asked for, CSS pixels: a finger and a little. */
const REACH_PX = 60;
const LEAST_M = 20;
const MOST_M = 2000;
/** Where nothing lies under a right click, what is within so many metres is shown. */
const AROUND_M = 50;
const CLOSE_ZOOM = 18;
const METRES_PER_DEGREE = 111_320;

interface Found {
  readonly lat: number;
  readonly lon: number;
  readonly object?: string;
}

class Chart {
  private readonly panel: Panel;
  private asked = new AbortController();

  constructor(
    private readonly place: HTMLElement,
    private readonly map: GridMap,
  ) {
    const root = place.querySelector<HTMLElement>("[data-panel]")!;
    this.panel = new Panel(root, map, place.dataset["objectHref"] ?? "", place.dataset["openKey"] ?? "");
    if (this.sees) {
      onMap(map.element, "map:pick", (event) => void this.pick(event.detail));
      onMap(map.element, "map:area", (event) => void this.area(event.detail.polygon));
    }
    place.addEventListener("change", (event) => this.onChosen(event));
    onMap(map.element, "map:menu", (event) => this.fromMenu(event.detail));
    const open = place.dataset["openId"];
    if (open) void this.panel.showObject(open);
  }

  private get sees(): boolean {
    return this.place.dataset["sees"] !== undefined;
  }

  /** Metres to a CSS pixel, as the map is just now. */
  private get metresPerPixel(): number {
    const [, south, , north] = this.map.bounds();
    return ((north - south) * METRES_PER_DEGREE) / Math.max(1, this.map.element.clientHeight);
  }

  private async pick(picked: Picked): Promise<void> {
    const [first] = picked.ids;
    if (first && picked.ids.length === 1) return this.panel.showObject(first);
    if (!first && picked.how === "press") return void (this.panel.isOpen && this.panel.close());
    const metres = first ? this.metresPerPixel * REACH_PX : AROUND_M;
    await this.show(async (signal) => {
      const near = await this.near(picked.at, metres, signal);
      const order = new Map(picked.ids.map((id, place) => [id, place]));
      const hit = first ? near.filter((one) => order.has(one.id)).sort((a, b) => order.get(a.id)! - order.get(b.id)!) : near;
      if (first && !hit.length) return void this.panel.showObject(first);
      if (hit.length === 1) return void this.panel.showObject(hit[0]!.id);
      if (!hit.length) return this.panel.say(this.panel.words("none"));
      this.panel.showHits(hit, this.panel.words("here", { n: hit.length }));
    });
  }

  private near(at: Place, metres: number, signal: AbortSignal): ReturnType<typeof ask.near> {
    return ask.near(this.place.dataset["objectsHref"] ?? "", at, Math.max(LEAST_M, Math.min(MOST_M, metres)), signal);
  }

  private async area(polygon: Polygon): Promise<void> {
    await this.show(async (signal) => {
      const found = await ask.within(this.place.dataset["areaHref"] ?? "", polygon, this.place.dataset["notice"] ?? "", signal);
      const n = found.length;
      if (n) this.panel.showHits(found, this.panel.words(n === 1 ? "one" : "many", { n }));
      else this.panel.say(this.panel.words("none"));
    });
  }

  /** Only the last question is answered; a refusal is said in the panel. */
  private async show(question: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.asked.abort();
    const asked = (this.asked = new AbortController());
    try {
      await question(asked.signal);
    } catch (problem) {
      if (!asked.signal.aborted) this.panel.sayWhy(problem);
    }
  }

  /** *Feil i kartet?* of a bare place. */
  private fromMenu({ name, at }: { readonly name: string; readonly at: Place }): void {
    if (name !== "error") return;
    const address = new URL(this.place.dataset["errorHref"] ?? "", location.href);
    address.searchParams.set("lat", at.lat.toFixed(6));
    address.searchParams.set("lon", at.lng.toFixed(6));
    location.assign(address);
  }

  private onChosen(event: Event): void {
    const value = event.target;
    if (!(value instanceof HTMLInputElement) || !value.matches("[data-combobox-value]") || !value.value) return;
    const found = JSON.parse(value.value) as Found;
    value.value = ""; // so that the same hit can be chosen again after the map was moved
    const at = { lng: found.lon, lat: found.lat };
    this.map.show(at, { zoom: CLOSE_ZOOM, mark: !found.object });
    if (found.object) void this.panel.showObject(found.object);
    else if (this.panel.isOpen) this.panel.close();
  }
}

behave("[data-chart]", (place) => {
  const element = place.querySelector<HTMLElement>("[data-map]");
  const drawn = document.querySelector<HTMLElement>("[data-marks]");
  if (!element) return;
  void mapOf(element).then(
    (map) => {
      new Chart(place, map);
      if (drawn) new Marks(drawn, map);
    },
    () => place.classList.add("chart-undrawn"),
  );
});
attach(document);
