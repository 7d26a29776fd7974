/** The buttons on the map. */
import type { Map as MapLibreMap } from "maplibre-gl";
import { dragArea } from "./draw";
import type { Polygon } from "geojson";

export interface Deeds {
  layers(isOpen: boolean): void;
  print(): Promise<void>;
  area(polygon: Polygon): void;
  say(words: string): void;
}

const POSITION_ZOOM = 18;

export class Tools {
  private drawing: AbortController | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly map: MapLibreMap,
    private readonly words: Readonly<Record<string, string>>,
    private readonly deeds: Deeds,
  ) {
    element.addEventListener("click", (event) => this.onClick(event));
    element.addEventListener("change", (event) => this.onChange(event));
    document.addEventListener("fullscreenchange", () => {
      this.button("full")?.setAttribute("aria-pressed", String(document.fullscreenElement === element));
      map.resize();
    });
    if (!document.fullscreenEnabled) this.button("full")?.remove();
    if (!("geolocation" in navigator)) this.button("here")?.remove();
    for (const part of element.querySelectorAll<HTMLElement>("[data-tools]")) part.hidden = false;
  }

  private button(name: string): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(`.map-tools [data-do="${name}"]`);
  }

  private onClick(event: Event): void {
    const name = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]")?.dataset["do"] : undefined;
    const deeds: Record<string, () => void> = {
      in: () => this.map.zoomIn(),
      out: () => this.map.zoomOut(),
      here: () => this.here(),
      full: () => void (document.fullscreenElement ? document.exitFullscreen() : this.element.requestFullscreen()),
      layers: () => this.layers(),
      info: () => (this.drawing ? this.cancel() : void this.area()),
      cancel: () => this.cancel(),
      print: () => void this.deeds.print(),
    };
    if (name) deeds[name]?.();
  }

  private onChange(event: Event): void {
    if (this.drawing && event.target instanceof HTMLInputElement && event.target.name.endsWith("-way")) {
      this.cancel();
      void this.area();
    }
  }

  private layers(): void {
    const panel = this.element.querySelector<HTMLElement>("[data-layers]")!;
    panel.hidden = !panel.hidden;
    this.button("layers")?.setAttribute("aria-expanded", String(!panel.hidden));
    this.deeds.layers(!panel.hidden);
    const goal = panel.hidden ? this.button("layers") : panel.querySelector<HTMLElement>("input, button");
    goal?.focus({ preventScroll: true });
  }

  private cancel(): void {
    this.drawing?.abort();
    this.drawing = null;
  }

  private async area(): Promise<void> {
    const drawing = (this.drawing = new AbortController());
    const strip = this.element.querySelector<HTMLElement>("[data-strip]")!;
    const way = strip.querySelector<HTMLInputElement>("input:checked")?.value === "free" ? "free" : "box";
    strip.hidden = false;
    strip.querySelector("[data-strip-help]")!.textContent = this.words[way === "free" ? "draw_free" : "draw_box"] ?? "";
    this.button("info")?.setAttribute("aria-pressed", "true");
    const found = await dragArea(this.map, way, this.element.querySelector<HTMLElement>("[data-cross]")!, drawing.signal);
    if (this.drawing !== null && this.drawing !== drawing) return;
    this.drawing = null;
    strip.hidden = true;
    this.button("info")?.setAttribute("aria-pressed", "false");
    if (found) this.deeds.area(found);
  }

  private here(): void {
    this.deeds.say(this.words["position_waits"] ?? "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.deeds.say("");
        this.map.easeTo({ center: [coords.longitude, coords.latitude], zoom: Math.max(this.map.getZoom(), POSITION_ZOOM - 1) });
      },
      () => this.deeds.say(this.words["position_off"] ?? ""),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
    );
  }
}
