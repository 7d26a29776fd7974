"""Change many from a list: ticks, the empty notice, looking over, done, undone; the same without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.notices import actions, drafts
from nettmelding.notices.models import BulkChange, Notice
from nettmelding.notices.status import Status
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]
AtMost = Callable[[int], Any]
DONE = "when.expected_completion"


def chosen(client: Client, notices: list[Notice], **more: str) -> str:
    """The page that the ticks lead to."""
    answer = client.post("/meldinger/endre", {"notice": [str(one.id) for one in notices], **more})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_ticked_in_the_list_filled_in_looked_over_done_and_undone(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    client, draft, approved = as_user(ELECTRICIAN), ways.ready(electrician), ways.approved(electrician, case_handler)
    reported = ways.reported(electrician, case_handler)
    assert f'name="notice" value="{draft.id}"' in client.get("/meldinger").content.decode()
    fields = chosen(client, [draft, approved, reported])
    empty = client.get(fields)
    assert 'name="when.expected_completion"' in empty.content.decode()
    assert "15.01.2027" not in empty.content.decode()
    address = client.post(fields, {DONE: "20.02.2027", "protection.ov_new_a": ""}).headers["Location"]
    preview = client.get(address)
    assert "2 endres, 1 står: allerede ferdigmeldt." in text_of(preview)
    assert "15.01.2027" in text_of(preview)
    seen = re.search(r'name="seen" value="([^"]+)"', preview.content.decode())
    assert seen
    assert client.post(address, {"seen": seen[1]}).status_code == 302
    assert {one.values()[DONE] for one in Notice.objects.filter(pk__in=[draft.pk, approved.pk])} == {"2027-02-20"}
    after = client.get(address)
    assert "Endret 2" in text_of(after)
    for case in (draft, approved):
        assert address in client.get(f"/meldinger/{case.id}/historikk").content.decode()
    client.post(f"{address}/angre")
    assert Notice.objects.get(pk=draft.pk).answers == draft.answers
    assert "Angret av deg" in text_of(client.get(address)) or "Angret av" in text_of(client.get(address))


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(as_user: AsUser, electrician: Actor) -> None:
    client = as_user(ELECTRICIAN)
    fields = chosen(client, [ways.ready(electrician)])
    answer = client.post(fields, {DONE: "på fredag kanskje", "who.our_reference": "A-77"})
    assert answer.status_code == 422
    assert "Skriv en dato" in text_of(answer)
    assert 'value="på fredag kanskje"' in answer.content.decode()
    assert 'value="A-77"' in answer.content.decode()
    assert "Fyll ut minst ett felt" in text_of(client.post(fields, {DONE: ""}))


def test_what_a_colleague_changed_meanwhile_is_named_and_looked_over_again(as_user: AsUser, electrician: Actor) -> None:
    client, notice = as_user(ELECTRICIAN), ways.ready(electrician)
    fields = chosen(client, [notice])
    address = client.post(fields, {"who.our_reference": "A-77"}).headers["Location"]
    seen = f"{notice.id}:{notice.revision}"
    drafts.save(electrician, notice.id, mine={DONE: "01.03.2027"})
    answer = client.post(address, {"seen": seen})
    assert answer.status_code == 412
    assert "Prøvevegen 1" in text_of(answer)
    fresh = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
    assert fresh
    assert client.post(address, {"seen": fresh[1]}).status_code == 302
    assert Notice.objects.get(pk=notice.pk).values()[DONE] == "2027-03-01"


def test_all_or_none_is_asked_where_some_cannot(as_user: AsUser, electrician: Actor) -> None:
    client, can, cannot = as_user(ELECTRICIAN), ways.ready(electrician), ways.sent(electrician)
    address = client.post(chosen(client, [can, cannot]), {DONE: "20.02.2027"}).headers["Location"]
    assert "Alle eller ingen" in text_of(client.get(address))
    answer = client.post(address, {"how": "alle"})
    assert answer.status_code == 409
    assert Notice.objects.get(pk=can.pk).answers == can.answers


def test_nothing_ticked_leads_back_to_the_list_with_a_word(as_user: AsUser, electrician: Actor) -> None:
    ways.ready(electrician)
    client = as_user(ELECTRICIAN)
    answer = client.post("/meldinger/endre", {"back": "/meldinger?status=draft"})
    assert answer.headers["Location"] == "/meldinger?status=draft"
    assert "Kryss av minst én melding" in text_of(client.get("/meldinger?status=draft"))
    elsewhere = client.post("/meldinger/endre", {"back": "https://example.com/"})
    assert elsewhere.headers["Location"] == "/meldinger"


def test_all_that_fit_the_filter_are_chosen_at_once(as_user: AsUser, many: list[Notice]) -> None:
    client = as_user(CASE_HANDLER)
    address = chosen(client, [], alle="ja", query="?status=submitted", what="take")
    assert BulkChange.objects.get().rows.count() == 70
    client.post(address)
    assert Notice.objects.filter(status=Status.IN_REVIEW).count() == 70


def test_a_case_handler_gives_cases_from_the_queue_to_a_colleague(as_user: AsUser, electrician: Actor) -> None:
    notices, client = [ways.sent(electrician) for _ in range(2)], as_user(CASE_HANDLER)
    assert f'value="{notices[0].id}"' in client.get("/ko").content.decode()
    page = chosen(client, notices, what="assign")
    colleague = re.search(r'<option value="([^"]+)">Sara', client.get(page).content.decode())
    options = re.findall(r'<option value="([0-9a-f-]{36})"', client.get(page).content.decode())
    wanted = colleague[1] if colleague else options[-1]
    address = client.post(page, {"assignee_id": wanted}).headers["Location"]
    assert "2 endres." in text_of(client.get(address))
    client.post(address)
    assert {str(one.handler_id) for one in Notice.objects.filter(pk__in=[n.pk for n in notices])} == {wanted}
    client.post(f"{address}/angre")
    assert {one.state for one in Notice.objects.filter(pk__in=[n.pk for n in notices])} == {Status.SUBMITTED}


def test_who_can_do_nothing_with_many_sees_no_ticks(as_user: AsUser, electrician: Actor) -> None:
    sent = ways.sent(electrician)
    assert 'name="notice"' not in as_user(INSPECTORATE).get("/meldinger").content.decode()
    page = chosen(as_user(ELECTRICIAN), [sent])
    assert as_user(OTHER_CONTRACTOR).get(page).status_code == 404
    assert as_user(CASE_HANDLER).get(page).status_code == 404


def test_the_children_of_a_mother_are_ticked_in_their_overview(as_user: AsUser, electrician: Actor) -> None:
    mother = drafts.create(electrician, ["new_installation"], "several")
    with write():
        children = [
            Notice.objects.create(
                id=uuid7(), mother=mother, position=number, contractor_id=electrician.organisation,
                types=["new_installation"], leading_type="new_installation", form="metering_point",
                address=f"Prøvetunet 7, H0{number}01",
            )
            for number in range(1, 4)
        ]  # fmt: skip
    client = as_user(ELECTRICIAN)
    overview = client.get(f"/meldinger/{mother.id}/maleranlegg?kryss=alle").content.decode()
    assert all(re.search(f'value="{one.id}"[^>]*checked', overview) for one in children)
    fields = chosen(client, children[:2])
    assert 'name="when.wanted_date"' in client.get(fields).content.decode()
    assert 'name="site.address"' not in client.get(fields).content.decode()
    address = client.post(fields, {"when.wanted_date": "20.02.2027"}).headers["Location"]
    client.post(address)
    wanted = [one.values().get("when.wanted_date") for one in Notice.objects.filter(mother=mother).order_by("position")]
    assert wanted == ["2027-02-20", "2027-02-20", None]


@pytest.mark.parametrize("step", ["/felter", ""])
def test_the_pages_ask_the_database_little_whatever_the_number(
    as_user: AsUser, many: list[Notice], django_assert_max_num_queries: AtMost, step: str
) -> None:
    client = as_user(ELECTRICIAN)
    fields = chosen(client, many)
    client.post(fields, {DONE: "20.02.2027"})
    with django_assert_max_num_queries(24):
        assert client.get(fields.removesuffix("/felter") + step).status_code == 200


def test_a_case_is_copied_from_its_row(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    actions.withdraw(electrician, notice.id)
    client = as_user(ELECTRICIAN)
    assert f"/meldinger/{notice.id}/kopier" in client.get("/meldinger").content.decode()
    assert client.post(f"/meldinger/{notice.id}/kopier").status_code == 302
    assert Notice.objects.exclude(pk=notice.pk).get().state is Status.DRAFT
