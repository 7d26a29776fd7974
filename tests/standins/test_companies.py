"""The stand-in for Enhetsregisteret answers as the register does."""

import httpx

from standins.companies import BASE
from tests.standins_fixture import Standins


def ask(standins: Standins, path: str, **params: str) -> httpx.Response:
    return standins.http.get(standins.url("companies") + BASE + path, params=params)


def test_it_gives_a_unit_by_number(standins: Standins) -> None:
    unit = ask(standins, "/enheter/310000876").json()
    assert unit["navn"] == "Eksempel Bygg AS"
    assert unit["forretningsadresse"]["adresse"] == ["Prøvekaia 2"]


def test_it_answers_404_for_an_unknown_number(standins: Standins) -> None:
    assert ask(standins, "/enheter/999999999").status_code == 404


def test_it_answers_410_with_the_day_for_a_deleted_one(standins: Standins) -> None:
    answer = ask(standins, "/enheter/310001201")
    assert (answer.status_code, answer.json()["slettedato"]) == (410, "2024-03-15")


def test_it_answers_400_with_field_errors_for_a_number_that_is_none(standins: Standins) -> None:
    answer = ask(standins, "/enheter/31000")
    assert answer.status_code == 400
    assert answer.json()["valideringsfeil"][0]["parametere"] == ["organisasjonsnummer"]


def test_it_answers_400_for_a_size_that_is_no_number_and_for_a_page_too_deep(standins: Standins) -> None:
    assert ask(standins, "/enheter", size="mange").status_code == 400
    assert ask(standins, "/enheter", size="100", page="100").status_code == 400


def test_it_pages_through_a_search_by_name(standins: Standins) -> None:
    pages = [ask(standins, "/enheter", navn="eksempel", size="2", page=str(n)).json() for n in range(3)]
    names = [[unit["navn"] for unit in page.get("_embedded", {}).get("enheter", [])] for page in pages]
    assert [len(page) for page in names] == [2, 2, 0]
    assert len({name for page in names for name in page}) == 4
    assert pages[0]["page"] == {"size": 2, "totalElements": 4, "totalPages": 2, "number": 0}


def test_it_finds_no_deleted_firm_by_name(standins: Standins) -> None:
    assert "_embedded" not in ask(standins, "/enheter", navn="slettet as").json()


def test_it_tells_of_bankruptcy(standins: Standins) -> None:
    assert ask(standins, "/enheter/310001090").json()["konkurs"] is True


def test_it_knows_sub_units_with_their_main_unit(standins: Standins) -> None:
    unit = ask(standins, "/underenheter", navn="eksempel elektro").json()["_embedded"]["underenheter"][0]
    assert unit["overordnetEnhet"] == "310000329"
