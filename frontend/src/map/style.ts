/**
 * What is drawn, from the ground up: base map, lines with what they carry, points with labels, then what is chosen and marked.
 *
 * Kinds of lines differ by dash and width, network systems by the stripe below (IT one, TN two, TT two with a dashed gap), so that
 * neither needs its colour.
 */
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Palette } from "./palette";
import { KINDS, type Kind } from "./symbols";

export const GRID = "grid";
export const LABEL_FONT = ["Inter Variable", "Inter", "sans-serif"];
const LINES: readonly Kind[] = ["cable", "overhead_line", "service_line"];
const POINTS: readonly Kind[] = ["pole", "customer_point", "connection_cabinet", "cable_cabinet", "transformer", "substation"];
const SYSTEMS = { it: ["it_230"], tt: ["tt_230"], tn: ["tn_c_s_400", "tn_s_400"] } as const;
/** From here on names stand beside points. */
const LABELS_FROM = 15.5;
const EMPTY: SourceSpecification = { type: "geojson", data: { type: "FeatureCollection", features: [] } };

export interface Sources {
  readonly tiles: string;
  readonly tilesFrom: number;
  readonly objects: string;
}

/** Layers that can be picked. */
export const PICKED: readonly string[] = KINDS.map((kind) => `${GRID}-${kind}`);

function grow(small: number, large: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.6], ["zoom"], 12, small, 19, large];
}

function ofKind(kind: Kind): ExpressionSpecification {
  return ["==", ["get", "kind"], kind];
}

function gridSource({ tiles, tilesFrom, objects }: Sources): SourceSpecification | null {
  if (tiles) return { type: "vector", tiles: [new URL(tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], minzoom: tilesFrom, maxzoom: 16, promoteId: "id" };
  return objects ? { ...EMPTY, promoteId: "id" } as SourceSpecification : null;
}

function stripe(kind: Kind, system: keyof typeof SYSTEMS, palette: Palette, within: boolean): LayerSpecification {
  const filter: ExpressionSpecification = ["all", ofKind(kind), ["in", ["get", "network_system"], ["literal", [...SYSTEMS[system]] as string[]]]];
  const isThin = kind === "service_line";
  return {
    id: `${GRID}-${kind}-${system}${within ? "-within" : ""}`,
    type: "line",
    source: GRID,
    "source-layer": GRID,
    filter,
    layout: { "line-cap": "butt", "line-join": "round" },
    paint: {
      "line-color": within ? palette.paper : palette[system],
      "line-width": within ? grow(0.6, isThin ? 3.4 : 5.2) : grow(isThin ? 1.4 : 2, isThin ? 7 : 10.5),
      "line-opacity": within ? 1 : 0.75,
      ...(within && system === "tt" ? { "line-dasharray": [1.4, 1.2] } : {}),
    },
  };
}

const DASH: Partial<Record<Kind, number[]>> = { cable: [4.5, 1.4], service_line: [1.5, 1.5] };

function lines(palette: Palette): LayerSpecification[] {
  const found: LayerSpecification[] = [];
  for (const kind of LINES) {
    for (const system of Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[]) {
      found.push(stripe(kind, system, palette, false));
      if (system !== "it") found.push(stripe(kind, system, palette, true));
    }
  }
  for (const kind of LINES) {
    found.push({
      id: `${GRID}-${kind}`,
      type: "line",
      source: GRID,
      "source-layer": GRID,
      filter: ofKind(kind),
      layout: { "line-join": "round" },
      paint: {
        "line-color": palette.ink,
        "line-width": kind === "cable" ? grow(1, 3.2) : grow(0.7, 2),
        ...(DASH[kind] ? { "line-dasharray": DASH[kind] } : {}),
      },
    });
  }
  found.push({
    id: `${GRID}-overhead_line-ticks`,
    type: "symbol",
    source: GRID,
    "source-layer": GRID,
    minzoom: 15,
    filter: ofKind("overhead_line"),
    layout: { "symbol-placement": "line", "symbol-spacing": 60, "icon-image": "tick", "icon-size": 0.8, "icon-rotation-alignment": "map", "icon-allow-overlap": true },
  });
  found.push({
    id: `${GRID}-line-names`,
    type: "symbol",
    source: GRID,
    "source-layer": GRID,
    minzoom: 16.5,
    filter: ["in", ["get", "kind"], ["literal", ["cable", "overhead_line"]]],
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 320,
      "text-field": ["match", ["get", "network_system"], "it_230", "230 V IT", "tt_230", "230 V TT", "tn_c_s_400", "400 V TN", "tn_s_400", "400 V TN", ""],
      "text-font": LABEL_FONT,
      "text-size": 12,
      "text-offset": [0, -0.9],
    },
    paint: { "text-color": palette.ink, "text-halo-color": palette.paper, "text-halo-width": 2 },
  });
  return found;
}

