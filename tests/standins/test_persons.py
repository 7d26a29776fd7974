"""The stand-in for Folkeregisteret with Maskinporten's answers as the registers do."""

import time
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from standins.maskinporten import CLIENT_ID, GRANT
from standins.persons import BASE, SCOPE
from tests.standins_fixture import Standins


def grant(standins: Standins, **changes: Any) -> httpx.Response:
    now = int(time.time())
    claims = {
        "aud": standins.url("maskinporten") + "/",
        "iss": CLIENT_ID,
        "scope": SCOPE,
        "iat": now,
        "exp": now + 100,
    }
    signed = jwt.encode(claims | changes, Path(standins.book.key_file).read_bytes(), algorithm="RS256")
    return post(standins, signed)


def post(standins: Standins, assertion: str) -> httpx.Response:
    form = {"grant_type": GRANT, "assertion": assertion}
    return standins.http.post(standins.url("maskinporten") + "/token", data=form)


@pytest.fixture
def headers(standins: Standins) -> dict[str, str]:
    return {"Authorization": f"Bearer {grant(standins).json()['access_token']}"}


def unique(standins: Standins, headers: dict[str, str], **params: Any) -> httpx.Response:
    address = standins.url("persons") + BASE + "/v1/personer/entydigsoek"
    return standins.http.get(address, params=params, headers=headers)


def test_it_gives_a_token_for_a_signed_grant(standins: Standins) -> None:
    answer = grant(standins).json()
    assert (answer["token_type"], answer["scope"]) == ("Bearer", SCOPE)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://maskinporten.no/token"},
        {"iss": "somebody-else"},
        {"scope": "folkeregister:deling/offentligmedhjemmel"},
        {"exp": int(time.time()) + 3600},
        {"iat": int(time.time()) - 500, "exp": int(time.time()) - 400},
    ],
    ids=["audience", "issuer", "scope", "too long", "expired"],
)
def test_it_refuses_a_grant_with_a_wrong_claim(standins: Standins, changes: dict[str, Any]) -> None:
    answer = grant(standins, **changes)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_it_refuses_a_grant_signed_with_another_key(standins: Standins) -> None:
    assert post(standins, jwt.encode({"iss": CLIENT_ID}, "x" * 32, algorithm="HS256")).status_code == 400


def test_it_takes_a_grant_once(standins: Standins) -> None:
    assert [grant(standins, jti="the-same").status_code for _ in range(2)] == [200, 400]


def test_it_wants_a_token(standins: Standins) -> None:
    asked = {"navn": "Ola Nordmann", "foedselsdato": "19790701"}
    assert unique(standins, {}, **asked).status_code == 401
    assert unique(standins, {"Authorization": "Bearer made-up"}, **asked).status_code == 403


def test_it_finds_one_person_with_and_without_the_middle_name(standins: Standins, headers: dict[str, str]) -> None:
    for name in ("Kari Nordmann", "KARI MARIE NORDMANN"):
        found = unique(standins, headers, navn=name, foedselsdato="19850312").json()
        assert found["navn"][0]["mellomnavn"] == "Marie"


def test_it_takes_letters_exactly(standins: Standins, headers: dict[str, str]) -> None:
    asked = unique(standins, headers, navn="Aase Odegaard", foedselsdato="19880229")
    assert asked.status_code == 404


def test_it_gives_only_the_parts_asked_for(standins: Standins, headers: dict[str, str]) -> None:
    found = unique(standins, headers, navn="Ola Nordmann", foedselsdato="19790701", part=["navn", "status"])
    assert set(found.json()) == {"navn", "status"}


def test_it_gives_none_of_two_alike_until_an_address_tells_them_apart(
    standins: Standins, headers: dict[str, str]
) -> None:
    asked = {"navn": "Per Hansen", "foedselsdato": "19900505"}
    assert unique(standins, headers, **asked).status_code == 400
    told = unique(standins, headers, **asked, adressenavn="Prøvevegen", husnummer="12")
    assert told.json()["bostedsadresse"][0]["vegadresse"]["adressenummer"] == {"husnummer": "12"}


def test_it_gives_no_address_of_a_person_under_protection(standins: Standins, headers: dict[str, str]) -> None:
    found = unique(standins, headers, navn="Skjult Person", foedselsdato="19910903").json()
    assert found["adressebeskyttelse"][0]["graderingsnivaa"] == "strengtFortrolig"
    assert "bostedsadresse" not in found


def test_it_refuses_a_search_by_name_alone(standins: Standins, headers: dict[str, str]) -> None:
    assert unique(standins, headers, navn="Ola Nordmann").status_code == 400


def test_it_searches_for_identifiers_and_gives_a_person_by_one(standins: Standins, headers: dict[str, str]) -> None:
    base = standins.url("persons") + BASE + "/v1/personer"
    numbers = standins.http.get(f"{base}/soek", params={"navn": "Per Hansen"}, headers=headers).json()
    assert len(numbers["foedselsEllerDNummer"]) == 2
    one = standins.http.get(f"{base}/{numbers['foedselsEllerDNummer'][0]}", params={"part": "navn"}, headers=headers)
    assert one.json()["navn"][0]["etternavn"] == "Hansen"
