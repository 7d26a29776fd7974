"""Cases that are no notices: what is laid down for good, and questions to a person at the grid company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock, numbers, search
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.settings import env
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import screening
from nettmelding.notices.models import Request
from nettmelding.organisations import access, queries, waits
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.waits import Waiting

SUBJECT = "request"
State = Request.State


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the requests' own small table of moves."""

    action: str
    sources: frozenset[str]
    target: State
    by_grid_company: bool
    needs_text: bool
    name: str | Promise


STEPS = (
    Step("take", frozenset({State.SENT}), State.TAKEN, True, False, gettext_lazy("Ta saken")),
    Step("done", frozenset({State.SENT, State.TAKEN}), State.DONE, True, True, gettext_lazy("Ferdig")),
    Step("decline", frozenset({State.SENT, State.TAKEN}), State.DECLINED, True, True, gettext_lazy("Avslå")),
    Step("withdraw", frozenset({State.SENT, State.TAKEN}), State.WITHDRAWN, False, False, gettext_lazy("Trekk")),
)
STATE_NAMES: dict[str, str | Promise] = {
    State.SENT: gettext_lazy("Sendt"),
    State.TAKEN: gettext_lazy("Under behandling"),
    State.DONE: gettext_lazy("Ferdig"),
    State.DECLINED: gettext_lazy("Avslått"),
    State.WITHDRAWN: gettext_lazy("Trukket"),
}
KIND_NAMES: dict[str, str | Promise] = {
    Request.Kind.DISCONNECTION: gettext_lazy("Frakobling for godt"),
    Request.Kind.ENQUIRY: gettext_lazy("Spørsmål"),
}
ANSWER_WORKING_DAYS = 5


def visible_to(actor: Actor) -> QuerySet[Request]:
    """The requests an actor may see."""
    rule = access.cases(actor, sent=Q(), addressed_to_inspectorate=Q(pk__in=[]))
    return Request.objects.filter(rule).select_related("contractor", "grid_company", "created_by", "handler")


def matching(actor: Actor, query: str) -> QuerySet[Request]:
    """The visible requests in which every word of the query begins a word, newest first."""
    rows = visible_to(actor)
    found = search.narrowed(rows, actor.organisation_id, SUBJECT, query) if actor.organisation_id else rows.none()
    return found.order_by("-changed_at")


def get(actor: Actor, request_id: UUID) -> Request:
    """One request. Errors: NotFound."""
    found = visible_to(actor).filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def send(
    actor: Actor,
    kind: Request.Kind,
    grid_company_id: UUID,
    *,
    subject: str = "",
    address: str = "",
    meter_numbers: Sequence[str] = (),
    wanted_date: date | None = None,
    text: str = "",
) -> Request:
    """Send a request to a grid company. Errors: NotAllowed, Invalid with a sentence for each field."""
    if not access.may_write_notices(actor) or actor.organisation_id is None:
        raise NotAllowed("not_yours", _("Bare installatører sender dette."))
    problems = _problems(kind, grid_company_id, address, meter_numbers, wanted_date, text)
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Fyll ut det som er merket."), fields=problems)
    number = "F" + numbers.yearly("request")
    with write():
        request = Request.objects.create(
            number=number,
            kind=kind,
            contractor_id=actor.organisation_id,
            grid_company_id=grid_company_id,
            subject=subject,
            address=address.strip(),
            meter_numbers=list(meter_numbers),
            wanted_date=wanted_date,
            text=text.strip(),
            created_by_id=actor.user_id,
        )
        screening.mark_request(request)
        request.save()
        _tell(actor, request, "sent", text)
        _acknowledge(actor, request)
    return request


