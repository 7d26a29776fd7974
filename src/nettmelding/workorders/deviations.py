"""What was found wrong: told in the field, mended by the contractor, looked over by the grid company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.cursors import Page, page
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.documents import actions as documents
from nettmelding.documents.actions import Readable
from nettmelding.documents.models import Document
from nettmelding.organisations import access, waits
from nettmelding.organisations.waits import Waiting
from nettmelding.workorders import telling
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import Deviation, Photo, WorkOrder
from nettmelding.workorders.queries import visible_to as orders_visible_to
from nettmelding.workorders.ruleset import rules_of

SUBJECT = "deviation"
State = Deviation.State
STATE_NAMES: dict[str, str | Promise] = {
    State.OPEN: gettext_lazy("Skal rettes"),
    State.MENDED: gettext_lazy("Meldt rettet"),
    State.CLOSED: gettext_lazy("Lukket"),
    State.WITHDRAWN: gettext_lazy("Trukket"),
}
STANDING = (State.OPEN, State.MENDED)
LONGEST = 2_000
MOST_PHOTOS = 12
BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)


@dataclass(frozen=True, slots=True)
class Found:
    """A deviation as a device tells of it."""

    id: UUID
    kind: str
    severity: str
    text: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture that is handed in with what was mended."""

    name: str
    data: bytes | Readable


def visible_to(actor: Actor) -> QuerySet[Deviation]:
    """Those of the orders an actor sees. A contractor's own are of its own notices, whoever found them."""
    return Deviation.objects.filter(order__in=orders_visible_to(actor).values("pk"))


def with_all(rows: QuerySet[Deviation]) -> QuerySet[Deviation]:
    """With what a page about a deviation shows."""
    return rows.select_related("order__notice", "order__performer", "grid_company", "contractor")


def may_settle(actor: Actor) -> bool:
    """Whether deviations wait for people like the actor: those who mend at a contractor, those who close at a grid company."""
    return actor.may(Right.REPORT if actor.is_contractor else Right.HANDLE)


def get(actor: Actor, deviation_id: UUID) -> Deviation:
    """Errors: NotFound."""
    found = with_all(visible_to(actor)).filter(pk=deviation_id).first()
    if found is None:
        raise NotFound
    return found


def listed(
    actor: Actor, *, states: Sequence[str] = (), kind: str = "", cursor: str | None = None, size: int = 50
) -> Page[Deviation]:
    """The newest first. Errors: Invalid for a cursor that is not one of ours."""
    rows = with_all(visible_to(actor))
    rows = rows.filter(state__in=[one for one in states if one in State.values]) if states else rows
    rows = rows.filter(kind=kind) if kind else rows
    return page(rows, "-found_at", cursor, size)


def of_order(order: WorkOrder) -> list[Deviation]:
    """What was found during an order, in the order it was found."""
    return list(order.deviations.exclude(state=State.WITHDRAWN).order_by("found_at", "id"))


def offered(actor: Actor, deviation: Deviation) -> list[str]:
    """What the actor can do with it now: `mend`, `close`, `give_back`."""
    found = []
    if deviation.state == State.OPEN and deviation.contractor_id == actor.organisation_id and actor.may(Right.REPORT):
        found.append("mend")
    if deviation.grid_company_id == actor.organisation_id and actor.may(Right.HANDLE):
        found += ["close"] if deviation.state in STANDING else []
        found += ["give_back"] if deviation.state == State.MENDED else []
    return found


