"""Handing a notice over: by whose word, to whom, and what goes along."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.cache import cache

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotAllowed, NotFound, Refused, TooMany
from nettmelding.installations.models import Installation
from nettmelding.messages.models import Message
from nettmelding.notices import (
    actions,
    attachments,
    desk,
    dialogue,
    drafts,
    former,
    queries,
    timeline,
    transfer_answering,
    transfer_asking,
    transfer_moving,
    transfer_rows,
    transfers,
    working_copy,
)
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice, Transfer
from nettmelding.notices.status import Status
from nettmelding.organisations import access
from nettmelding.organisations.models import GridAccess, Organisation, Wait
from nettmelding.workorders import making
from nettmelding.workorders import queries as orders
from nettmelding.workorders.models import WorkOrder
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")
OTHER = "310 000 434"
"""Prøve Installasjon AS."""
By = Callable[[str], Actor]


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    cache.clear()


@pytest.fixture
def holder(actor: By) -> Actor:
    """The administrator of the firm that has the notice."""
    return actor("admin@eksempelelektro.example")


@pytest.fixture
def taker(actor: By) -> Actor:
    """The administrator of the firm that is to have it."""
    return actor("admin@proveinstallasjon.example")


def the_link() -> str:
    """The secret of the newest link that a customer was sent."""
    message = Message.objects.filter(kind="transfer_consent").latest("created_at")
    found = re.search(r"/kunde/overforing/([\w-]+)", message.text)
    assert found
    return found[1]


def handed_over(notice: Notice, holder: Actor, taker: Actor) -> Notice:
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="Kunden har byttet")
    transfer_answering.answer(the_link(), yes=True)
    return transfer_answering.take(taker, asked.id)


def test_it_passes_when_the_customer_says_yes_and_the_new_firm_takes_it(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="Kunden har byttet")
    message = Message.objects.get(kind="transfer_consent")
    assert message.to_address == "kari@nordmann.example"
    assert all(firm in message.text for firm in ("Eksempel Elektro AS", "Prøve Installasjon AS"))
    assert not any(personal in message.text for personal in ("Prøvevegen", "Kari"))
    assert list(transfers.offered_to(taker)) == []
    with pytest.raises(NotFound):
        transfer_answering.take(taker, asked.id)

    transfer_answering.answer(the_link(), yes=True)
    assert [one.id for one in transfers.offered_to(taker)] == [asked.id]
    assert [case.transfer.id for case in desk.first(taker, desk.on_actor(taker), 10) if case.transfer] == [asked.id]
    with pytest.raises(NotFound):
        queries.get(taker, notice.id)

    moved = transfer_answering.take(taker, asked.id)
    assert queries.get(taker, notice.id).contractor_id == taker.organisation_id
    assert (moved.state, moved.revision) == (Status.APPROVED, notice.revision + 1)
    assert moved.responsible_id is None
    assert desk.counted(desk.on_actor(taker)) == 1
    with pytest.raises(NotFound):
        queries.get(electrician, notice.id)
    assert {"send", "approve", "transferred"} <= {one.action for one in timeline.entries(taker, notice.id)}
    told = set(Message.objects.filter(subject_kind="transfer").values_list("kind", "to_address"))
    assert {kind for kind, _to in told} == {"transfer_consent", "transfer_offered", "transfer_lost", "transfer_seen"}


def test_the_new_firm_finishes_what_the_old_one_began(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    notice = handed_over(ways.approved(electrician, case_handler), holder, taker)
    ways.fill_in_completion(taker, notice)
    reported = actions.report_completion(taker, notice.id).notice
    assert reported.state is Status.COMPLETION_REPORTED
    by = [(one.stage, one.content["contractor"]["name"]) for one in reported.submissions.all()]
    assert by == [("notice", "Eksempel Elektro AS"), ("completion", "Prøve Installasjon AS")]
    kept = former.get(holder, notice.id)
    assert [one.number for one in kept.submissions] == [1]
    assert [entry.action for entry in kept.entries][-1] == "transferred"


def test_what_is_the_old_firms_own_does_not_go_along(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"who.our_reference": "REF-1"})
    sent_file = attachments.add(electrician, notice.id, kind="photo", name="sendt.png", file=_picture())
    actions.send(electrician, notice.id)
    actions.reject(case_handler, notice.id, remarks=[], text="Feil")
    own_file = attachments.add(electrician, notice.id, kind="photo", name="egen.png", file=_picture())
    dialogue.note(electrician, notice.id, "Bare oss", internal=True)
    moved = queries.get(taker, handed_over(notice, holder, taker).id)
    assert moved.own_reference == ""
    assert not any(path.startswith("who.") for path in moved.answers)
    assert not any("by" in kept for kept in moved.answers.values())
    assert moved.known.get("contractor.me") is None
    assert [one.id for one in working_copy.attachments(moved, Stage.NOTICE)] == [sent_file.id]
    with pytest.raises(NotFound):
        attachments.opened(taker, moved.id, own_file.id)
    assert attachments.opened(taker, moved.id, sent_file.id)
    assert "Bare oss" not in [entry.text for entry in timeline.entries(taker, moved.id)]
    assert {one.id for one in former.get(holder, moved.id).attachments} == {sent_file.id, own_file.id}
    attachments.remove(taker, sent_file.id)
    assert working_copy.attachments(moved, Stage.NOTICE) == []
    assert {one.id for one in former.get(holder, moved.id).attachments} == {sent_file.id, own_file.id}


def test_what_the_case_opened_it_opens_to_the_new_firm(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    def seen(by: Actor) -> int:
        return Installation.objects.filter(access.granted(by, "installation")).count()

    notice = ways.sent(electrician)
    assert (seen(holder), seen(taker)) == (1, 0)
    handed_over(notice, holder, taker)
    assert (seen(holder), seen(taker)) == (0, 1)
    GridAccess.objects.filter(contractor_id=holder.organisation_id).update(state=GridAccess.State.APPROVED)
    back = transfer_asking.ask(taker, notice.id, to="310000329", reason="")
    transfer_answering.answer(the_link(), yes=True)
    transfer_answering.take(holder, back.id)
    assert (seen(holder), seen(taker)) == (1, 0)
    assert not former.is_former(holder, notice.id)
    assert former.is_former(taker, notice.id)


def test_the_old_firm_finds_its_part_and_nothing_later(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    notice = handed_over(ways.sent(electrician), holder, taker)
    assert [one.notice_id for one in former.matching(holder, "prøvevegen")] == [notice.id]
    assert [one.notice_id for one in former.matching(holder, notice.number or "")] == [notice.id]
    assert not queries.matching(holder, queries.Filter(query="prøvevegen")).filter(pk=notice.id).exists()
    assert queries.matching(taker, queries.Filter(query="prøvevegen")).get() == notice
    dialogue.note(case_handler, notice.id, "ETTERPÅ", internal=False)
    assert "ETTERPÅ" in [entry.text for entry in timeline.entries(taker, notice.id)]
    assert "ETTERPÅ" not in [entry.text for entry in former.get(holder, notice.id).entries]
    assert [one.notice_id for one in former.listed(holder).items] == [notice.id]
    assert former.listed(taker).items == []


def test_the_one_who_wants_it_asks_by_its_number(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    notice = ways.sent(electrician)
    transfer_asking.want(taker, notice.number or "", reason="Kunden har ringt oss")
    assert transfers.about(holder, queries.get(holder, notice.id)) == []
    transfer_answering.answer(the_link(), yes=True)
    offered = transfers.offered_to(taker).get()
    assert [one.id for one in transfers.about(holder, queries.get(holder, notice.id))] == [offered.id]
    assert transfer_answering.take(taker, offered.id).contractor_id == taker.organisation_id


def test_it_does_not_say_whether_there_is_such_a_number(electrician: Actor, taker: Actor) -> None:
    transfer_asking.want(taker, "2026-999999", reason="")
    transfer_asking.want(taker, ways.draft(electrician).number or "2026-000000", reason="")
    assert not Transfer.objects.exists()
    for _time in range(transfer_asking.MOST_A_DAY - 2):
        transfer_asking.want(taker, "2026-999999", reason="")
    with pytest.raises(TooMany):
        transfer_asking.want(taker, "2026-999999", reason="")


def test_the_customer_says_no_and_it_stays(electrician: Actor, holder: Actor, taker: Actor) -> None:
    notice = ways.sent(electrician)
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=False)
    with pytest.raises(Refused):
        transfer_answering.take(taker, asked.id)
    assert queries.get(holder, notice.id).contractor_id == holder.organisation_id
    declined = Message.objects.get(kind="transfer_declined")
    assert "Kunden sa nei" in declined.text


def test_a_link_is_used_once_and_not_for_ever(electrician: Actor, holder: Actor, taker: Actor) -> None:
    notice = ways.sent(electrician)
    transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    first = the_link()
    transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    for token in (first, "gjettet", ""):
        with pytest.raises(AppError):
            transfer_answering.answer(token, yes=True)
    with clock.frozen(clock.now() + transfer_rows.VALID), pytest.raises(Refused):
        transfer_answering.answer(the_link(), yes=True)
    transfer_answering.answer(the_link(), yes=True)
    with pytest.raises(Refused):
        transfer_answering.answer(the_link(), yes=False)
    assert the_link() not in str(list(Transfer.objects.values()))


def test_whoever_asked_takes_it_back(electrician: Actor, holder: Actor, taker: Actor) -> None:
    asked = transfer_asking.ask(holder, ways.sent(electrician).id, to=OTHER, reason="")
    with pytest.raises(NotFound):
        transfer_asking.withdraw(taker, asked.id)
    transfer_asking.withdraw(holder, asked.id)
    with pytest.raises(Refused):
        transfer_answering.answer(the_link(), yes=True)


def test_the_new_firm_says_no(electrician: Actor, holder: Actor, taker: Actor) -> None:
    notice = ways.sent(electrician)
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    transfer_answering.refuse(taker, asked.id)
    assert desk.counted(desk.on_actor(taker)) == 0
    with pytest.raises(Refused):
        transfer_answering.take(taker, asked.id)


def test_a_case_at_its_end_is_handed_over_to_nobody(electrician: Actor, holder: Actor, taker: Actor) -> None:
    notice = ways.sent(electrician)
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    actions.withdraw(electrician, notice.id)
    assert desk.counted(desk.on_actor(taker)) == 0
    with pytest.raises(Refused):
        transfer_answering.take(taker, asked.id)


def test_the_grid_company_moves_what_a_bankrupt_firm_had(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor, provenett: Actor
) -> None:
    notices = [ways.sent(electrician), ways.approved(electrician, case_handler)]
    ids, unsent = [one.id for one in notices], ways.draft(electrician).id
    Organisation.objects.filter(pk=holder.organisation_id).update(stopped_at=clock.now())
    with pytest.raises(NotFound):
        transfer_moving.transfer(provenett, ids, to=OTHER, reason="Konkurs")
    with pytest.raises(Invalid):
        transfer_moving.transfer(case_handler, ids, to=OTHER, reason="")
    with pytest.raises(NotFound):
        transfer_moving.transfer(case_handler, [*ids, unsent], to=OTHER, reason="Konkurs")
    assert not Transfer.objects.exists()
    transfer_moving.transfer(case_handler, ids, to=OTHER, reason="Konkurs")
    assert {queries.get(taker, one).contractor_id for one in ids} == {taker.organisation_id}
    assert Message.objects.filter(kind="transfer_done").count() == 2


@pytest.mark.parametrize("to", ["310000655", "310000108", "310000329", "12345", "999999999"])
def test_it_goes_to_no_one_who_cannot_have_it(electrician: Actor, holder: Actor, to: str) -> None:
    """Not registered, a grid company, the firm itself, no organisation number."""
    with pytest.raises(Invalid) as refused:
        transfer_asking.ask(holder, ways.sent(electrician).id, to=to, reason="")
    assert "to" in refused.value.fields


def test_it_goes_to_no_one_stopped_or_without_access(electrician: Actor, holder: Actor, taker: Actor) -> None:
    notice = ways.sent(electrician)
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    Organisation.objects.filter(pk=taker.organisation_id).update(stopped_at=clock.now())
    with pytest.raises(Refused):
        transfer_answering.take(taker, asked.id)
    Organisation.objects.filter(pk=taker.organisation_id).update(stopped_at=None)
    GridAccess.objects.filter(contractor_id=taker.organisation_id).update(state=GridAccess.State.ENDED)
    with pytest.raises(Refused):
        transfer_answering.take(taker, asked.id)


def test_who_may_not_hand_over_does_not(electrician: Actor, holder: Actor, taker: Actor, actor: By) -> None:
    notice = ways.sent(electrician)
    fitter, planner = actor("montor@eksempelelektro.example"), actor("planlegger@eksempelnett.example")
    with pytest.raises(NotAllowed):
        transfer_asking.ask(fitter, notice.id, to=OTHER, reason="")
    with pytest.raises(NotAllowed):
        transfer_moving.transfer(planner, [notice.id], to=OTHER, reason="Konkurs")
    with pytest.raises(NotFound):
        transfer_asking.ask(taker, notice.id, to=OTHER, reason="")
    with pytest.raises(Refused):
        transfer_asking.ask(holder, ways.draft(electrician).id, to=OTHER, reason="")
    asked = transfer_asking.ask(holder, notice.id, to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    with pytest.raises(NotFound):
        transfer_answering.take(holder, asked.id)
    with pytest.raises(NotAllowed):
        transfer_answering.take(actor("montor@proveinstallasjon.example"), asked.id)


def _picture() -> io.BytesIO:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    file.seek(0)
    return file


def test_work_that_is_not_begun_leaves_the_old_firm_and_what_is_begun_stays(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor, actor: By
) -> None:
    """The new firm has nobody with the papers, so the grid company does it."""
    notice = ways.approved(electrician, case_handler)
    fitter = actor("montor@eksempelelektro.example")
    waiting, begun = (
        making.order(case_handler, notice.id, making.Wanted("set_up", performer_id=holder.organisation_id))
        for _ in range(2)
    )
    connect = making.order(holder, notice.id, making.Wanted("connect"))
    WorkOrder.objects.filter(pk__in=[waiting.pk, begun.pk]).update(assignee_id=fitter.user_id, status="planned")
    WorkOrder.objects.filter(pk=begun.pk).update(status="started")
    handed_over(notice, holder, taker)
    for order in (waiting, begun, connect):
        order.refresh_from_db()
    assert (waiting.performer_id, waiting.assignee_id, waiting.status) == (notice.grid_company_id, None, "unplanned")
    assert not orders.visible_to(fitter).filter(pk=waiting.pk).exists()
    assert (begun.performer_id, begun.assignee_id, begun.status) == (holder.organisation_id, fitter.user_id, "started")
    assert connect.orderer_id == taker.organisation_id
    assert {one.organisation_id for one in Wait.objects.filter(subject_id=waiting.id)} == {notice.grid_company_id}