def step(actor: Actor, request_id: UUID, action: str, *, text: str = "", revision: int | None = None) -> Request:
    """Move a request. Errors: NotFound, NotAllowed, Refused, Conflict, Invalid."""
    row = next((s for s in STEPS if s.action == action), None)
    if row is None:
        raise NotFound
    with write():
        request = visible_to(actor).select_for_update(of=("self",)).filter(pk=request_id).first()
        if request is None:
            raise NotFound
        if revision is not None and revision != request.revision:
            raise Conflict("changed_meanwhile", _("Saken er endret av noen andre i mellomtiden."))
        if row not in offered(actor, request, any_state=True):
            raise NotAllowed("not_yours", _("Dette kan ikke du gjøre med saken."))
        if request.state not in row.sources:
            raise Refused("not_now", _("Dette kan ikke gjøres nå. Saken har fått en annen status."))
        if row.needs_text and not text.strip():
            raise Invalid("reason_needed", _("Skriv et svar."), fields={"text": _("Skriv et svar.")})
        request.state = row.target
        request.revision += 1
        request.changed_at = clock.now()
        if row.by_grid_company:
            request.handler_id = actor.user_id
            request.answer = text.strip() or request.answer
        request.save()
        _tell(actor, request, action, text)
    return request


def offered(actor: Actor, request: Request, *, any_state: bool = False) -> list[Step]:
    """What the actor may do with the request now."""
    if actor.organisation_id == request.grid_company_id:
        mine = actor.may(Right.HANDLE)
    else:
        mine = actor.organisation_id == request.contractor_id and access.may_write_notices(actor)
    by_grid_company = actor.organisation_id == request.grid_company_id
    return [
        s for s in STEPS if mine and s.by_grid_company is by_grid_company and (any_state or request.state in s.sources)
    ]


def _problems(
    kind: Request.Kind, grid_company_id: UUID, address: str, meters: Sequence[str], wanted: date | None, text: str
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not queries.grid_companies().filter(pk=grid_company_id).exists():
        problems["grid_company"] = _("Velg nettselskapet.")
    if kind is Request.Kind.ENQUIRY and not text.strip():
        problems["text"] = _("Skriv hva du lurer på.")
    if kind is Request.Kind.DISCONNECTION:
        if not address.strip() and not meters:
            problems["address"] = _("Skriv adressen eller målernummeret.")
        if wanted is None:
            problems["wanted_date"] = _("Velg når det skal kobles fra.")
        elif wanted < clock.today():
            problems["wanted_date"] = _("Datoen har vært. Velg en dag fram i tid.")
    return problems


def _tell(actor: Actor, request: Request, action: str, text: str) -> None:
    record(
        actor, SUBJECT, request.id, action, audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY), reason=text.strip()
    )
    due = clock.end_of_day(clock.add_working_days(clock.oslo(request.created_at).date(), ANSWER_WORKING_DAYS))
    open_case = request.state in {State.SENT, State.TAKEN}
    why, screen = f"request_{request.kind}", request.screen_id
    waiting = Waiting(request.grid_company_id, request.contractor_id, why, due, request.handler_id, screen)
    waits.replace(SUBJECT, request.id, [waiting] if open_case else [])
    terms = [request.number, request.address, request.text, *request.meter_numbers]
    search.index([request.contractor_id, request.grid_company_id], SUBJECT, request.id, terms)


def _acknowledge(actor: Actor, request: Request) -> None:
    """The grid company's shared address is told of what has come; of a screened object, its named handlers."""
    for address, name in _told_of_it(request):
        enqueue(
            kind="disconnection_requested" if request.kind == Request.Kind.DISCONNECTION else "enquiry",
            to=address,
            context={
                "number": request.number,
                "address": request.address,
                "reason": _in_words(request),
                "due": request.wanted_date,
                "contractor": actor.organisation_name,
                "recipient_name": name,
                "link": f"{env.base_url}/henvendelser/{request.id}",
            },
            organisation_id=request.contractor_id,
            subject_kind=SUBJECT,
            subject_id=request.id,
            audience=Audience.GRID_COMPANY,
        )


def _told_of_it(request: Request) -> list[tuple[str, str]]:
    """Address and name of those at the grid company who are told."""
    if request.screen_id is not None:
        return [(user.email or "", user.name) for user in screening.addressees(request.screen_id)]
    grid_company = Organisation.objects.get(pk=request.grid_company_id)
    return [(grid_company.email, grid_company.name)] if grid_company.email else []


def _in_words(request: Request) -> str:
    """What the contractor wrote, with the meters it is about."""
    meters = _("Målernummer: %(numbers)s") % {"numbers": ", ".join(request.meter_numbers)}
    return "\n".join(filter(None, [request.text, meters if request.meter_numbers else ""]))