def find(actor: Actor, order: WorkOrder, found: Found, happened_at: datetime) -> Deviation:
    """Tell of one, or change what was told under the same id. Inside the caller's transaction, under the order's lock.

    Errors: Invalid by field; Refused where it is settled.
    """
    known = written()
    if found.kind not in known.deviations or found.severity not in known.severities:
        raise Invalid("deviation", _("Velg hva som er galt, og hvor alvorlig det er."))
    photos = [str(one) for one in found.photos[:MOST_PHOTOS]]
    stands = Deviation.objects.filter(pk=found.id).first()
    if stands is not None:
        if stands.order_id != order.id:
            raise NotFound
        if stands.state != State.OPEN:
            raise Refused("settled", _("Avviket er behandlet allerede."))
        stands.kind, stands.severity, stands.text, stands.photos = (
            found.kind,
            found.severity,
            found.text[:LONGEST],
            photos,
        )
        stands.due = _due(order, found.severity, happened_at)
        stands.save()
        _say_whose_turn(stands)
        return stands
    made = Deviation(
        id=found.id,
        order=order,
        grid_company_id=order.grid_company_id,
        contractor_id=order.notice.contractor_id if order.notice else None,
        kind=found.kind,
        severity=found.severity,
        text=found.text.strip()[:LONGEST],
        photos=photos,
        found_by_name=actor.name,
        found_at=happened_at,
        due=_due(order, found.severity, happened_at),
    )
    made.save(force_insert=True)
    _record(actor, made, "deviation_found", happened_at=happened_at)
    _say_whose_turn(made)
    telling.deviation_found(made)
    return made


def withdraw(actor: Actor, order: WorkOrder, deviation_id: UUID) -> None:
    """The fitter takes it back. Inside the caller's transaction. Errors: NotFound, Refused."""
    found = Deviation.objects.filter(pk=deviation_id, order=order).first()
    if found is None:
        raise NotFound
    if found.state not in STANDING:
        raise Refused("settled", _("Avviket er behandlet allerede."))
    _settle(actor, found, State.WITHDRAWN, "deviation_withdrawn")


def mend(actor: Actor, deviation_id: UUID, text: str, photos: Sequence[Photograph]) -> Deviation:
    """The contractor says that it is mended, with how it looks now. Errors: NotFound, NotAllowed, Refused, Invalid by field."""
    found = get(actor, deviation_id)
    if found.contractor_id != actor.organisation_id:
        raise NotAllowed("not_yours", _("Installatøren på meldingen melder avviket rettet."))
    access.require(actor, Right.REPORT)
    if not text.strip():
        sentence = _("Skriv hva som er gjort.")
        raise Invalid("text", sentence, fields={"text": sentence})
    documents_now = [_received(actor, photo) for photo in photos[:MOST_PHOTOS]]
    with write():
        found = _locked(actor, deviation_id, State.OPEN)
        found.mended_text, found.mended_by_name, found.mended_at = text.strip()[:LONGEST], actor.name, clock.now()
        found.mended_photos = [*found.mended_photos, *(str(one.id) for one in documents_now)][:MOST_PHOTOS]
        found.state = State.MENDED
        found.save()
        _record(actor, found, "deviation_mended", reason=text.strip())
        _say_whose_turn(found)
    return found


def close(actor: Actor, deviation_id: UUID, text: str = "") -> Deviation:
    """The grid company takes it as settled. Errors: NotFound, NotAllowed, Refused."""
    _require_grid(actor, get(actor, deviation_id))
    with write():
        found = _locked(actor, deviation_id, *STANDING)
        found.answer = text.strip()[:LONGEST]
        _settle(actor, found, State.CLOSED, "deviation_closed", reason=text)
    return found


def give_back(actor: Actor, deviation_id: UUID, text: str) -> Deviation:
    """The grid company does not take it as mended. Errors: NotFound, NotAllowed, Refused, Invalid by field."""
    _require_grid(actor, get(actor, deviation_id))
    if not text.strip():
        sentence = _("Skriv hva som gjenstår.")
        raise Invalid("text", sentence, fields={"text": sentence})
    with write():
        found = _locked(actor, deviation_id, State.MENDED)
        found.state, found.answer = State.OPEN, text.strip()[:LONGEST]
        found.due = _due(found.order, found.severity, clock.now())
        found.save()
        _record(actor, found, "deviation_given_back", reason=text.strip())
        _say_whose_turn(found)
        telling.deviation_given_back(found)
    return found


def photos_of(deviation: Deviation) -> tuple[list[Photo], list[Document]]:
    """How it looked, and how it looks now."""
    before = list(deviation.order.photos.filter(pk__in=deviation.photos, removed_at__isnull=True))
    return before, list(Document.objects.filter(pk__in=deviation.mended_photos).order_by("created_at"))


