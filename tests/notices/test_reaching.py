"""A customer's wrong address is caught soon after: told, refused, marked, corrected."""

from collections.abc import Callable, Iterator

import pytest
from benchmarks import plans
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nettmelding.api.present import whole
from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.messages import delivery
from nettmelding.messages.models import Message
from nettmelding.notices import actions, copying, correcting, drafts, informing, parties, queries, timeline, unreachable
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.correcting import Contact
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.sent import read
from nettmelding.notices.submissions import has_changed
from nettmelding.organisations.models import CompanySettings, Organisation
from tests.messages.mail_server import MailServer
from tests.notices import ways

pytestmark = pytest.mark.django_db
KARI, RIGHT = "kari@nordmann.example", "kari.nordmann@nordmann.example"
ELECTRICIAN = "saksbehandler@eksempelelektro.example"
CUSTOMER = PartyRole.CUSTOMER
NEW = Contact(email=RIGHT, mobile="900 00 000", no_email=False)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def told(notice: Notice, kind: str = informing.KIND) -> list[str]:
    return list(
        Message.objects.filter(subject_id=notice.id, kind=kind).order_by("id").values_list("to_address", flat=True)
    )


def refused(notice: Notice, server: MailServer) -> Notice:
    """The customer's server says that there is no such address."""
    Message.objects.filter(subject_id=notice.id).exclude(kind=informing.KIND).delete()
    server.at_rcpt.append("550 5.1.1 Ukjent mottaker")
    assert delivery.deliver_due(f"test-{uuid7()}", server=server.settings) == 1
    unreachable.run()
    return Notice.objects.get(pk=notice.pk)


def party(actor: Actor, notice: Notice) -> dict[str, object]:
    """The customer as a reader is told of them."""
    shown = whole(actor, queries.get(actor, notice.id)).parties
    return next(one.model_dump() for one in shown if one.role == "customer")


def events(notice: Notice, action: str) -> int:
    return Event.objects.filter(subject_id=notice.id, action=action).count()


def test_each_address_is_told_once_of_what_is_sent(electrician: Actor) -> None:
    notice = ways.ready(electrician)
    parties.type_name(electrician, notice.id, PartyRole.BILL_PAYER, Party.Kind.COMPANY, "Regning AS", "not_founded")
    parties.set_contact(
        electrician, notice.id, PartyRole.BILL_PAYER, email="kari@nordmann.example", mobile="", no_email=False
    )
    parties.type_name(electrician, notice.id, PartyRole.CONTACT, Party.Kind.COMPANY, "Vaktmester AS", "not_founded")
    parties.set_contact(
        electrician, notice.id, PartyRole.CONTACT, email="vakt@mester.example", mobile="", no_email=False
    )
    actions.send(electrician, notice.id)
    assert told(notice) == [KARI]


def test_the_mail_says_who_what_and_where_and_opens_nothing(electrician: Actor) -> None:
    Organisation.objects.filter(pk=electrician.organisation).update(phone="+4773123456")
    notice = ways.sent(electrician)
    mail = Message.objects.get(subject_id=notice.id, kind=informing.KIND)
    for words in (
        "Eksempel Elektro AS",
        "Eksempelnett",
        "Prøvevegen 1",
        "Kari Marie Nordmann",
        "73 12 34 56",
        notice.number,
    ):
        assert str(words) in mail.text
    assert "http" not in mail.text + mail.html
    assert "900 00 000" not in mail.text
    assert "Svar i nettmelding" not in mail.text
    assert mail.audience == "customer"


def test_what_is_sent_again_is_told_to_new_addresses_only(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(text="Se tegningen.")])
    actions.send(electrician, notice.id)
    assert told(notice) == [KARI]
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(text="Og adressen.")])
    parties.set_contact(electrician, notice.id, CUSTOMER, email=RIGHT, mobile="", no_email=False)
    actions.send(electrician, notice.id)
    assert told(notice) == [KARI, RIGHT]


def test_a_grid_company_switches_it_off(electrician: Actor, case_handler: Actor) -> None:
    CompanySettings.objects.update_or_create(
        organisation_id=case_handler.organisation, defaults={"told_of": {informing.KIND: False}}
    )
    notice = ways.sent(electrician)
    correcting.correct(electrician, notice.id, CUSTOMER, NEW)
    assert told(notice) == []


