import assert from "node:assert/strict";
import { test } from "node:test";
import type { Map as MapLibreMap, Point } from "maplibre-gl";
import { BaseMap } from "@map/base";
import { shapeOf } from "@map/draw";
import type { Palette } from "@map/palette";
import { dashed, picked, toPiece } from "@map/pick";
import { lengthText, metresPerPixel, roundLength } from "@map/scale";
import { layersOf, PICKED, styleOf } from "@map/style";
import { KINDS } from "@map/symbols";
import { distanceText, Hits, PAGE, type Hit } from "@web/map/hits";
import { metresAlong } from "@web/map/marks";

const PALETTE: Palette = {
  ink: "#111", paper: "#fff", ground: "#eee", it: "#00f", tt: "#0f0", tn: "#f00", chosen: "#fa0", path: "#a0f", mark: "#b00",
};

test("the scale is the largest round length that has room", () => {
  const said = [0.3, 1, 1.9, 2, 4.99, 5, 9, 10, 73, 1999, 5000].map(roundLength);
  assert.deepEqual(said, [0.2, 1, 1, 2, 2, 5, 5, 10, 50, 1000, 5000]);
});

test("a length is said in metres, and in kilometres from a thousand on", () => {
  const words = { m: "m", km: "km" };
  assert.deepEqual([200, 1000, 2000].map((metres) => lengthText(metres, words)), ["200 m", "1 km", "2 km"]);
});

test("a pixel is half as long one zoom further in, and half as long at sixty degrees as at the equator", () => {
  assert.ok(Math.abs(metresPerPixel(0, 0) - 78_271.517) < 0.001);
  assert.ok(Math.abs(metresPerPixel(63.4, 17) / metresPerPixel(63.4, 18) - 2) < 1e-9);
  assert.ok(Math.abs(metresPerPixel(60, 10) / metresPerPixel(0, 10) - 0.5) < 1e-9);
});

test("the distance to a piece of a line is to its nearest place, ends included", () => {
  const [a, b] = [{ x: 0, y: 0 }, { x: 10, y: 0 }];
  assert.equal(toPiece({ x: 5, y: 3 }, a, b), 3);
  assert.equal(toPiece({ x: -3, y: 4 }, a, b), 5);
  assert.equal(toPiece({ x: 13, y: -4 }, a, b), 5);
  assert.equal(toPiece({ x: 3, y: 4 }, a, a), 5);
});

test("an id of a tile gets its dashes and another stays as it is", () => {
  assert.equal(dashed("0193f0a1b2c37d4e8f90a1b2c3d4e5f6"), "0193f0a1-b2c3-7d4e-8f90-a1b2c3d4e5f6");
  assert.equal(dashed("0193f0a1-b2c3-7d4e-8f90-a1b2c3d4e5f6"), "0193f0a1-b2c3-7d4e-8f90-a1b2c3d4e5f6");
});

/** A map on which a degree is a pixel, with these objects drawn. */
function mapWith(drawn: readonly { id: string; geometry: object }[]): { map: MapLibreMap; asked: unknown[] } {
  const asked: unknown[] = [];
  const map = {
    getLayer: (id: string) => PICKED.includes(id),
    project: ([x, y]: [number, number]) => ({ x, y }),
    queryRenderedFeatures: (box: unknown) => {
      asked.push(box);
      return drawn.map(({ id, geometry }) => ({ properties: { id }, geometry }));
    },
  };
  return { map: map as unknown as MapLibreMap, asked };
}

const at = (x: number, y: number): Point => ({ x, y }) as Point;
const point = (x: number, y: number): object => ({ type: "Point", coordinates: [x, y] });
const line = (...coordinates: number[][]): object => ({ type: "LineString", coordinates });

test("what is nearest the pointer comes first, each object once, though tiles draw it twice", () => {
  const { map } = mapWith([
    { id: "cable", geometry: line([0, 8], [100, 8]) },
    { id: "far", geometry: point(45, 0) },
    { id: "near", geometry: point(52, 2) },
    { id: "cable", geometry: line([100, 4], [0, 4]) },
  ]);
  assert.deepEqual(picked(map, at(50, 0), "mouse"), ["near", "far", "cable"]);
});

test("a cabinet goes before the cables that meet in it", () => {
  const { map } = mapWith([{ id: "cable", geometry: line([0, 0], [50, 0]) }, { id: "cabinet", geometry: point(50, 5) }]);
  assert.deepEqual(picked(map, at(50, 1), "mouse"), ["cabinet", "cable"]);
});

test("a finger reaches further than a mouse", () => {
  const { map, asked } = mapWith([]);
  picked(map, at(50, 50), "mouse");
  picked(map, at(50, 50), "touch");
  assert.deepEqual(asked, [[[38, 38], [62, 62]], [[28, 28], [72, 72]]]);
});

test("what is drawn is a point, a line, or an area that is closed", () => {
  const corners = [[1, 1], [2, 1], [2, 2]];
  assert.deepEqual(shapeOf("point", corners), { type: "Point", coordinates: [1, 1] });
  assert.deepEqual(shapeOf("line", corners), { type: "LineString", coordinates: corners });
  assert.deepEqual(shapeOf("area", corners), { type: "Polygon", coordinates: [[...corners, [1, 1]]] });
  assert.equal(shapeOf("area", []), null);
});

