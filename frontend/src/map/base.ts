/** The base map: asked for after the objects, and never needed by them. */
import type { Map as MapLibreMap, RasterTileSource } from "maplibre-gl";
import { GRID } from "./style";

const SOURCE = "base";
const WORD_AFTER = 3;
/** Tiles that fail before the quiet word comes, and how long until it is tried again. */
const TRY_AGAIN_MS = 30_000;
const ATTEMPTS_APART = [TRY_AGAIN_MS, 2 * TRY_AGAIN_MS, 4 * TRY_AGAIN_MS];

export class BaseMap {
  private layer = "";
  private failed = 0;
  private attempts = 0;
  private timer = 0;

  constructor(
    private readonly map: MapLibreMap,
    private readonly address: string,
    private readonly onSilent: (isSilent: boolean) => void,
    private readonly onShown: (isShown: boolean) => void,
  ) {
    map.on("error", (event) => {
      if ((event as { sourceId?: string }).sourceId === SOURCE) this.fail();
    });
    map.on("data", (event) => {
      const told = event as { sourceId?: string; tile?: { state?: string } };
      if (told.sourceId === SOURCE && told.tile?.state === "loaded") this.succeed();
    });
  }

  /** One of Kartverket's layers; empty: none. */
  show(layer: string): void {
    clearTimeout(this.timer);
    this.layer = layer;
    this.failed = this.attempts = 0;
    this.onSilent(false);
    this.put();
  }

  private put(): void {
    if (this.map.getLayer(SOURCE)) this.map.removeLayer(SOURCE);
    if (this.map.getSource(SOURCE)) this.map.removeSource(SOURCE);
    const isShown = Boolean(this.layer && this.address);
    this.onShown(isShown);
    if (!isShown) return;
    const tiles = [new URL(this.address.replace("{layer}", this.layer), location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")];
    this.map.addSource(SOURCE, { type: "raster", tiles, tileSize: 256, maxzoom: 18, minzoom: 3 });
    const first = this.map.getStyle().layers.find(({ id }) => id !== "ground");
    this.map.addLayer({ id: SOURCE, type: "raster", source: SOURCE, paint: { "raster-opacity": 1, "raster-fade-duration": 0 } }, first?.id);
    this.dim();
  }

  /** In the dark the base map steps back, so that the objects stand out. */
  dim(): void {
    if (!this.map.getLayer(SOURCE)) return;
    const isDark = getComputedStyle(this.map.getContainer()).getPropertyValue("--map-is-dark").trim() === "1";
    const paint = isDark
      ? { "raster-brightness-min": 0.62, "raster-brightness-max": 0.08, "raster-saturation": -0.7, "raster-contrast": -0.1 }
      : { "raster-brightness-min": 0, "raster-brightness-max": 1, "raster-saturation": 0, "raster-contrast": 0 };
    for (const [name, value] of Object.entries(paint)) this.map.setPaintProperty(SOURCE, name as "raster-saturation", value);
  }

  private fail(): void {
    this.failed += 1;
    if (this.failed !== WORD_AFTER) return;
    this.onSilent(true);
    const wait = ATTEMPTS_APART[Math.min(this.attempts, ATTEMPTS_APART.length - 1)]!;
    this.attempts += 1;
    this.timer = window.setTimeout(() => {
      this.failed = 0;
      this.source?.setTiles(this.source.tiles);
    }, wait);
  }

  private succeed(): void {
    if (this.failed >= WORD_AFTER) this.onSilent(false);
    this.failed = this.attempts = 0;
  }

  private get source(): RasterTileSource | undefined {
    return this.map.getSource(SOURCE);
  }
}

/** Whether an error came from the objects' source. */
export function isGridError(event: unknown): boolean {
  return (event as { sourceId?: string }).sourceId === GRID;
}
