"""Reading notices. Every query begins at `visible_to(actor)`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from nettmelding.core import clock, search
from nettmelding.core.actor import Actor
from nettmelding.core.cursors import Page, page
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.notices.models import Attachment, Notice, Submission
from nettmelding.notices.status import Status
from nettmelding.organisations import access
from nettmelding.organisations.models import Wait

SUBJECT = "notice"
ORDERS = {
    "changed": "-changed_at",
    "oldest": "changed_at",
    "address": "address_key",
    "number": "-number",
}
"""Name in the address of a list → column."""


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """The notices an actor may see at all."""
    return Notice.objects.filter(
        access.cases(
            actor,
            sent=Q(sent_at__isnull=False),
            addressed_to_inspectorate=Q(to_inspectorate=True),
        )
    )


def get(actor: Actor, notice_id: UUID) -> Notice:
    """One notice with its two owners. Errors: NotFound, also where it is another's."""
    rows = visible_to(actor).select_related("contractor", "grid_company", "handler", "responsible", "created_by")
    found = rows.filter(pk=notice_id).first()
    if found is None:
        raise NotFound
    return found


def locked(actor: Actor, ids: Collection[UUID]) -> QuerySet[Notice]:
    """Those of `ids` that the actor sees, locked, in the order that all lock in. Inside the caller's transaction.

    They are locked by themselves before it is asked what the actor sees: from a query that joins, PostgreSQL leaves out a row
    whose contractor was changed while the query waited for it.
    """
    mother_first = (F("mother_id").asc(nulls_first=True), "id")
    rows = Notice.objects.filter(pk__in=set(ids)).order_by(*mother_first)
    list(rows.select_for_update().values_list("pk"))
    return visible_to(actor).filter(pk__in=set(ids)).order_by(*mother_first)


def own(actor: Actor, notice_id: UUID) -> Notice:
    """A notice of the actor's own company, whose working copy they may read. Errors: NotFound."""
    found = get(actor, notice_id)
    if found.contractor_id != actor.organisation_id:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; every part is optional."""

    query: str = ""
    statuses: tuple[Status, ...] = ()
    types: tuple[str, ...] = ()
    turn: str = ""
    """`mine`: waits for the actor's organisation; `me`: for the actor in person; `others`: for somebody else."""
    contractor_id: UUID | None = None
    grid_company_id: UUID | None = None
    responsible_id: UUID | None = None
    handler_id: UUID | None = None
    late: bool = False
    changed_from: date | None = None
    changed_to: date | None = None
    mother_id: UUID | None = None
    """The metering points of this block notice."""
    project_id: UUID | None = None


def matching(actor: Actor, wanted: Filter) -> QuerySet[Notice]:
    """The visible notices that fit a filter. The metering points of a block notice are found by search and by their mother."""
    rows = visible_to(actor)
    if not wanted.query.strip() and wanted.mother_id is None:
        rows = rows.filter(mother__isnull=True)
    equal = {
        "mother_id": wanted.mother_id,
        "project_id": wanted.project_id,
        "status__in": list(wanted.statuses),
        "leading_type__in": list(wanted.types),
        "contractor_id": wanted.contractor_id,
        "grid_company_id": wanted.grid_company_id,
        "responsible_id": wanted.responsible_id,
        "handler_id": wanted.handler_id,
        "changed_at__gte": clock.start_of_day(wanted.changed_from) if wanted.changed_from else None,
        "changed_at__lte": clock.end_of_day(wanted.changed_to) if wanted.changed_to else None,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if wanted.turn or wanted.late:
        rows = _waited_for(rows, actor, wanted)
    if wanted.query.strip():
        owner = actor.organisation_id
        rows = search.narrowed(rows, owner, SUBJECT, wanted.query) if owner else rows.none()
    return rows


def as_lines(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """As lists show them: with firms and people, without the answers, which are large and which no list shows."""
    return rows.select_related("contractor", "grid_company", "handler", "responsible").defer(
        "answers", "known", "corrected", "unreached"
    )


def listed(
    actor: Actor, wanted: Filter, *, order: str = "changed", cursor: str | None = None, size: int = 50
) -> Page[Notice]:
    """A page of a list. Errors: Invalid for an order or cursor that is not one of ours."""
    if order not in ORDERS:
        raise Invalid("bad_order", "order: " + ", ".join(ORDERS))
    rows = as_lines(matching(actor, wanted))
    if order == "number":
        rows = rows.filter(number__isnull=False)
    return page(rows, ORDERS[order], cursor, size)


def latest_submission(notice: Notice) -> Submission | None:
    """What was sent last, of either stage."""
    return notice.submissions.order_by("-number").first()


def submission(notice: Notice, number: int) -> Submission:
    """A sent version by its number. Errors: NotFound."""
    found = notice.submissions.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def attachments_for(actor: Actor, notice: Notice) -> QuerySet[Attachment]:
    """The attachments the actor may open: the contractor's own all, others what has been sent.

    What a contractor that had the notice before did not send, stays with it.
    """
    rows = notice.attachments.select_related("document", "added_by")
    if actor.organisation_id == notice.contractor_id:
        rows = rows.filter(Q(removed_at__isnull=True) | Q(sent_with__isnull=False))
        theirs = Q(organisation_id__in=[notice.contractor_id, notice.grid_company_id])
        return rows.filter(theirs | Q(sent_with__isnull=False))
    return rows.filter(Q(sent_with__isnull=False) | Q(organisation_id=actor.organisation_id))


def _waited_for(rows: QuerySet[Notice], actor: Actor, wanted: Filter) -> QuerySet[Notice]:
    """Those with a wait as wanted: by their keys where few have one, else asked row by row as the list is read."""
    waits = _waits(actor, wanted)
    concerned = _concerned(waits, actor, wanted)
    ids = search.few(concerned.values_list("subject_id", flat=True)) if concerned is not None else None
    if ids is not None:
        return rows.filter(pk__in=ids)
    return rows.filter(Exists(waits.filter(subject_id=OuterRef("pk"))))


def _concerned(waits: QuerySet[Wait], actor: Actor, wanted: Filter) -> QuerySet[Wait] | None:
    """The waits by the company's own index where they may be few; None where many are to be expected.

    A grid company waits itself, or is waited for, in each of its cases; a contractor does not while a customer is asked.
    """
    if wanted.turn in {"mine", "me"}:
        return waits
    if wanted.late and actor.is_grid_company:
        return waits.filter(Q(organisation_id=actor.organisation_id) | Q(waiting_id=actor.organisation_id))
    return None


def _waits(actor: Actor, wanted: Filter) -> QuerySet[Wait]:
    rows = Wait.objects.all()
    if wanted.turn in {"mine", "me"}:
        rows = rows.filter(organisation_id=actor.organisation_id)
    if wanted.turn == "me":
        rows = rows.filter(assignee_id=actor.user_id)
    if wanted.turn == "others":
        rows = rows.exclude(organisation_id=actor.organisation_id)
    if wanted.late:
        rows = rows.filter(due__lt=clock.now())
    return rows
