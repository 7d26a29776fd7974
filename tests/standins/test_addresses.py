"""The stand-ins for Kartverket: addresses and tiles."""

from io import BytesIO
from typing import Any

from PIL import Image

from standins.addresses import BASE
from tests.standins_fixture import Standins


def ask(standins: Standins, path: str, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = standins.http.get(standins.url("addresses") + BASE + path, params=params).json()
    return answer


def texts(answer: dict[str, Any]) -> list[str]:
    return [row["adressetekst"] for row in answer["adresser"]]


def test_it_finds_an_address_by_its_words(standins: Standins) -> None:
    assert texts(ask(standins, "/sok", sok="prøvevegen 1")) == ["Prøvevegen 1"]


def test_it_takes_a_slip_only_when_asked_to(standins: Standins) -> None:
    assert texts(ask(standins, "/sok", sok="prøveveien 3")) == []
    assert texts(ask(standins, "/sok", sok="prøveveien 3", fuzzy="true")) == ["Prøvevegen 3"]


def test_it_goes_on_from_a_star(standins: Standins) -> None:
    assert len(texts(ask(standins, "/sok", sok="storg*"))) == 8


def test_it_finds_by_field_and_by_property(standins: Standins) -> None:
    by_field = ask(standins, "/sok", adressenavn="Prøvevegen", nummer=12, bokstav="B", postnummer="9998")
    assert texts(by_field) == ["Prøvevegen 12B"]
    assert texts(ask(standins, "/sok", gardsnummer=33, bruksnummer=4)) == ["33/4/2"]


def test_it_pages(standins: Standins) -> None:
    second = ask(standins, "/sok", adressenavn="Prøvevegen", treffPerSide=10, side=1)
    assert second["metadata"]["totaltAntallTreff"] == 31
    assert (second["metadata"]["viserFra"], len(second["adresser"])) == (10, 10)


def test_it_finds_what_is_near_nearest_first(standins: Standins) -> None:
    near = ask(standins, "/punktsok", lat=63.70018, lon=9.6480, radius=60)
    assert texts(near)[0] == "Prøvevegen 1"
    metres = [row["meterDistanseTilPunkt"] for row in near["adresser"]]
    assert metres == sorted(metres)
    assert metres[-1] <= 60


def test_it_says_which_field_is_wrong(standins: Standins) -> None:
    assert "lat" in ask(standins, "/punktsok", lon=9.6, radius=10)["message"]
    assert "nummer" in ask(standins, "/sok", nummer="tolv")["message"]


def test_it_gives_tiles_as_png_and_404_outside_the_world(standins: Standins) -> None:
    base = standins.url("tiles") + "/v1/wmts/1.0.0"
    tile = standins.http.get(f"{base}/topo/default/webmercator/10/280/539.png")
    assert Image.open(BytesIO(tile.content)).size == (256, 256)
    assert standins.http.get(f"{base}/topo/default/webmercator/1/280/539.png").status_code == 404
    assert standins.http.get(f"{base}/satellitt/default/webmercator/10/280/539.png").status_code == 404
