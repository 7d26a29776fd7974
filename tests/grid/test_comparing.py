"""What would be otherwise with another edition, page by page, for those who may see it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, NotFound
from nettmelding.grid import comparing, duty, editions, tiles
from nettmelding.grid.editions import Difference
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.models import DutyAccepted, Edition, InForce, MapLook
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen
from tests.grid.seen import changed, in_force
from tests.grid.village import at, geopackage, village

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def administrator(actor: Callable[[str], Actor]) -> Actor:
    found = actor("nettadmin@eksempelnett.example")
    duty.accept(found)
    return found


@pytest.fixture
def two(administrator: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Edition, Edition]:
    """One in force, and one with a customer and his service line more, a cabinet's name changed and a cable gone."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    old = in_force(tmp_path, village())
    layers = changed(village(), "kabelskap", "KS1", {"navn": "KS 1B"})
    layers["kabel"] = layers["kabel"][:-1]
    layers["kundepunkt"].append({"id": "P10", "adresse": "Prestegata 10", "place": [at(-40, 40)]})
    layers["stikkledning"].append({"id": "S10", "type": "PFSP 4x16 Cu", "place": [at(0, 0), at(-40, 40)]})
    return old, editions.make(administrator, [geopackage(tmp_path / "ny.gpkg", layers)], FileWords())


def ids(actor: Actor, edition: Edition, what: str, kind: str) -> list[str]:
    return [row.external_id for row in comparing.side(actor, edition, what, kind).rows]


def test_an_edition_is_compared_with_the_one_in_force_and_that_with_the_one_before(
    administrator: Actor, two: tuple[Edition, Edition]
) -> None:
    old, new = two
    assert comparing.base_of(new) == old
    assert comparing.counted(new) == [
        Difference("cable", 0, 1, 0), Difference("cable_cabinet", 0, 0, 1),
        Difference("customer_point", 1, 0, 0), Difference("service_line", 1, 0, 0),
    ]  # fmt: skip
    assert ids(administrator, new, "gone", "cable") == ["K3"]
    assert ids(administrator, new, "changed", "cable_cabinet") == ["KS1"]
    assert ids(administrator, new, "new", "customer_point") == ["P10"]
    assert MapLook.objects.get(user_id=administrator.user_id).cells

    editions.take_over(administrator, new.id)
    assert comparing.base_of(new) == old
    assert comparing.base_of(old) == new


def test_it_comes_side_by_side_and_without_what_is_screened(
    administrator: Actor, two: tuple[Edition, Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "SIDE", 4)
    editions.take_over(administrator, two[1].id)
    InForce.objects.update(previous=None)
    key = screen_keys.of_address("Prestegata 2", "9998").removeprefix(screen_keys.ADDRESS)
    Screen.objects.create(
        grid_company_id=administrator.organisation, kind=Screen.Kind.ADDRESS, key=key, shown="Prestegata 2"
    )

    def walked(**start: int) -> list[list[str]]:
        """The pages from one on, to either end."""
        side = comparing.side(administrator, two[1], "new", "customer_point", **start)
        here = [row.external_id for row in side.rows]
        if "before" in start:
            return [*(walked(before=side.before) if side.before else []), here]
        last.append(side)
        return [here, *(walked(after=side.after) if side.after else [])]

    last: list[comparing.Side] = []
    sides = walked(after=0)
    assert [len(one) for one in sides] == [4, 4, 1]
    assert last[0].before is None
    assert last[-1].before is not None
    assert walked(before=last[-1].before) == sides[:-1]
    assert comparing.screened_ids(administrator, two[1]) == {"P2", "S2"}
    assert [one for side in sides for one in side] == ["P1", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"]


def test_it_is_shown_to_those_who_may_see_the_grid_and_have_read_the_duty(
    administrator: Actor, case_handler: Actor, actor: Callable[[str], Actor], two: tuple[Edition, Edition]
) -> None:
    with pytest.raises(NotAllowed):
        comparing.get(case_handler, two[1].id)
    with pytest.raises(NotFound):
        comparing.get(actor("nettadmin@provenett.example"), two[1].id)
    with pytest.raises(NotFound):
        comparing.side(administrator, two[1], "other", "cable")
    DutyAccepted.objects.all().delete()
    with pytest.raises(NotAllowed, match="map_duty"):
        comparing.side(administrator, two[1], "new", "customer_point")
