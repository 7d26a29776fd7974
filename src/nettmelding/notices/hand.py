"""Notices in hand: rows locked for a move, with all that a move looks at read in a few statements, however many they are."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.notices.models import Attachment, Notice, Submission
from nettmelding.notices.queries import locked
from nettmelding.organisations.queries import has_access
from nettmelding.rules.queries import in_force

_ATTACHED = Attachment.objects.select_related("document")


def lock(actor: Actor, ids: Iterable[UUID]) -> list[Notice]:
    """The rows, locked in a fixed order: mothers first, then children by id; children in hand hold the mother in hand.

    Errors: NotFound where one is not the actor's.
    """
    wanted = set(ids)
    found = list(_with_all(locked(actor, wanted)))
    if len(found) != len(wanted):
        raise NotFound
    by_id = {notice.id: notice for notice in found}
    for notice in found:
        if notice.mother_id in by_id:
            notice.mother = by_id[notice.mother_id]
    _read_together(found)
    return found


def children(rows: QuerySet[Notice], mother: Notice) -> list[Notice]:
    """A mother's children in their order, to be read; they hold her."""
    found = list(_with_all(rows.filter(mother=mother)).order_by("position", "id"))
    return together(mother, found)


def read(rows: QuerySet[Notice]) -> list[Notice]:
    """Rows to be looked at, not locked, with what is looked at read for all at once; children hold their mother."""
    found = list(_with_all(rows))
    wanted = {notice.mother_id for notice in found if notice.mother_id}
    mothers = {one.id: one for one in _with_all(Notice.objects.filter(pk__in=wanted))} if wanted else {}
    for notice in found:
        if notice.mother_id:
            notice.mother = mothers[notice.mother_id]
    _read_together([*mothers.values(), *found])
    return found


def together(mother: Notice, children: Sequence[Notice]) -> list[Notice]:
    """The children, with what is looked at read for all of them and their mother at once."""
    for child in children:
        child.mother = mother
    family = [mother, *children]
    prefetch_related_objects(family, "parties", Prefetch("attachments", _ATTACHED))
    _read_together(family)
    return list(children)


def _with_all(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    with_people = rows.select_related("contractor", "grid_company", "responsible")
    return with_people.prefetch_related("parties", Prefetch("attachments", _ATTACHED))


def _read_together(notices: Sequence[Notice]) -> None:
    """What is read for many at once: what was sent last, the rules, and whether the contractor has access."""
    latest = _latest([notice for notice in notices if notice.submission_count])
    rules = {one: in_force(one) for one in {notice.grid_company_id for notice in notices} if one}
    pairs = {(notice.contractor_id, notice.grid_company_id) for notice in notices}
    access = {(contractor, grid): has_access(contractor, grid) for contractor, grid in pairs if grid}
    for notice in notices:
        notice.sent_last = latest.get(notice.id, {})
        if notice.grid_company_id:
            notice.has_access = access[notice.contractor_id, notice.grid_company_id]
            notice.rules_read = rules[notice.grid_company_id]


def _latest(notices: Sequence[Notice]) -> dict[UUID, dict[str, Submission]]:
    """What was sent last, by notice and stage."""
    if not notices:
        return {}
    later = Submission.objects.filter(
        notice_id=OuterRef("notice_id"), stage=OuterRef("stage"), number__gt=OuterRef("number")
    )
    rows = Submission.objects.filter(~Exists(later), notice__in=[notice.id for notice in notices])
    latest: dict[UUID, dict[str, Submission]] = {}
    for row in rows:
        latest.setdefault(row.notice_id, {})[row.stage] = row
    return latest