def test_one_without_email_is_told_nothing(electrician: Actor) -> None:
    notice = ways.ready(electrician)
    parties.set_contact(electrician, notice.id, CUSTOMER, email="", mobile="90000000", no_email=True)
    actions.send(electrician, notice.id)
    assert told(notice) == []


def test_an_address_that_is_refused_is_marked_and_told_once(
    electrician: Actor, case_handler: Actor, server: MailServer
) -> None:
    notice = refused(ways.sent(electrician), server)
    assert notice.unreached == [KARI]
    assert unreachable.run() == 0
    assert told(notice, unreachable.KIND) == [ELECTRICIAN]
    text = Message.objects.get(subject_id=notice.id, kind=unreachable.KIND).text
    assert KARI in text
    assert f"/meldinger/{notice.id}/kontakt/customer" in text
    for reader in (electrician, case_handler):
        assert party(reader, notice)["unreached"] is True
        (last,) = [one for one in timeline.entries(reader, notice.id) if one.action == "contact_unreached"]
        assert last.detail["roles"] == ["customer", "owner"]


def test_an_address_that_nobody_took_for_days_counts_too(electrician: Actor, server: MailServer) -> None:
    notice = ways.sent(electrician)
    Message.objects.filter(subject_id=notice.id).exclude(kind=informing.KIND).delete()
    server.at_rcpt.append("450 4.2.0 Prøv senere")
    with clock.frozen(clock.now() + delivery.GIVE_UP_AFTER):
        delivery.deliver_due(f"test-{uuid7()}", server=server.settings)
    assert Message.objects.get(subject_id=notice.id).status == "failed"
    assert unreachable.run() == 1
    assert Notice.objects.get(pk=notice.pk).unreached == [KARI]


def test_what_bounces_after_it_is_corrected_is_of_no_account(electrician: Actor, server: MailServer) -> None:
    notice = ways.sent(electrician)
    message = Message.objects.get(subject_id=notice.id, kind=informing.KIND)
    correcting.correct(electrician, notice.id, CUSTOMER, NEW)
    Message.objects.filter(subject_id=notice.id).exclude(pk=message.pk).delete()
    server.at_rcpt.append("550 5.1.1 Ukjent mottaker")
    delivery.deliver_due(f"test-{uuid7()}", server=server.settings)
    assert unreachable.run() == 1
    assert Notice.objects.get(pk=notice.pk).unreached == []
    assert events(notice, "contact_unreached") == 0


@pytest.mark.parametrize("who", ["electrician", "case_handler", "fitter"])
def test_both_sides_correct_it_beside_what_was_sent(
    who: str, electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor], server: MailServer
) -> None:
    people = {
        "electrician": electrician,
        "case_handler": case_handler,
        "fitter": actor("montor@eksempelelektro.example"),
    }
    notice = refused(ways.sent(electrician), server)
    correcting.correct(people[who], notice.id, PartyRole.OWNER, NEW)
    for reader in (electrician, case_handler):
        now = party(reader, notice)
        assert (now["email"], now["unreached"]) == (RIGHT, False)
    assert party(case_handler, notice)["corrected_at"] is not None
    assert set(Party.objects.filter(notice=notice).values_list("email", flat=True)) == {RIGHT}
    assert notice.submissions.get().content["parties"][0]["email"] == KARI
    assert told(notice) == [KARI, RIGHT]
    assert not has_changed(queries.get(electrician, notice.id), Stage.NOTICE)
    (event,) = [one for one in timeline.entries(case_handler, notice.id) if one.action == "contact_corrected"]
    assert (event.detail["was"]["email"], event.detail["now"]["email"]) == (KARI, RIGHT)


def test_it_is_corrected_once_and_the_same_address_is_tried_again_where_it_did_not_get_there(
    electrician: Actor, server: MailServer
) -> None:
    notice = ways.sent(electrician)
    same = Contact(email=KARI, mobile="900 00 000", no_email=False)
    correcting.correct(electrician, notice.id, CUSTOMER, same)
    assert (events(notice, "contact_corrected"), told(notice)) == (0, [KARI])
    notice = refused(notice, server)
    correcting.correct(electrician, notice.id, CUSTOMER, same)
    assert (events(notice, "contact_corrected"), told(notice)) == (1, [KARI, KARI])
    assert Notice.objects.get(pk=notice.pk).unreached == []


