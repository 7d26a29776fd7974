"""What goes with every move of a report: the event, whose turn it is, and the word to the one who reported."""

from datetime import datetime

from django.utils import translation

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.settings import env
from nettmelding.grid import error_queries
from nettmelding.grid.models import Kind, MapError
from nettmelding.grid.words import kind_name
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations import waits
from nettmelding.organisations.models import Membership
from nettmelding.organisations.waits import Waiting

SUBJECT = "map_error"
CHANGED = "map_error_changed"
ANSWER_WORKING_DAYS = 10
BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)


def recorded(actor: Actor, error: MapError, action: str, text: str = "") -> None:
    """The event, in the report's own chain. Inside the caller's transaction, as all here."""
    record(actor, SUBJECT, error.id, action, audience=BOTH, detail={"number": error.number}, reason=text)


def say_whose_turn(error: MapError) -> None:
    """The grid company's until it has answered, and again when an edition has changed the object."""
    turn = None
    if error.state == MapError.State.OPEN:
        turn = (SUBJECT, error.reported_at)
    elif error.state == MapError.State.ANSWERED and error.change:
        turn = (CHANGED, clock.now())
    waits.replace(SUBJECT, error.id, [_waiting(error, *turn)] if turn else [])


def tell_reporter(error: MapError, kind: str) -> None:
    """Thanks and the answer, by e-mail, to who reported it and still works there; not to who answered it."""
    person = _reporter(error)
    if person is None or not person.email or person.id == error.handler_id:
        return
    with translation.override(person.language):
        about = in_a_mail(error)
    enqueue(
        kind=kind,
        to=person.email,
        context={
            "number": error.number,
            "link": f"{env.base_url}/kartfeil/{error.id}",
            "recipient_name": person.name,
            "company": error.grid_company.name,
            "what": about,
            "reason": error.answer,
        },
        organisation_id=error.grid_company_id,
        subject_kind=SUBJECT,
        subject_id=error.id,
        audience=Audience.CONTRACTOR,
        language=person.language,
    )


def in_a_mail(error: MapError) -> str:
    """What it is about, without what a customer point may be called: an address."""
    if error.object_kind == Kind.CUSTOMER_POINT:
        return kind_name(error.object_kind)
    return error_queries.title(error)


def _waiting(error: MapError, why: str, since: datetime) -> Waiting:
    due = clock.end_of_day(clock.add_working_days(clock.oslo(since).date(), ANSWER_WORKING_DAYS))
    return Waiting(error.grid_company_id, error.contractor_id, why, due, None, error.screen_id)


def _reporter(error: MapError) -> User | None:
    if error.reporter_id is None:
        return None
    company = error.contractor_id or error.grid_company_id
    standing = Membership.objects.filter(user_id=error.reporter_id, organisation_id=company, ended_at__isnull=True)
    found = standing.filter(user__is_active=True).select_related("user").first()
    return found.user if found else None
