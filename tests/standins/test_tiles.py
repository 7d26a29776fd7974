"""The stand-in for Kartverket's base map: a landscape in three looks, the same wherever tiles meet."""

import io

import pytest
from PIL import Image, ImageChops

from tests.standins_fixture import Standins

LOOKS = ("topo", "topograatone", "toporaster")
EKSEMPELVIK = (15, 17262, 8800)
"""Zoom, column and row."""


def tile(standins: Standins, look: str, zoom: int, x: int, y: int) -> Image.Image:
    path = f"/v1/wmts/1.0.0/{look}/default/webmercator/{zoom}/{y}/{x}.png"
    answer = standins.http.get(standins.url("tiles") + path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


@pytest.mark.parametrize("look", LOOKS)
def test_a_tile_is_a_picture_of_roads_and_land(standins: Standins, look: str) -> None:
    picture = tile(standins, look, *EKSEMPELVIK)
    assert picture.size == (256, 256)
    assert len(picture.getcolors(maxcolors=256 * 256) or ()) > 20


def test_the_grey_look_is_grey_and_the_others_are_not(standins: Standins) -> None:
    def colourful(look: str) -> bool:
        _hue, saturation, _value = tile(standins, look, *EKSEMPELVIK).convert("HSV").split()
        return sum(saturation.histogram()[40:]) > 0

    assert [look for look in LOOKS if colourful(look)] == ["topo", "toporaster"]


def test_the_same_tile_is_drawn_the_same(standins: Standins) -> None:
    first, second = (tile(standins, "topo", *EKSEMPELVIK).tobytes() for _time in range(2))
    assert first == second


def test_four_tiles_show_what_the_one_above_them_shows(standins: Standins) -> None:
    zoom, x, y = EKSEMPELVIK
    whole = tile(standins, "topo", zoom, x, y)
    parts = Image.new("RGB", (512, 512))
    for right in (0, 1):
        for down in (0, 1):
            parts.paste(tile(standins, "topo", zoom + 1, 2 * x + right, 2 * y + down), (256 * right, 256 * down))
    small = parts.resize((256, 256))
    apart = ImageChops.difference(whole, small).convert("L").point(lambda level: 255 if level < 40 else 0)
    alike = apart.histogram()[255]
    assert alike > 0.85 * 256 * 256


@pytest.mark.parametrize("path", ["europaforenkla/default/webmercator/3/1/1.png", "topo/default/webmercator/3/8/1.png"])
def test_what_is_not_there_is_not_found(standins: Standins, path: str) -> None:
    assert standins.http.get(f"{standins.url('tiles')}/v1/wmts/1.0.0/{path}").status_code == 404
