"""A metering point of a block notice is handed over by itself: it becomes a notice of its own, with all that was told of it."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.audit import checkpoints
from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.grid.models import MapGrant
from nettmelding.notices import (
    actions,
    attachments,
    children,
    correcting,
    drafts,
    family,
    former,
    parties,
    queries,
    sent,
    submissions,
    timeline,
    transfer_answering,
    transfer_asking,
    transfer_moving,
    transfers,
    working_copy,
)
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Level, PartyRole, Stage
from nettmelding.notices.correcting import Contact
from nettmelding.notices.models import CasePlace, Notice, Party, Submission, Transfer
from nettmelding.notices.status import OPEN, Status
from nettmelding.organisations.models import GridAccess, Wait
from tests.notices import blocks
from tests.notices.test_transfers import OTHER, the_link

pytestmark = pytest.mark.django_db(databases="__all__")
By = Callable[[str], Actor]
Told = dict[str, str]


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    cache.clear()


@pytest.fixture
def holder(actor: By) -> Actor:
    return actor("admin@eksempelelektro.example")


@pytest.fixture
def taker(actor: By) -> Actor:
    return actor("admin@proveinstallasjon.example")


def row(one: UUID) -> Notice:
    return Notice.objects.get(pk=one)


def lines(notice: Notice, stage: Stage = Stage.NOTICE) -> Told:
    """The answers that were sent last, as they are read."""
    last = notice.submissions.filter(stage=stage).order_by("-number").first()
    if last is None:
        return {}
    return {line.path: line.text for part in sent.read(notice, last).parts for line in part.lines}


def as_told(mother: UUID, child: UUID) -> tuple[Told, Told, set[tuple[str, tuple[str, ...]]], set[str]]:
    """What the grid company has been sent of a metering point by both: answers in each stage, parties, files by their content."""
    together = []
    for stage in Stage:
        own = lines(row(child), stage)
        common = lines(row(mother), stage) if own else {}
        known = catalogue().fields
        of_all = {path: said for path, said in common.items() if known[path].level is Level.INSTALLATION}
        together.append({**of_all, **own})
    people = {(one.name, one.roles) for one in sent.read(row(child), last_sent(child)).parties}
    files = {str(one["sha256"]) for key in (mother, child) for one in last_sent(key).content["attachments"]}
    return together[0], together[1], people, files


def as_read(notice: UUID) -> tuple[Told, Told, set[tuple[str, tuple[str, ...]]], set[str]]:
    """The same of a notice that stands by itself."""
    read = sent.read(row(notice), last_sent(notice))
    files = {str(one["sha256"]) for one in last_sent(notice).content["attachments"]}
    return lines(row(notice)), lines(row(notice), Stage.COMPLETION), {(p.name, p.roles) for p in read.parties}, files


def last_sent(notice: UUID) -> Submission:
    found = Submission.objects.filter(notice=notice, stage=Stage.NOTICE).order_by("-number").first()
    assert found is not None
    return found


def taken_over(child: UUID, holder: Actor, taker: Actor) -> Notice:
    asked = transfer_asking.ask(holder, child, to=OTHER, reason="Kunden har byttet")
    transfer_answering.answer(the_link(), yes=True)
    return transfer_answering.take(taker, asked.id)


def a_file(name: str = "bilde.png") -> io.BytesIO:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 30 + len(name)), "white").save(file, "PNG")
    file.seek(0)
    return file


def with_files(electrician: Actor, count: int) -> tuple[Notice, list[UUID]]:
    """Sent, with a file of the whole and one of the first metering point."""
    mother, ids = blocks.block(electrician, count)
    attachments.add(electrician, mother.id, kind="photo", name="felles.png", file=a_file("felles.png"))
    attachments.add(electrician, ids[0], kind="photo", name="egen.png", file=a_file("egen.png"))
    actions.send(electrician, mother.id)
    return row(mother.id), ids


def test_it_passes_by_the_customers_word_and_keeps_its_number_and_history(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, ids[1])
    number = row(ids[1]).number
    transfer_asking.ask(holder, ids[1], to=OTHER, reason="")
    assert row(ids[1]).mother_id == mother.id
    moved = taken_over(ids[1], holder, taker)
    kept = row(ids[1])
    assert (kept.mother_id, kept.position, kept.form, kept.number) == (None, None, "single", number)
    assert (kept.contractor_id, kept.state, moved.id) == (taker.organisation_id, Status.APPROVED, ids[1])
    assert (kept.address, kept.postcode, kept.place) == ("Prøvetunet 7, H0102", "9998", "Eksempelvik")
    assert str(kept.wanted_date) == "2027-02-01"
    told = [entry.action for entry in timeline.entries(taker, ids[1])]
    assert {"send", "approve", "split_off", "transferred"} <= set(told)
    assert "children_split" in [entry.action for entry in timeline.entries(holder, mother.id)]
    assert row(mother.id).state is Status.IN_REVIEW
    assert queries.get(holder, mother.id)
    assert [one.position for one in mother.children.order_by("position")] == [1, 3]
    with pytest.raises(NotFound):
        queries.get(holder, ids[1])
    with pytest.raises(NotFound):
        queries.get(taker, mother.id)
    assert former.get(holder, ids[1]).submissions[0].number == 2


def test_the_grid_company_reads_the_same_before_and_after(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = with_files(electrician, 2)
    actions.approve(case_handler, mother.id)
    drafts.save(electrician, mother.id, mine={"completion.done_on": "2026-11-20", "completion.checked_by": "Stian"})
    attachments.add(
        electrician, mother.id, kind="photo", name="ferdig.png", file=a_file("ferdig.png"), stage=Stage.COMPLETION
    )
    blocks.finish(electrician, ids[0])
    drafts.save(electrician, mother.id, mine={"when.expected_completion": "2027-05-15"})
    before = as_told(mother.id, ids[0])
    assert len(before[3]) == 2
    transfer_moving.transfer(case_handler, [ids[0]], to=OTHER, reason="Konkurs")
    assert as_read(ids[0]) == before
    assert sent.read(row(ids[0]), last_sent(ids[0])).changes == ()
    assert submissions.has_changed(row(ids[0]), Stage.NOTICE)
    files = {str(one.id): one for one in queries.attachments_for(taker, queries.get(taker, ids[0]))}
    named = {one["id"] for one in last_sent(ids[0]).content["attachments"]}
    assert named <= files.keys()
    assert {files[one].sent_with for one in named} == {1, row(ids[0]).submission_count - 1}
    assert row(ids[0]).state is Status.COMPLETION_REPORTED
    old = former.get(holder, ids[0])
    assert {one.id for one in old.attachments} == {one.id for one in files.values()}
    assert attachments.opened(electrician, mother.id, mother.attachments.first().id)


def test_what_was_not_sent_is_not_told_by_it(electrician: Actor, case_handler: Actor, taker: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    actions.reject(case_handler, ids[0], remarks=[], text="Feil")
    actions.reject(case_handler, ids[1], remarks=[], text="Feil")
    drafts.save(electrician, mother.id, mine={"when.expected_completion": "2027-05-15"})
    drafts.save(electrician, ids[0], mine={"protection.mv_new_a": 63})
    attachments.add(electrician, mother.id, kind="photo", name="usendt.png", file=a_file())
    transfer_moving.transfer(case_handler, [ids[0]], to=OTHER, reason="Konkurs")
    assert lines(row(ids[0]))["when.expected_completion"] == lines(row(mother.id))["when.expected_completion"]
    assert lines(row(ids[0]))["protection.mv_new_a"].startswith("50")
    assert row(ids[0]).values()["protection.mv_new_a"] == 63
    assert last_sent(ids[0]).content["attachments"] == []
    assert not queries.attachments_for(taker, queries.get(taker, ids[0])).exists()


def test_the_new_firm_works_on_all_of_it_and_finishes(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 2)
    actions.approve(case_handler, mother.id)
    taken_over(ids[0], holder, taker)
    form = working_copy.form_of(row(ids[0]), Stage.NOTICE)
    assert form.answers()["supply.network_system"] == "it_230"
    assert "power.new_peak_kw" not in form.answers()
    assert form.answers()["when.wanted_date"] == "2027-02-01"
    assert {party.role for party in row(ids[0]).parties.all()} == {"customer", "owner"}
    assert [one.path for one in working_copy.missing_in(row(ids[0]), Stage.NOTICE)] == ["site.meter_number"]
    blocks.finish(taker, ids[0])
    actions.close(case_handler, ids[0])
    blocks.finish(electrician, ids[1])
    assert row(mother.id).state is Status.COMPLETION_REPORTED
    by = {one.content["contractor"]["name"] for one in row(ids[0]).submissions.filter(stage=Stage.COMPLETION)}
    assert by == {"Prøve Installasjon AS"}
    with pytest.raises(NotFound):
        blocks.finish(electrician, ids[0])


def test_several_go_in_one_press_and_none_left_is_withdrawn(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    asked = transfer_asking.ask(holder, mother.id, to=OTHER, reason="")
    done = transfer_moving.transfer(case_handler, ids[:2], to=OTHER, reason="Konkurs")
    assert {one.notice_id for one in done} == set(ids[:2])
    split = Event.objects.filter(subject_id=mother.id, action="children_split")
    assert split.count() == 1
    assert row(mother.id).state is Status.IN_REVIEW
    assert Transfer.objects.get(pk=asked.id).state == Transfer.State.ASKED
    transfer_moving.transfer(case_handler, ids[2:], to=OTHER, reason="Konkurs")
    assert row(mother.id).state is Status.WITHDRAWN
    assert Transfer.objects.get(pk=asked.id).state == Transfer.State.WITHDRAWN
    assert not Wait.objects.filter(subject_id=mother.id).exists()
    assert not MapGrant.objects.filter(case_id=mother.id, until__isnull=True).exists()
    assert {one.contractor_id for one in Notice.objects.filter(pk__in=ids)} == {taker.organisation_id}
    assert Wait.objects.filter(subject_id__in=ids, organisation_id=case_handler.organisation_id).count() == 3


def test_a_child_that_is_ticked_with_its_mother_goes_with_her(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 2)
    offered = transfer_asking.ask(holder, ids[0], to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    transfer_moving.transfer(case_handler, [ids[1], mother.id], to=OTHER, reason="Konkurs")
    assert {row(one).mother_id for one in ids} == {mother.id}
    assert {row(one).contractor_id for one in [mother.id, *ids]} == {taker.organisation_id}
    assert Transfer.objects.get(pk=offered.id).state == Transfer.State.WITHDRAWN
    assert not Wait.objects.filter(subject_id=offered.id).exists()


def test_a_number_is_never_given_twice(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    transfer_moving.transfer(case_handler, [ids[2]], to=OTHER, reason="Konkurs")
    [new] = children.add(electrician, mother.id, blocks.flats(1))
    actions.send(electrician, new.id)
    assert row(new.id).number == f"{mother.number}-04"


def test_who_cannot_have_it_does_not_and_it_stays_in_the_block(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 2)
    [unsent] = children.add(electrician, mother.id, blocks.flats(1))
    with pytest.raises(Refused):
        transfer_asking.ask(holder, unsent.id, to=OTHER, reason="")
    with pytest.raises(NotFound):
        transfer_moving.transfer(case_handler, [ids[0], unsent.id], to=OTHER, reason="Konkurs")
    actions.withdraw(electrician, ids[1])
    with pytest.raises(Refused):
        transfer_moving.transfer(case_handler, ids, to=OTHER, reason="Konkurs")
    asked = transfer_asking.ask(holder, ids[0], to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    GridAccess.objects.filter(contractor_id=taker.organisation_id).update(state=GridAccess.State.ENDED)
    with pytest.raises(Refused):
        transfer_answering.take(taker, asked.id)
    with pytest.raises(Invalid):
        transfer_moving.transfer(case_handler, [ids[0]], to=OTHER, reason="Konkurs")
    assert {row(one).mother_id for one in ids} == {mother.id}


def test_it_is_found_where_it_is_and_opens_the_grid_to_the_new_firm(
    electrician: Actor, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 2)
    taken_over(ids[0], holder, taker)
    found = queries.matching(taker, queries.Filter(query="prøvetunet"))
    assert [one.id for one in found] == [ids[0]]
    assert {one.id for one in queries.matching(holder, queries.Filter(query="prøvetunet"))} == {mother.id, ids[1]}
    assert [one.notice_id for one in former.matching(holder, "prøvetunet")] == [ids[0]]
    grants = MapGrant.objects.filter(until__isnull=True, case_id__in=[mother.id, ids[0]])
    whose = {grant.case_id: grant.organisation_id for grant in grants}
    assert whose == {mother.id: holder.organisation_id, ids[0]: taker.organisation_id}
    assert set(CasePlace.objects.filter(subject_id=mother.id).values_list("key", flat=True)) <= set(
        CasePlace.objects.filter(subject_id=ids[0]).values_list("key", flat=True)
    )
    assert transfers.had_since(taker, ids[0])


def test_how_the_customer_is_reached_goes_along(electrician: Actor, case_handler: Actor, taker: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    actions.approve(case_handler, mother.id)
    parties.type_name(electrician, ids[1], PartyRole.CUSTOMER, Party.Kind.COMPANY, "Flat AS", "not_founded")
    correcting.correct(electrician, mother.id, PartyRole.CUSTOMER, Contact("ny@example.com", "", False, ""))
    transfer_moving.transfer(case_handler, ids, to=OTHER, reason="Konkurs")
    assert row(ids[0]).corrected["customer"]["email"] == "ny@example.com"
    assert "customer" not in row(ids[1]).corrected
    assert {one.name for one in row(ids[1]).parties.filter(role="customer")} == {"Flat AS"}


STATES = st.lists(
    st.sampled_from(["sent", "approved", "rejected", "finished", "closed", "withdrawn"]), min_size=2, max_size=4
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(states=STATES, which=st.sets(st.integers(0, 3), min_size=1), at_once=st.booleans())
def test_whatever_is_handed_over_the_rest_is_as_it_should_be(
    electrician: Actor,
    case_handler: Actor,
    holder: Actor,
    taker: Actor,
    states: list[str],
    which: set[int],
    at_once: bool,
) -> None:
    mother, ids = with_files(electrician, len(states))
    for one, state in zip(ids, states, strict=True):
        _bring(electrician, case_handler, one, state)
    chosen = [one for at, one in enumerate(ids) if at in which and row(one).state in OPEN]
    chosen = chosen if at_once else chosen[:2]
    before = {one: as_told(mother.id, one) for one in chosen}
    statuses = {one: row(one).status for one in ids}
    if at_once and chosen:
        transfer_moving.transfer(case_handler, chosen, to=OTHER, reason="Konkurs")
    for one in () if at_once else chosen:
        Transfer.objects.update(asked_at=clock.now() - timedelta(days=2))
        taken_over(one, holder, taker)
    left = [one for one in ids if one not in chosen]
    assert row(mother.id).state is family.derive(row(one).state for one in left)
    assert {one: row(one).status for one in ids} == statuses
    assert set(queries.visible_to(taker).filter(pk__in=[mother.id, *ids]).values_list("id", flat=True)) == set(chosen)
    assert set(queries.visible_to(holder).filter(pk__in=[mother.id, *ids]).values_list("id", flat=True)) == {
        mother.id,
        *left,
    }
    assert {one: as_read(one) for one in chosen} == before
    checkpoints.seal()
    assert checkpoints.verify().faults == ()


def _bring(electrician: Actor, case_handler: Actor, child: UUID, state: str) -> None:
    if state == "withdrawn":
        actions.withdraw(electrician, child)
    if state == "rejected":
        actions.reject(case_handler, child, remarks=[], text="Feil")
    if state in {"approved", "finished", "closed"}:
        actions.approve(case_handler, child)
    if state in {"finished", "closed"}:
        blocks.finish(electrician, child)
    if state == "closed":
        actions.close(case_handler, child)
