"""Courses and instructions: when they hold, who confirms them, and the warnings before they end."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.organisations import papers
from nettmelding.organisations.models import Membership, Organisation, Paper
from nettmelding.organisations.papers import Standing, Typed

pytestmark = pytest.mark.django_db(databases="__all__")
GetActor = Callable[[str], Actor]
FITTER, ADMINISTRATOR = "montor@eksempelelektro.example", "admin@eksempelelektro.example"


@pytest.fixture
def administrator(actor: GetActor) -> Actor:
    return actor(ADMINISTRATOR)


@pytest.fixture
def grid_administrator(actor: GetActor) -> Actor:
    return actor("nettadmin@eksempelnett.example")


@pytest.fixture
def fitter(db: None) -> Membership:
    return Membership.objects.select_related("user").get(user__email=FITTER)


def grid_company() -> UUID:
    return Organisation.objects.get(slug="eksempelnett").id


def course(administrator: Actor, fitter: Membership, until: date | None) -> Paper:
    return papers.add(administrator, fitter.id, Typed("safety_course", "", None, clock.today(), until))


def instruction(administrator: Actor, fitter: Membership) -> Paper:
    return papers.add(administrator, fitter.id, Typed("meters", "", grid_company(), clock.today(), None))


def holds(fitter: Membership, kind: Paper.Kind, on: date) -> bool:
    return papers.holds(fitter.user_id, fitter.organisation_id, grid_company(), kind, on)


def test_a_course_holds_to_its_last_day(administrator: Actor, fitter: Membership) -> None:
    last = clock.today() + timedelta(days=365)
    course(administrator, fitter, last)
    assert holds(fitter, Paper.Kind.SAFETY_COURSE, last)
    assert not holds(fitter, Paper.Kind.SAFETY_COURSE, last + timedelta(days=1))
    assert not holds(fitter, Paper.Kind.SAFETY_COURSE, clock.today() - timedelta(days=1))


def test_an_instruction_holds_when_the_grid_company_has_confirmed_it(
    administrator: Actor, grid_administrator: Actor, fitter: Membership
) -> None:
    paper = instruction(administrator, fitter)
    assert papers.standing(paper) is Standing.UNCONFIRMED
    assert not holds(fitter, Paper.Kind.METERS, clock.today())
    papers.confirm(grid_administrator, paper.id, right=True)
    assert holds(fitter, Paper.Kind.METERS, clock.today())
    with pytest.raises(Refused):
        papers.confirm(grid_administrator, paper.id, right=True)
    papers.confirm(grid_administrator, paper.id, right=False)
    assert not holds(fitter, Paper.Kind.METERS, clock.today())


def test_only_the_grid_company_it_names_confirms_it(administrator: Actor, actor: GetActor, fitter: Membership) -> None:
    paper = instruction(administrator, fitter)
    with pytest.raises(NotFound):
        papers.confirm(actor("nettadmin@provenett.example"), paper.id, right=True)
    with pytest.raises(NotFound):
        papers.confirm(administrator, paper.id, right=True)
    with pytest.raises(NotAllowed):
        papers.confirm(actor("montor@eksempelnett.example"), paper.id, right=True)


def test_warnings_go_out_thirty_and_seven_days_before_and_on_the_day_once_each(
    administrator: Actor, fitter: Membership
) -> None:
    last = clock.today() + timedelta(days=100)
    course(administrator, fitter, last)
    start = clock.now()
    told = []
    for days in range(0, 120, 1):
        with clock.frozen(start + timedelta(days=days)):
            papers.warn()
            if papers.warn():
                raise AssertionError("warned twice in one day")
            told.append(Message.objects.filter(kind="paper_expires", to_address=FITTER).count())
    assert [days for days in range(1, 120) if told[days] > told[days - 1]] == [70, 93, 100]
    assert {m.to_address for m in Message.objects.filter(kind="paper_expires")} == {FITTER, ADMINISTRATOR}


def test_what_has_run_out_already_when_it_is_entered_warns_nobody(administrator: Actor, fitter: Membership) -> None:
    gone = clock.today() - timedelta(days=2)
    papers.add(administrator, fitter.id, Typed("safety_course", "", None, gone - timedelta(days=365), gone))
    assert papers.warn() == 0


def test_the_document_opens_for_those_it_concerns(administrator: Actor, actor: GetActor, fitter: Membership) -> None:
    typed = Typed("meters", "", grid_company(), clock.today(), None)
    paper = papers.add(administrator, fitter.id, typed, name="kurs.txt", file=io.BytesIO(pdf()))
    for email in (ADMINISTRATOR, FITTER, "nettadmin@eksempelnett.example"):
        document, content = papers.opened(actor(email), paper.id)
        with content:
            assert content.read()
        assert document.organisation_id == administrator.organisation_id
    for email in ("montor2@eksempelelektro.example", "nettadmin@provenett.example", "montor@eksempelnett.example"):
        with pytest.raises(NotFound):
            papers.opened(actor(email), paper.id)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Typed("", "", None, date(2026, 1, 1), None), "kind"),
        (Typed("meters", "", None, date(2026, 1, 1), None), "grid_company"),
        (Typed("other", "", None, date(2026, 1, 1), None), "title"),
        (Typed("safety_course", "", None, None, None), "valid_from"),
        (Typed("safety_course", "", None, date(2026, 2, 1), date(2026, 1, 1)), "expires_on"),
    ],
)
def test_what_does_not_hold_is_said_of_its_field(
    administrator: Actor, fitter: Membership, typed: Typed, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        papers.add(administrator, fitter.id, typed)
    assert field in refused.value.fields


def test_a_paper_is_removed_with_its_document(administrator: Actor, actor: GetActor, fitter: Membership) -> None:
    paper = instruction(administrator, fitter)
    with pytest.raises(NotFound):
        papers.remove(actor("admin@proveinstallasjon.example"), paper.id)
    papers.remove(administrator, paper.id)
    assert not Paper.objects.exists()


def pdf() -> bytes:
    import pikepdf

    file = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file)
    return file.getvalue()