def test_the_next_version_holds_what_was_corrected(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, "Hvor står måleren?")
    correcting.correct(case_handler, notice.id, CUSTOMER, NEW)
    drafts.save(electrician, notice.id, mine={"power.new_peak_kw": "21"})
    notice = actions.answer(electrician, notice.id, "I gangen.").notice
    assert Notice.objects.get(pk=notice.pk).corrected == {}
    last = notice.submissions.order_by("-number")[0]
    assert {one["email"] for one in last.content["parties"]} == {RIGHT}
    assert read(notice, last, as_it_stands=True).parties[0].corrected_at is None


def test_what_the_contractor_has_not_sent_is_not_told_by_a_correction(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, "Hvem er kunden?")
    parties.type_name(electrician, notice.id, CUSTOMER, Party.Kind.COMPANY, "Hemmelig AS", "not_founded")
    correcting.correct(case_handler, notice.id, CUSTOMER, NEW)
    assert (party(case_handler, notice)["name"], party(case_handler, notice)["email"]) == ("Kari Marie Nordmann", RIGHT)
    assert Party.objects.get(notice=notice, role="customer").email == ""


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        (Contact(email="kari@", mobile="", no_email=False), "email"),
        (Contact(email="test@test.no", mobile="", no_email=False), "email"),
        (Contact(email="", mobile="", no_email=False), "email"),
        (Contact(email="", mobile="", no_email=True), "mobile"),
        (Contact(email=RIGHT, mobile="12", no_email=False), "mobile"),
    ],
)
def test_what_does_not_hold_changes_nothing(electrician: Actor, contact: Contact, field: str) -> None:
    notice = ways.sent(electrician)
    with pytest.raises(Invalid) as refusal:
        correcting.correct(electrician, notice.id, CUSTOMER, contact)
    assert set(refusal.value.fields) == {field}
    assert Notice.objects.get(pk=notice.pk).corrected == {}


def test_who_may_not_correct_does_not(
    electrician: Actor, case_handler: Actor, provenett: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.sent(electrician)
    for stranger in (provenett, actor("admin@proveinstallasjon.example")):
        with pytest.raises(NotFound):
            correcting.correct(stranger, notice.id, CUSTOMER, NEW)
    for reader in (actor("dle@eksempelnett.example"), actor("nettadmin@eksempelnett.example")):
        with pytest.raises(NotAllowed):
            correcting.correct(reader, notice.id, CUSTOMER, NEW)
    with pytest.raises(NotFound):
        correcting.correct(electrician, notice.id, PartyRole.DEVELOPER, NEW)


def test_a_draft_and_what_is_over_are_not_corrected_here(electrician: Actor, case_handler: Actor) -> None:
    draft, sent = ways.ready(electrician), ways.sent(electrician)
    with pytest.raises(NotFound):
        correcting.correct(case_handler, draft.id, CUSTOMER, NEW)
    actions.withdraw(electrician, sent.id)
    for notice in (draft, sent):
        with pytest.raises(Refused):
            correcting.correct(electrician, notice.id, CUSTOMER, NEW)


def test_corrections_are_no_way_to_write_to_many(electrician: Actor) -> None:
    notice = ways.sent(electrician)
    for number in range(informing.MOST + 5):
        contact = Contact(email=f"noen{number}@steder.example", mobile="", no_email=False)
        correcting.correct(electrician, notice.id, CUSTOMER, contact)
    assert len(told(notice)) == informing.MOST


def test_a_copy_remembers_which_address_did_not_work(electrician: Actor, server: MailServer) -> None:
    notice = refused(ways.sent(electrician), server)
    assert copying.copy(electrician, notice.id).unreached == [KARI]


def test_the_worker_finds_what_nobody_took_without_reading_through_the_outbox() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of an empty PostgreSQL says nothing")
    with CaptureQueriesContext(connection) as context:
        assert unreachable.run() == 0
    (statement,) = [query["sql"] for query in context.captured_queries]
    assert any("message_not_taken" in line for line in plans.of(statement))
