"""Stand-in for Kartverket's cached base map: plain tiles with a thin edge, so that one sees where they
lie."""

import struct
import zlib
from functools import cache

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from standins import faults

SIDE = 256
_GROUND = {"topo": (238, 240, 232), "topograatone": (238, 238, 238), "toporaster": (240, 238, 230)}
"""RGB of each of the three layers."""
_EDGE_DARKER = 10


def create(fault: faults.Fault) -> Starlette:
    """The tile cache as an ASGI application: `/v1/wmts/1.0.0/{layer}/default/webmercator/{z}/{y}/{x}.png`."""

    async def tile(request: Request) -> Response:
        place = request.path_params
        if place["layer"] not in _GROUND or max(place["x"], place["y"]) >= 2 ** place["z"]:
            return Response(status_code=404)
        return Response(
            _png(_GROUND[place["layer"]]),
            media_type="image/png",
            headers={"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"},
        )

    path = "/v1/wmts/1.0.0/{layer}/default/webmercator/{z:int}/{y:int}/{x:int}.png"
    return Starlette(
        routes=[faults.route(fault), Route(path, tile)],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


@cache
def _png(ground: tuple[int, int, int]) -> bytes:
    """A square in one colour with its upper and left edge a little darker, as PNG (RFC 2083)."""
    fill = bytes(ground)
    edge = bytes(value - _EDGE_DARKER for value in ground)
    first = b"\0" + edge * SIDE
    row = b"\0" + edge + fill * (SIDE - 1)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    body = zlib.compress(first + row * (SIDE - 1))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
