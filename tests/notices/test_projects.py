"""Row houses and the like: one draft becomes many, and they are kept together."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.notices import (
    actions,
    attachments,
    drafts,
    parties,
    places,
    projects,
    projects_making,
    projects_sending,
    projects_sharing,
    queries,
    working_copy,
)
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.models import Attachment, Notice, Party, Project
from nettmelding.notices.projects_making import Wanted
from nettmelding.notices.status import Status
from nettmelding.organisations.models import ConcessionArea
from nettmelding.organisations.queries import grid_companies
from tests.notices import ways
from tests.others_things import picture

pytestmark = pytest.mark.django_db(databases="__all__")


def house(number: int, **other: Any) -> dict[str, Any]:
    """An address as the register gives it."""
    place = {"street": f"Radvegen {number}", "postcode": "9998", "place": "EKSEMPELVIK", "municipality_number": "5099"}
    return {**place, "lat": 63.70 + number / 10_000, "lon": 9.65, **other}


def row_house(electrician: Actor) -> Notice:
    """A new house with its own service line, ready to be sent."""
    notice = drafts.create(electrician, ["new_installation"], "single")
    places.set_address(electrician, notice.id, house(900))
    answers = {
        "building.kind": "row_house",
        "supply.network_system": "tn_c_s_400",
        "protection.ov_new_a": "40",
        "power.new_peak_kw": "12",
        "when.expected_completion": "15.01.2027",
        "when.wanted_date": "15.12.2026",
    }
    assert not drafts.save(electrician, notice.id, mine=answers).errors
    parties.type_name(electrician, notice.id, PartyRole.CUSTOMER, Party.Kind.COMPANY, "Radbygg AS", "not_founded")
    parties.set_contact(electrician, notice.id, PartyRole.CUSTOMER, email="rad@bygg.example", mobile="", no_email=False)
    for role in (PartyRole.OWNER, PartyRole.DEVELOPER):
        parties.same_as(electrician, notice.id, role, PartyRole.CUSTOMER)
    for kind in ("site_plan", "single_line_diagram"):
        attachments.add(electrician, notice.id, kind=kind, name=f"{kind}.png", file=io.BytesIO(picture()))
    ready = queries.get(electrician, notice.id)
    assert working_copy.missing_by_path(ready, Stage.NOTICE) == {}
    return ready


def row(count: int, start: int = 1) -> list[Wanted]:
    return [Wanted(house(start + at)) for at in range(count)]


@pytest.fixture
def first(electrician: Actor) -> Notice:
    """One that could be sent as it is."""
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"when.wanted_date": "15.12.2026", "who.our_reference": "4711"})
    return queries.get(electrician, notice.id)


def test_one_draft_becomes_many_with_all_but_the_place(electrician: Actor, first: Notice) -> None:
    project, made = projects_making.make(electrician, first.id, row(3), name="Radvegen 1–3")
    assert [one.address for one in made] == ["Radvegen 1", "Radvegen 2", "Radvegen 3"]
    kept = list(Notice.objects.filter(project=project).exclude(pk=first.id).order_by("address_key"))
    assert len(kept) == 3
    for one in kept:
        assert one.state is Status.DRAFT
        assert one.types == first.types
        assert one.values()["protection.ov_new_a"] == 63
        assert (one.wanted_date, one.own_reference) == (clock.today().replace(day=15, month=12, year=2026), "4711")
        assert one.meter_number == "", "the meter is the first one's own"
        assert one.grid_company is not None
        assert one.grid_company.slug == "eksempelnett"
        assert {p.role: p.name for p in one.parties.all()} == {p.role: p.name for p in first.parties.all()}
    assert queries.get(electrician, first.id).project_id == project.id
    found = queries.matching(electrician, queries.Filter(query="Radvegen 2"))
    assert [one.address for one in found] == ["Radvegen 2"]


def test_it_takes_as_many_statements_for_many_as_for_few(electrician: Actor, first: Notice) -> None:
    asked = []
    for count, start in ((2, 1), (150, 100)):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            projects_making.make(electrician, first.id, row(count, start), name="Rad")
        asked.append(len(captured))
        Notice.objects.filter(pk=first.id).update(project=None)
    assert asked[1] < asked[0] + 30, "SQLite takes some twenty rows a statement; nothing is asked row by row"


def test_an_address_with_an_open_notice_is_named_and_can_be_wanted_all_the_same(
    electrician: Actor, first: Notice
) -> None:
    project, _made = projects_making.make(electrician, first.id, row(2), name="Rad")
    looked = projects_making.look(electrician, row(3))
    assert [bool(one.existing) for one in looked] == [True, True, False]
    with pytest.raises(Invalid) as refused:
        projects_making.make(electrician, first.id, row(3), project_id=project.id)
    assert set(refused.value.fields) == {"row.0", "row.1"}
    assert Notice.objects.filter(project=project).count() == 3, "all or none"
    _project, more = projects_making.make(electrician, first.id, [Wanted(house(1), again=True)], project_id=project.id)
    assert len(more) == 1
    with pytest.raises(Invalid):
        projects_making.make(electrician, first.id, [Wanted(house(9)), Wanted(house(9))], project_id=project.id)


def test_where_two_grid_companies_meet_it_is_asked(electrician: Actor, first: Notice) -> None:
    other = grid_companies().get(slug="provenett")
    area = ConcessionArea.objects.get(grid_company__slug="eksempelnett")
    ConcessionArea.objects.create(grid_company=other, polygon=area.polygon, postcodes=[])
    (asks,) = projects_making.look(electrician, row(1))
    assert asks.asks
    with pytest.raises(Invalid):
        projects_making.make(electrician, first.id, row(1), name="Rad")
    _project, (made,) = projects_making.make(
        electrician, first.id, [Wanted(house(1), grid_company_id=other.id)], name="Rad"
    )
    assert made.grid_company_id == other.id


def test_what_cannot_be_made_more_of_is_refused(electrician: Actor, first: Notice) -> None:
    block = drafts.create(electrician, ["new_installation"], "several")
    with pytest.raises(Refused):
        projects_making.make(electrician, block.id, row(1), name="Rad")
    for wanted in ([], row(201)):
        with pytest.raises(Invalid):
            projects_making.make(electrician, first.id, wanted, name="Rad")
    assert not Project.objects.exists()


def test_files_are_given_once_and_reach_all_that_can_take_them(electrician: Actor, first: Notice) -> None:
    attachments.add(electrician, first.id, kind="site_plan", name="plan.png", file=io.BytesIO(picture()))
    project, made = projects_making.make(electrician, first.id, row(2), name="Rad")
    assert Attachment.objects.filter(notice__in=made, kind="site_plan").count() == 2
    actions.send(electrician, first.id)
    shared = projects_sharing.share_file(
        electrician, project.id, kind="photo", name="stikk.png", file=io.BytesIO(picture())
    )
    assert (shared.given, [one.id for one in shared.left]) == (2, [first.id])
    late = ways.ready(electrician)
    projects_sharing.add(electrician, project.id, [late.id])
    assert set(late.attachments.values_list("kind", flat=True)) == {"site_plan", "photo"}
    mine = Attachment.objects.get(notice=made[0], kind="photo")
    attachments.remove(electrician, mine.id)
    assert Attachment.objects.filter(notice=made[1], kind="photo").exists(), "each lets go of it by itself"
    for one in projects_sharing.files_of(electrician, project):
        projects_sharing.stop_sharing(electrician, project.id, one.id)
    assert set(late.attachments.values_list("kind", flat=True)) == {"site_plan", "photo"}


@pytest.mark.usefixtures("registers_on_standins")
def test_customer_owner_and_developer_are_found_once(electrician: Actor, first: Notice) -> None:
    project, made = projects_making.make(electrician, first.id, row(3), name="Rad")
    parties.use_company(electrician, made[0].id, PartyRole.CUSTOMER, "310 000 876")
    actions.send(electrician, first.id)
    shared = projects_sharing.share_parties(electrician, project.id, made[0].id, [PartyRole.CUSTOMER])
    assert (shared.given, [one.id for one in shared.left]) == (2, [first.id])
    names = Notice.objects.filter(pk__in=[one.id for one in made]).values_list("customer_name", flat=True)
    assert set(names) == {"Eksempel Bygg AS"}
    assert queries.get(electrician, first.id).customer_name == first.customer_name
    with pytest.raises(Invalid):
        projects_sharing.share_parties(electrician, project.id, made[0].id, [PartyRole.DEVELOPER])


def test_those_that_are_ready_are_sent_and_the_others_say_what_they_lack(electrician: Actor) -> None:
    first = row_house(electrician)
    project, made = projects_making.make(electrician, first.id, row(3), name="Rad")
    drafts.save(electrician, made[0].id, mine={"protection.ov_new_a": None})
    looked = {one.notice.id: one for one in projects_sending.readiness(electrician, project.id)}
    assert [one.notice.id for one in looked.values() if not one.ready] == [made[0].id]
    assert [one.path for one in looked[made[0].id].missing] == ["protection.ov_new_a"]
    with pytest.raises(Invalid) as refused:
        projects_sending.send(electrician, project.id)
    assert set(refused.value.fields) == {f"notice.{made[0].id}"}
    assert not Notice.objects.filter(project=project, number__isnull=False).exists(), "all or none"
    sent = projects_sending.send(electrician, project.id, only_ready=True)
    assert {one.notice.id for one in sent} == {first.id, made[1].id, made[2].id}
    assert len({one.notice.number for one in sent}) == 3
    progress = projects.progress(electrician, [project])[project.id]
    assert (progress.total, progress.drafts, progress.finished) == (4, 1, 0)


def test_two_hundred_are_made_and_sent_in_one_go(electrician: Actor, actor: Callable[[str], Actor]) -> None:
    first = row_house(electrician)
    project, made = projects_making.make(electrician, first.id, row(200), name="Rad")
    assert len(made) == 200
    with CaptureQueriesContext(connection) as captured:
        sent = projects_sending.send(electrician, project.id)
    assert len(sent) == 201
    mails = ("outbox_message", "companysettings", "SAVEPOINT")
    asked = [one["sql"] for one in captured.captured_queries if not any(word in one["sql"] for word in mails)]
    assert len(asked) < 201, "nothing but the mail is asked notice by notice"
    with pytest.raises(NotAllowed):
        projects_sending.send(actor("montor@eksempelelektro.example"), project.id)


def test_notices_are_taken_in_and_out_and_the_project_put_away(electrician: Actor, first: Notice) -> None:
    project = projects.create(electrician, "  Tunet   vest ", "Byggherre ringer før oppmøte")
    assert project.name == "Tunet vest"
    projects_sharing.add(electrician, project.id, [first.id])
    assert projects.take_out(electrician, project.id, [first.id]) == 1
    assert queries.get(electrician, first.id).project_id is None
    assert projects.put_away(electrician, project.id).finished_at
    assert projects.put_away(electrician, project.id, away=False).finished_at is None
    assert projects.change(electrician, project.id, name="Tunet øst").note == "Byggherre ringer før oppmøte"
    with pytest.raises(Invalid):
        projects.change(electrician, project.id, name=" ")


def test_nobody_else_knows_of_it(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor], first: Notice
) -> None:
    project, made = projects_making.make(electrician, first.id, row(1), name="Rad")
    other = actor("admin@proveinstallasjon.example")
    for who in (other, case_handler):
        assert not projects.visible_to(who).exists()
        for ask in (
            lambda who: projects.get(who, project.id),
            lambda who: projects.change(who, project.id, name="Kapret"),
            lambda who: projects_sharing.add(who, project.id, [made[0].id]),
            lambda who: projects_sending.send(who, project.id),
            lambda who: projects_making.make(who, first.id, row(1, 50), name="Kapret"),
        ):
            with pytest.raises((NotFound, NotAllowed)):
                ask(who)
    theirs = projects.create(other, "Deres")
    with pytest.raises(NotFound):
        projects_sharing.add(other, theirs.id, [first.id])
    with pytest.raises(NotFound):
        projects_making.make(electrician, first.id, row(1, 60), project_id=theirs.id)
    with pytest.raises(NotFound):
        projects.take_out(electrician, project.id, [uuid7()])
