/** Which objects lie under a pointer: within a finger's reach, nearest first. */
import type { Map as MapLibreMap, MapGeoJSONFeature, Point } from "maplibre-gl";
import type { Geometry, Position } from "geojson";
import { PICKED } from "./style";

/** CSS pixels around the pointer. */
const REACH = { mouse: 12, touch: 22, menu: 30 } as const;
export type Reach = keyof typeof REACH;

export function picked(map: MapLibreMap, at: Point, reach: Reach): string[] {
  const layers = PICKED.filter((id) => map.getLayer(id));
  if (!layers.length) return [];
  const r = REACH[reach];
  const found = map.queryRenderedFeatures([[at.x - r, at.y - r], [at.x + r, at.y + r]], { layers });
  const nearest = new Map<string, number>();
  for (const one of found) {
    const away = distance(map, one, at);
    const id = String(one.properties["id"] ?? one.id ?? "");
    if (id && away <= r + 10) nearest.set(id, Math.min(away, nearest.get(id) ?? Infinity));
  }
  return [...nearest].sort((a, b) => a[1] - b[1]).map(([id]) => dashed(id));
}

/** Tiles write an id as 32 hexadecimal digits. */
export function dashed(id: string): string {
  return id.length === 32 ? id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : id;
}

/** Points go before the lines that meet in them. */
const POINT_BONUS = 6;

function distance(map: MapLibreMap, feature: MapGeoJSONFeature, at: Point): number {
  const geometry: Geometry = feature.geometry;
  if (geometry.type === "Point") return away(map, geometry.coordinates, at) - POINT_BONUS;
  if (geometry.type === "LineString") return along(map, geometry.coordinates, at);
  if (geometry.type === "MultiLineString") return Math.min(...geometry.coordinates.map((part) => along(map, part, at)));
  return Infinity;
}

function away(map: MapLibreMap, place: Position, at: Point): number {
  const { x, y } = map.project([place[0]!, place[1]!]);
  return Math.hypot(x - at.x, y - at.y);
}

function along(map: MapLibreMap, line: Position[], at: Point): number {
  const drawn = line.map((place) => map.project([place[0]!, place[1]!]));
  let least = Infinity;
  for (let i = 1; i < drawn.length; i++) least = Math.min(least, toPiece(at, drawn[i - 1]!, drawn[i]!));
  return least;
}

/** Distance from a point to a piece of a line, in the plane. */
export function toPiece(p: { x: number; y: number }, a: { x: number; y: number }, b: { x: number; y: number }): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length)) : 0;
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