function points(palette: Palette): LayerSpecification[] {
  return POINTS.map((kind) => ({
    id: `${GRID}-${kind}`,
    type: "symbol",
    source: GRID,
    "source-layer": GRID,
    filter: ofKind(kind),
    layout: {
      "icon-image": kind,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 13, 0.45, 16, kind === "pole" || kind === "customer_point" ? 0.6 : 0.9, 19, 1.1],
      "icon-allow-overlap": true,
      "icon-ignore-placement": kind === "pole",
      ...(kind === "pole"
        ? {}
        : {
            "text-field": ["step", ["zoom"], "", kind === "customer_point" ? 18 : LABELS_FROM, ["coalesce", ["get", "name"], ""]],
            "text-font": LABEL_FONT,
            "text-size": 13,
            "text-variable-anchor": ["top", "bottom", "left", "right"],
            "text-radial-offset": 1.1,
            "text-optional": true,
            "text-max-width": 8,
          }),
    },
    paint: { "text-color": palette.ink, "text-halo-color": palette.paper, "text-halo-width": 2 },
  })) as LayerSpecification[];
}

function relief(palette: Palette): LayerSpecification[] {
  const line = (id: string, source: string, color: string, width: number, opacity = 1): LayerSpecification => ({
    id,
    type: "line",
    source,
    filter: ["!=", ["geometry-type"], "Point"],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": color, "line-width": width, "line-opacity": opacity },
  });
  const ring = (id: string, source: string, color: string, radius: number): LayerSpecification => ({
    id,
    type: "circle",
    source,
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-radius": radius, "circle-color": color, "circle-opacity": 0.18, "circle-stroke-color": color, "circle-stroke-width": 3 },
  });
  return [
    line("path-line", "path", palette.path, 6, 0.85),
    ring("path-point", "path", palette.path, 13),
    line("chosen-line", "chosen", palette.chosen, 9, 0.5),
    ring("chosen-point", "chosen", palette.chosen, 16),
  ];
}

function marks(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "marks-line",
      type: "line",
      source: "marks",
      filter: ["==", ["geometry-type"], "LineString"],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.mark, "line-width": ["case", ["==", ["get", "chosen"], true], 6, 4], "line-dasharray": [2, 1.6] },
    },
    {
      id: "marks-ring",
      type: "circle",
      source: "marks",
      filter: ["all", ["==", ["geometry-type"], "Point"], ["==", ["get", "chosen"], true]],
      paint: { "circle-radius": 18, "circle-color": palette.mark, "circle-opacity": 0.2, "circle-stroke-color": palette.mark, "circle-stroke-width": 2 },
    },
    {
      id: "marks-point",
      type: "symbol",
      source: "marks",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        "icon-image": ["concat", "mark-", ["coalesce", ["get", "symbol"], "text"]],
        "icon-size": 1.1,
        "icon-allow-overlap": true,
        "text-field": ["coalesce", ["get", "text"], ""],
        "text-font": LABEL_FONT,
        "text-size": 13,
        "text-anchor": "top",
        "text-offset": [0, 1.1],
        "text-optional": true,
      },
      paint: { "text-color": palette.mark, "text-halo-color": palette.paper, "text-halo-width": 2.2 },
    },
    {
      id: "marks-line-text",
      type: "symbol",
      source: "marks",
      filter: ["==", ["geometry-type"], "LineString"],
      layout: { "symbol-placement": "line-center", "text-field": ["coalesce", ["get", "text"], ""], "text-font": LABEL_FONT, "text-size": 13, "text-offset": [0, -1] },
      paint: { "text-color": palette.mark, "text-halo-color": palette.paper, "text-halo-width": 2.2 },
    },
    {
      id: "pin",
      type: "symbol",
      source: "pin",
      layout: {
        "icon-image": "pin",
        "icon-anchor": "bottom",
        "icon-size": 1.4,
        "icon-allow-overlap": true,
        "text-field": ["coalesce", ["get", "name"], ""],
        "text-font": LABEL_FONT,
        "text-size": 14,
        "text-anchor": "top",
        "text-offset": [0, 0.3],
        "text-optional": true,
      },
      paint: { "text-color": palette.mark, "text-halo-color": palette.paper, "text-halo-width": 2.2 },
    },
    { id: "drawn-area", type: "fill", source: "drawn", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": palette.chosen, "fill-opacity": 0.14 } },
    { id: "drawn-line", type: "line", source: "drawn", paint: { "line-color": palette.chosen, "line-width": 3, "line-dasharray": [2, 1.2] } },
    { id: "drawn-corner", type: "circle", source: "drawn", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 6, "circle-color": palette.paper, "circle-stroke-color": palette.chosen, "circle-stroke-width": 3 } },
  ];
}

/** The whole style without a base map, which comes after the objects; see `base.ts`. */
export function styleOf(sources: Sources, palette: Palette): StyleSpecification {
  const grid = gridSource(sources);
  const isTiled = grid?.type === "vector";
  const drawn = grid ? [...lines(palette), ...points(palette)] : [];
  for (const layer of drawn) if (!isTiled && "source-layer" in layer) delete layer["source-layer"];
  return {
    version: 8,
    sources: { ...(grid ? { [GRID]: grid } : {}), path: EMPTY, chosen: EMPTY, marks: EMPTY, pin: EMPTY, drawn: EMPTY },
    layers: [{ id: "ground", type: "background", paint: { "background-color": palette.ground } }, ...drawn, ...relief(palette), ...marks(palette)],
  };
}

/** The layers that a kind is drawn by. */
export function layersOf(kind: string, all: readonly string[]): string[] {
  return all.filter((id) => id === `${GRID}-${kind}` || id.startsWith(`${GRID}-${kind}-`));
}