def opened(actor: Actor, deviation_id: UUID, document_id: UUID) -> Document:
    """A picture of what was mended. Errors: NotFound."""
    found = get(actor, deviation_id)
    if str(document_id) not in found.mended_photos:
        raise NotFound
    return Document.objects.get(pk=document_id)


def counted(actor: Actor, since: datetime) -> Mapping[str, int]:
    """How many of each kind since a moment, the commonest first: a contractor's about itself, the grid company's about all."""
    return dict(found_since(actor, since).values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind"))


def found_since(actor: Actor, since: datetime) -> QuerySet[Deviation]:
    """Those found since a moment and not taken back: a contractor's about itself, the grid company's about all."""
    rows = visible_to(actor).filter(found_at__gte=since).exclude(state=State.WITHDRAWN)
    return rows.filter(contractor_id=actor.organisation_id) if actor.is_contractor else rows


def _due(order: WorkOrder, severity: str, found_at: datetime) -> datetime:
    days = rules_of(order.grid_company_id).days_to_mend(severity)
    return clock.end_of_day(clock.add_working_days(clock.oslo(found_at).date(), days))


def _received(actor: Actor, photo: Photograph) -> Document:
    try:
        document = documents.receive(actor, owner_id=actor.organisation, name=photo.name, data=photo.data)
    except Invalid as error:
        raise Invalid(error.code, error.message, fields={"photos": error.message}) from None
    if document.width is None:
        with write():
            documents.discard(document.id)
        sentence = _("Legg ved et bilde, for eksempel fra mobilkameraet.")
        raise Invalid("no_picture", sentence, fields={"photos": sentence})
    return document


def _locked(actor: Actor, deviation_id: UUID, *states: str) -> Deviation:
    found = visible_to(actor).filter(pk=deviation_id)
    list(Deviation.objects.select_for_update().filter(pk__in=found.values("pk")).values_list("pk"))
    one = get(actor, deviation_id)
    if one.state not in states:
        raise Refused("not_now", _("Dette kan ikke gjøres nå. Avviket har fått en annen status."))
    return one


def _require_grid(actor: Actor, deviation: Deviation) -> None:
    if deviation.grid_company_id != actor.organisation_id:
        raise NotAllowed("not_yours", _("Nettselskapet lukker avvik."))
    access.require(actor, Right.HANDLE)


def _settle(actor: Actor, deviation: Deviation, state: Deviation.State, action: str, *, reason: str = "") -> None:
    deviation.state, deviation.closed_at = state, clock.now()
    deviation.save()
    _record(actor, deviation, action, reason=reason.strip())
    _say_whose_turn(deviation)


def _record(
    actor: Actor, deviation: Deviation, action: str, *, reason: str = "", happened_at: datetime | None = None
) -> None:
    detail: dict[str, Any] = {"kind": deviation.kind, "severity": deviation.severity, "order": deviation.order.number}
    record(actor, SUBJECT, deviation.id, action, audience=BOTH, detail=detail, reason=reason, happened_at=happened_at)


def _say_whose_turn(deviation: Deviation) -> None:
    """The contractor's until it says that it is mended, then the grid company's."""
    screen = deviation.order.screen_id or (deviation.order.notice.screen_id if deviation.order.notice else None)
    rows: list[Waiting] = []
    if deviation.state == State.OPEN and deviation.contractor_id is not None:
        responsible = deviation.order.notice.responsible_id if deviation.order.notice else None
        rows = [
            Waiting(
                deviation.contractor_id, deviation.grid_company_id, "deviation_open", deviation.due, responsible, screen
            )
        ]
    elif deviation.state in STANDING:
        due = clock.end_of_day(clock.add_working_days(clock.today(), 5))
        why = "deviation_mended" if deviation.state == State.MENDED else "deviation_open"
        rows = [Waiting(deviation.grid_company_id, deviation.contractor_id, why, due, None, screen)]
    waits.replace(SUBJECT, deviation.id, rows)
