"""A bulk change taken back: what stands as it was set goes back to what was; what was changed since stays, and is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Refused
from nettmelding.notices import bulk, bulk_handling, bulk_plan, labels
from nettmelding.notices.bulk import RESPONSIBLE
from nettmelding.notices.bulk_plan import Kept, Line, Plan
from nettmelding.notices.models import BulkChange, BulkChangeRow, Notice

UNDONE = "bulk_undone"


@dataclass(frozen=True, slots=True)
class Undone:
    """What went back, and what did not, with why."""

    change: BulkChange
    lines: tuple[Line, ...]
    left: tuple[tuple[Notice, str], ...]


def may_undo(change: BulkChange) -> bool:
    """Whether something of it has not been taken back."""
    if change.done_at is None:
        return False
    return change.rows.filter(undone_at__isnull=True).exclude(after={}).exists()


def undo(actor: Actor, change_id: UUID) -> Undone:
    """Take it back, in one transaction: one event a row and one for the whole, one message.

    Errors: NotFound; Refused where nothing of it can be taken back, with why.
    """
    with write():
        change = bulk.locked(actor, change_id)
        rows = {row.notice_id: row for row in change.rows.filter(undone_at__isnull=True).exclude(after={})}
        if change.done_at is None or not rows:
            raise Refused("nothing_to_undo", _("Det er ikke noe igjen å angre."))
        notices = bulk.lock(actor, rows.values())
        if change.what == BulkChange.What.FIELDS:
            lines, left = _answers_back(actor, change, notices, rows)
        else:
            lines, left = bulk_handling.back(actor, notices, rows)
        left = [*left, *_gone(rows, notices)]
        if not lines:
            raise Refused("nothing_to_undo", _("Ingenting kan angres. %(why)s") % {"why": " ".join(_sentences(left))})
        _mark(actor, change, [rows[line.notice.id] for line in lines])
        bulk.record_whole(actor, change, lines, UNDONE)
    return Undone(change, tuple(lines), tuple(left))


def _answers_back(
    actor: Actor, change: BulkChange, notices: Sequence[Notice], rows: Mapping[UUID, BulkChangeRow]
) -> tuple[list[Line], list[tuple[Notice, str]]]:
    wanted: dict[UUID, Mapping[str, Kept]] = {}
    left: list[tuple[Notice, str]] = []
    for notice in notices:
        standing, moved = _standing(notice, rows[notice.id])
        if moved:
            fields = ", ".join(labels.path(path) for path in moved)
            left.append((notice, _("%(fields)s er endret siden.") % {"fields": fields}))
        if standing:
            wanted[notice.id] = standing
    mine = [notice for notice in notices if notice.id in wanted]
    plan = bulk_plan.planned_each(actor, mine, wanted)
    left += [(line.notice, line.why) for line in plan.staying]
    if not plan.changing:
        return [], left
    for line in plan.changing:
        _responsible_back(line.notice, rows[line.notice.id])
    text = _("En endring av flere meldinger er angret.")
    bulk.apply(actor, change, Plan(tuple(plan.changing)), text, UNDONE)
    return plan.changing, left


def _standing(notice: Notice, row: BulkChangeRow) -> tuple[dict[str, Kept], list[str]]:
    """What was there before in the fields that stand as they were set, and the paths of those that do not."""
    standing: dict[str, Kept] = {}
    moved = []
    for path, kept in row.after.items():
        if _value(notice.answers.get(path)) == _value(kept):
            standing[path] = row.before.get(path)
        else:
            moved.append(path)
    return standing, moved


def _value(kept: Kept) -> object:
    return kept["value"] if kept else None


def _responsible_back(notice: Notice, row: BulkChangeRow) -> None:
    before = row.before.get(RESPONSIBLE)
    if before is not None:
        notice.responsible_id = UUID(before["value"]) if before["value"] else None


def _gone(rows: Mapping[UUID, BulkChangeRow], notices: Sequence[Notice]) -> Iterator[tuple[Notice, str]]:
    here = {notice.id for notice in notices}
    gone = Notice.objects.filter(pk__in=[one for one in rows if one not in here]).only("id", "number")
    for notice in gone:
        yield notice, _("Meldingen er ikke hos dere lenger.")


def _sentences(left: Sequence[tuple[Notice, str]]) -> Iterator[str]:
    for notice, why in left[:10]:
        yield f"{bulk.named(notice)}: {why}"


def _mark(actor: Actor, change: BulkChange, rows: Sequence[BulkChangeRow]) -> None:
    present = clock.now()
    BulkChangeRow.objects.filter(pk__in=[row.pk for row in rows]).update(undone_at=present)
    change.undone_at, change.undone_by_name = present, actor.name
    change.save(update_fields=["undone_at", "undone_by_name"])