test("a line is as long as on the ground", () => {
  assert.ok(Math.abs(metresAlong([[9.65, 63.7], [9.65, 63.701]]) - 111.2) < 0.1);
  assert.ok(Math.abs(metresAlong([[9.65, 63.7], [9.652, 63.7]]) - 98.5) < 0.2);
  assert.equal(metresAlong([[9.65, 63.7]]), 0);
});

function hits(count: number): Hits {
  const kinds = ["cable_cabinet", "cable"] as const;
  const made = Array.from({ length: count }, (_, place): Hit => {
    const kind = kinds[place % 2]!;
    return { id: String(place), kind, kindName: kind, name: "", distance: place, geometry: { type: "Point", coordinates: [0, 0] } };
  });
  return new Hits(made);
}

test("three hundred hits are fifteen pages, and going on leads from one to the next", () => {
  const list = hits(300);
  assert.deepEqual([list.pages, list.page, list.onPage.length], [15, 0, PAGE]);
  assert.ok(list.go(20));
  assert.deepEqual([list.page, list.current?.id, list.onPage[0]?.id], [1, "20", "20"]);
});

test("one does not go past either end", () => {
  const list = hits(3);
  assert.ok(list.go(99));
  assert.equal(list.current?.id, "2");
  assert.equal(list.go(3), false);
  assert.ok(list.go(-5));
  assert.equal(list.current?.id, "0");
});

test("one kind alone is leafed through from its beginning, and the kinds are counted", () => {
  const list = hits(45);
  list.go(30);
  list.only("cable");
  assert.deepEqual([list.at, list.shown.length, list.pages], [-1, 22, 2]);
  assert.deepEqual([...list.kinds()].map(([kind, { count }]) => [kind, count]), [["cable_cabinet", 23], ["cable", 22]]);
  list.only("");
  assert.equal(list.shown.length, 45);
});

test("no hits are one empty page", () => {
  const list = hits(0);
  assert.deepEqual([list.pages, list.onPage.length, list.current], [1, 0, undefined]);
});

test("a distance is written as people write it", () => {
  assert.deepEqual([0.4, 12.4, 999, 1240].map(distanceText), ["0 m", "12 m", "999 m", "1,2 km"]);
});

test("every kind is drawn, can be picked, and is taken off the map by its own layers alone", () => {
  const { layers } = styleOf({ tiles: "", tilesFrom: 16, objects: "/o" }, PALETTE);
  const ids = layers.map(({ id }) => id);
  for (const kind of KINDS) assert.ok(layersOf(kind, ids).includes(`grid-${kind}`), kind);
  assert.deepEqual(PICKED.filter((id) => !ids.includes(id)), []);
  assert.deepEqual(layersOf("cable", ids).filter((id) => id.startsWith("grid-cable_cabinet")), []);
  assert.equal(new Set(ids).size, ids.length);
});

test("kinds of lines and systems differ without their colour", () => {
  const { layers } = styleOf({ tiles: "", tilesFrom: 16, objects: "/o" }, PALETTE);
  const paint = (id: string): Record<string, unknown> => (layers.find((one) => one.id === id)?.paint ?? {}) as Record<string, unknown>;
  const dashes = ["cable", "overhead_line", "service_line"].map((kind) => JSON.stringify(paint(`grid-${kind}`)["line-dasharray"]));
  assert.equal(new Set(dashes).size, 3);
  const within = (system: string): unknown => layers.find(({ id }) => id === `grid-cable-${system}-within`) && (paint(`grid-cable-${system}-within`)["line-dasharray"] ?? "whole");
  assert.deepEqual([within("it"), within("tn"), within("tt")], [undefined, "whole", [1.4, 1.2]]);
});

test("without objects there is a ground to stand on and nothing of the grid", () => {
  const style = styleOf({ tiles: "", tilesFrom: 16, objects: "" }, PALETTE);
  assert.equal(style.sources["grid"], undefined);
  assert.deepEqual(style.layers.filter(({ id }) => id.startsWith("grid")), []);
  assert.equal(style.layers[0]?.id, "ground");
});

test("the quiet word comes at the third tile that fails, and goes with the first that comes", (clock) => {
  clock.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window ??= globalThis as typeof globalThis.window;
  const heard = new Map<string, (event: object) => void>();
  let asked = 0;
  const map = {
    on: (name: string, listener: (event: object) => void) => heard.set(name, listener),
    getLayer: () => undefined,
    getSource: () => ({ tiles: [], setTiles: () => (asked += 1) }),
    removeSource: () => undefined,
  };
  const said: boolean[] = [];
  const base = new BaseMap(map as unknown as MapLibreMap, "", (isSilent) => said.push(isSilent), () => undefined);
  base.show("");
  said.length = 0;
  const fail = (): void => heard.get("error")!({ sourceId: "base" });
  fail();
  heard.get("error")!({ sourceId: "grid" });
  fail();
  assert.deepEqual(said, []);
  fail();
  fail();
  assert.deepEqual(said, [true]);
  clock.mock.timers.tick(30_000);
  assert.equal(asked, 1);
  for (let i = 0; i < 3; i++) fail();
  clock.mock.timers.tick(30_000);
  assert.equal(asked, 1);
  clock.mock.timers.tick(30_000);
  assert.equal(asked, 2);
  for (let i = 0; i < 3; i++) fail();
  heard.get("data")!({ sourceId: "base", tile: { state: "loaded" } });
  assert.equal(said.at(-1), false);
});
