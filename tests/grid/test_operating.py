"""Whether somebody may operate the fuses of a cabinet: by default no."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.grid import operating, tiles
from nettmelding.grid.operating import Operating, Why
from nettmelding.organisations.models import Membership, Organisation, Paper
from tests.grid import seen
from tests.grid.village import village

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = clock.today()


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of one test are not another's."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))


@pytest.fixture(autouse=True)
def grid(tmp_path: Path, db: None) -> None:
    """KS2 is marked as one that may be operated, KS1 as one that may not."""
    seen.in_force(tmp_path, village())
    Paper.objects.filter(kind=Paper.Kind.CABINETS).delete()


def paper(actor: Actor, *, grid_company: str = "eksempelnett", confirmed: bool = True, **when: date | None) -> None:
    Paper.objects.create(
        membership=Membership.objects.get(user_id=actor.user_id, organisation_id=actor.organisation_id),
        kind=Paper.Kind.CABINETS,
        grid_company=Organisation.objects.get(slug=grid_company),
        valid_from=when.get("valid_from") or TODAY - timedelta(days=30),
        expires_on=when.get("expires_on"),
        confirmed_at=clock.now() if confirmed else None,
    )


def asked(actor: Actor, cabinet: str = "KS2") -> Operating:
    view = seen.around(actor, 100, 0, radius_m=250)
    found = operating.of_cabinet(view, seen.named(view.edition, cabinet))
    assert found is not None
    return found


def test_the_answer_is_no_unless_the_rule_the_cabinet_and_the_person_all_say_yes(electrician: Actor) -> None:
    paper(electrician)
    assert asked(electrician).why is Why.NOT_THIS_CABINET
    seen.rules(operable="instructed", control_room_phone="+4773000000")

    assert asked(electrician).may
    assert asked(electrician).sentence == "Ja. Du har instruksjon fra Eksempelnett AS, uten sluttdato."
    assert not asked(electrician, "KS1").may
    assert asked(electrician, "KS1").sentence == "Nei. Bare Eksempelnett AS betjener sikringene i dette skapet."
    assert asked(electrician, "KS1").control_room_phone == "+4773000000"


def test_an_instruction_holds_to_its_last_day_and_says_which(electrician: Actor) -> None:
    seen.rules(operable="instructed")
    assert asked(electrician).sentence == "Nei. Det krever instruksjon fra Eksempelnett AS, og den har du ikke."

    for days, may, begins in (
        (-1, False, "Nei. Instruksjonen din gikk ut"),
        (0, True, "Ja, til og med"),
        (200, True, "Ja. Instruksjonen din gjelder til og med"),
    ):
        Paper.objects.filter(kind=Paper.Kind.CABINETS).delete()
        last = TODAY + timedelta(days=days)
        paper(electrician, expires_on=last)
        told = asked(electrician)
        assert (told.may, told.expires_on) == (may, last)
        assert told.sentence.startswith(begins)
        assert f"{last:%d.%m.%Y}" in told.sentence


def test_another_companys_instruction_one_not_confirmed_and_one_to_come_do_not_count(
    electrician: Actor, actor: object
) -> None:
    seen.rules(operable="instructed")
    paper(electrician, grid_company="provenett")
    assert asked(electrician).why is Why.NO_INSTRUCTION
    paper(electrician, expires_on=TODAY - timedelta(days=1))
    assert asked(electrician).why is Why.EXPIRED
    paper(electrician, valid_from=TODAY + timedelta(days=3))
    assert asked(electrician).why is Why.NOT_YET
    paper(electrician, confirmed=False)
    assert asked(electrician).why is Why.NOT_CONFIRMED
    colleague = actor("montor@eksempelelektro.example")  # type: ignore[operator]
    paper(colleague)
    assert asked(electrician).why is Why.NOT_CONFIRMED
    assert asked(colleague).why is Why.INSTRUCTED


def test_the_grid_companys_people_see_the_rule_and_other_objects_have_no_answer(case_handler: Actor) -> None:
    seen.rules(operable="instructed")
    view = seen.whole(case_handler)

    told = operating.of_cabinet(view, seen.named(view.edition, "KS2"))

    assert told is not None
    assert told.sentence == "Ja, av elektroinstallatører med gyldig instruksjon fra dere."
    assert operating.of_cabinet(view, seen.named(view.edition, "P1")) is None
