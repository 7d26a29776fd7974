"""Stand-in for Kartverket's cached base map: the invented landscape, drawn in the three looks that are asked for."""

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from standins import faults, landscape
from standins.landscape import Landscape, Metres

SIDE = 256
_FINER = 2
"""Drawn so many times larger and then made smaller, which smooths the edges."""
_KEPT = 600
_Colour = tuple[int, int, int]
_Pixels = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Look:
    """The colours of one layer."""

    land: _Colour
    sea: _Colour
    field: _Colour
    built: _Colour
    road: _Colour
    county: _Colour
    edge: _Colour
    contour: _Colour
    text: _Colour


_LOOKS = {
    "topo": _Look((233, 240, 222), (190, 224, 242), (248, 240, 200), (246, 226, 214), (255, 255, 255), (240, 160, 140),
                  (150, 150, 150), (214, 190, 150), (60, 60, 60)),
    "topograatone": _Look((240, 240, 240), (214, 218, 222), (246, 246, 246), (230, 230, 230), (255, 255, 255),
                          (205, 205, 205), (160, 160, 160), (220, 220, 220), (90, 90, 90)),
    "toporaster": _Look((238, 241, 214), (178, 214, 238), (252, 244, 190), (250, 222, 190), (255, 250, 240), (226, 120, 100),
                        (120, 110, 100), (200, 160, 110), (40, 40, 40)),
}  # fmt: skip
_ROAD_M = {"county": 9.0, "street": 6.0, "track": 2.5}
_NAMES_FROM = {"town": 9, "village": 11, "water": 13, "hill": 13, "farm": 15}
_CONTOUR_FROM = 13


def create(fault: faults.Fault) -> Starlette:
    """The tile cache as an ASGI application: `/v1/wmts/1.0.0/{layer}/default/webmercator/{z}/{y}/{x}.png`."""

    async def tile(request: Request) -> Response:
        place = request.path_params
        if place["layer"] not in _LOOKS or max(place["x"], place["y"]) >= 2 ** place["z"]:
            return Response(status_code=404)
        content = await run_in_threadpool(drawn, place["layer"], place["z"], place["x"], place["y"])
        return Response(
            content,
            media_type="image/png",
            headers={"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"},
        )

    path = "/v1/wmts/1.0.0/{layer}/default/webmercator/{z:int}/{y:int}/{x:int}.png"
    return Starlette(
        routes=[faults.route(fault), Route(path, tile)],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


@lru_cache(maxsize=_KEPT)
def drawn(layer: str, zoom: int, x: int, y: int) -> bytes:
    """One tile as PNG."""
    look, ground = _LOOKS[layer], landscape.load()
    side = SIDE * _FINER
    image = Image.new("RGB", (side, side), look.land)
    pen = ImageDraw.Draw(image)
    at = _projection(ground, zoom, x, y, side)
    metre = side / _width_m(ground, zoom)
    for shapes, colour in ((ground.fields, look.field), (ground.built, look.built)):
        for shape in shapes:
            pen.polygon([at(place) for place in shape.points], fill=colour)
    if zoom >= _CONTOUR_FROM:
        _contours(pen, ground, look, at, metre)
    sea = [*(at(place) for place in ground.coast), at((40_000, -40_000)), at((-40_000, -40_000))]
    pen.polygon(sea, fill=look.sea)
    pen.line([at(place) for place in ground.coast], fill=look.edge, width=_FINER)
    for shape in ground.islands:
        pen.polygon([at(place) for place in shape.points], fill=look.land, outline=look.edge)
    for shape in ground.rivers:
        pen.line([at(place) for place in shape.points], fill=look.sea, width=max(2, round(5 * metre)), joint="curve")
    for shape in ground.lakes:
        pen.polygon([at(place) for place in shape.points], fill=look.sea, outline=look.edge)
    _roads(pen, ground, look, at, metre)
    _names(pen, ground, look, at, zoom)
    file = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(file, "PNG", optimize=False)
    return file.getvalue()


def _projection(ground: Landscape, zoom: int, x: int, y: int, side: int) -> Callable[[Metres], tuple[float, float]]:
    """From metres of the landscape to pixels of the tile (web mercator)."""
    count = 1 << zoom

    def at(place: Metres) -> tuple[float, float]:
        longitude, latitude = ground.position(*place)
        column = (longitude + 180) / 360 * count
        row = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * count
        return (column - x) * side, (row - y) * side

    return at


def _width_m(ground: Landscape, zoom: int) -> float:
    return 360 / (1 << zoom) * ground.metres_per_degree[0]


def _roads(
    pen: ImageDraw.ImageDraw, ground: Landscape, look: _Look, at: Callable[[Metres], tuple[float, float]], metre: float
) -> None:
    for outline in (True, False):
        for road in ground.roads:
            width = max(1.6 if road.kind == "track" else 2.6, _ROAD_M[road.kind] * metre)
            colour = look.edge if outline else look.county if road.kind == "county" else look.road
            if road.kind == "track" and not outline:
                continue
            line = [at(place) for place in road.points]
            pen.line(line, fill=colour, width=round(width + (2 * _FINER if outline else 0)), joint="curve")
    if metre > 0.5 * _FINER:
        for road in ground.roads:
            _road_name(pen, road.name, [at(place) for place in road.points], look)


def _road_name(pen: ImageDraw.ImageDraw, name: str, line: _Pixels, look: _Look) -> None:
    """In the middle of each long enough piece."""
    if not name:
        return
    font = _font(11 * _FINER)
    for (x1, y1), (x2, y2) in pairwise(line):
        if math.dist((x1, y1), (x2, y2)) > 150 * _FINER:
            pen.text(((x1 + x2) / 2, (y1 + y2) / 2), name, fill=look.text, font=font, anchor="mm", stroke_width=2 * _FINER,
                     stroke_fill=look.land)  # fmt: skip


def _names(
    pen: ImageDraw.ImageDraw, ground: Landscape, look: _Look, at: Callable[[Metres], tuple[float, float]], zoom: int
) -> None:
    for place in ground.places:
        if zoom >= _NAMES_FROM.get(place.size, 13):
            font = _font((17 if place.size == "town" else 13) * _FINER)
            pen.text(at(place.at), place.name, fill=look.text, font=font, anchor="mm", stroke_width=2 * _FINER,
                     stroke_fill=look.sea if place.size == "water" else look.land)  # fmt: skip


def _contours(
    pen: ImageDraw.ImageDraw, ground: Landscape, look: _Look, at: Callable[[Metres], tuple[float, float]], metre: float
) -> None:
    """Rings around the hills, 20 metres of height apart."""
    for east, north, height, width in ground.hills:
        level = 20.0
        while level < height:
            radius = width * math.sqrt(-2 * math.log(level / height)) / 2
            pen.line(_ring(at, (east, north), radius), fill=look.contour, width=max(1, round(0.8 * _FINER)))
            level += 20


def _ring(at: Callable[[Metres], tuple[float, float]], middle: Metres, radius: float) -> Sequence[tuple[float, float]]:
    turns = [2 * math.pi * step / 48 for step in range(49)]
    return [
        at((middle[0] + radius * math.cos(turn) * (1 + 0.12 * math.sin(3 * turn)), middle[1] + radius * math.sin(turn)))
        for turn in turns
    ]


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
