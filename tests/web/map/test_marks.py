"""Marks on the notice's map, from both sides, with and without script."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.grid import duty
from nettmelding.notices import actions, queries
from nettmelding.notices.map_marks import PATH
from nettmelding.notices.models import Notice
from tests.grid.neighbourhood import Known
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN
from tests.web.map.test_pages import chart, text

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]


def intake(notice: Notice, words: str = "ved garasjen") -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(uuid4()),
        "geometry": {"type": "Point", "coordinates": [notice.longitude, notice.latitude]},
        "properties": {"what": "intake", "text": words},
    }


def drawn(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.fixture
def draft(electrician: Actor) -> Notice:
    duty.accept(electrician)
    return ways.ready(electrician)


def test_what_is_drawn_is_kept_sent_and_seen_by_the_case_handler_and_on_paper(
    as_user: AsUser, electrician: Actor, case_handler: Actor, draft: Notice, grid: list[Known]
) -> None:
    client = as_user(ELECTRICIAN)
    kept = client.post(chart(draft, "/merker"), {"marks": drawn(intake(draft)), "base": "null"}).json()
    assert kept["said"][0]["text"] == "Inntak «ved garasjen»"
    duty.accept(case_handler)
    handler = as_user(CASE_HANDLER)
    actions.send(electrician, draft.id)
    page = text(handler.get(chart(draft)))
    assert "Inntak «ved garasjen»" in page
    assert "data-may-mark" not in page
    for path in (f"/meldinger/{draft.id}", f"/meldinger/{draft.id}/utskrift"):
        assert "Inntak «ved garasjen»" in text(handler.get(path)), path
    assert '<svg viewBox="0 0 640 400"' in text(handler.get(f"/meldinger/{draft.id}/utskrift"))
    assert handler.post(chart(draft, "/merker"), {"marks": drawn(intake(draft))}).status_code in {403, 404}


def test_two_windows_keep_each_others_marks(as_user: AsUser, electrician: Actor, draft: Notice) -> None:
    client, mine, theirs = as_user(ELECTRICIAN), intake(draft, "min"), intake(draft, "deres")
    client.post(chart(draft, "/merker"), {"marks": drawn(theirs), "base": "null"})
    told = client.post(chart(draft, "/merker"), {"marks": drawn(mine), "base": "null"}).json()
    assert {one["text"] for one in told["said"]} == {"Inntak «min»", "Inntak «deres»"}
    assert len(queries.get(electrician, draft.id).values()[PATH]["features"]) == 2


def test_it_is_drawn_and_taken_away_without_script(as_user: AsUser, electrician: Actor, draft: Notice) -> None:
    client = as_user(ELECTRICIAN)
    added = client.post(
        chart(draft, "/merker"), {"what": "cabinet", "position": f"{draft.latitude} {draft.longitude}", "text": "her"}
    )
    assert added["Location"] == chart(draft)
    [mark] = queries.get(electrician, draft.id).values()[PATH]["features"]
    assert mark["properties"] == {"what": "cabinet", "text": "her"}
    client.post(chart(draft, "/merker"), {"remove": mark["id"]})
    assert PATH not in queries.get(electrician, draft.id).values()


@pytest.mark.parametrize("place", [[9.65, 10.0], [200, 63]])
def test_a_mark_far_away_is_refused_in_words_and_nothing_is_lost(
    as_user: AsUser, electrician: Actor, draft: Notice, place: list[float]
) -> None:
    client, good = as_user(ELECTRICIAN), intake(draft)
    client.post(chart(draft, "/merker"), {"marks": drawn(good), "base": "null"})
    far = {**intake(draft), "geometry": {"type": "Point", "coordinates": place}}
    refused = client.post(chart(draft, "/merker"), {"marks": drawn(good, far), "base": drawn(good)})
    assert refused.status_code == 422
    assert refused.json()["detail"].endswith(".")
    assert [one["id"] for one in queries.get(electrician, draft.id).values()[PATH]["features"]] == [good["id"]]
