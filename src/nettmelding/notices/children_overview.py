"""A block notice's metering points in short: one line each, how far the whole has come, and who stands beside whom.

What the grid company reads is what was sent last; the contractor reads its working copies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.notices import queries
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice, Submission
from nettmelding.notices.status import COMPLETION_EDITS, Status

FINISHED = frozenset({Status.COMPLETION_REPORTED, Status.METERING, Status.CLOSED})
"""Reported finished or further."""
GONE = frozenset({Status.WITHDRAWN, Status.LAPSED})
_FLOORS = {"K": 0, "U": 1, "H": 2, "L": 3}
"""Kinds of floors from the cellar up, as Kartverket writes them: `K01`, `U01`, `H01`, `L01`."""
_USE = "building.kind"
_READ = ("site.entrance", "site.unit", _USE, "protection.mv_new_a", "metering.place", "site.meter_number")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many there are in each status."""

    by_status: Mapping[Status, int]

    @property
    def total(self) -> int:
        """Those that are neither withdrawn nor lapsed."""
        return sum(count for status, count in self.by_status.items() if status not in GONE)

    @property
    def finished(self) -> int:
        return self.count(FINISHED)

    def count(self, statuses: Iterable[Status]) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)


NOTHING = Progress({})


@dataclass(frozen=True, slots=True)
class Line:
    """One metering point; texts as they are read on a screen."""

    notice: Notice
    name: str
    """Entrance and flat, what it is for, or its place among the others."""
    entrance: str
    unit: str
    mv: str
    meter_place: str

    @property
    def order(self) -> tuple[str, int, str, int]:
        """By entrance, floor and flat; those without a flat stand last."""
        floor = _FLOORS.get(self.unit[:1].upper(), len(_FLOORS)) if self.unit else len(_FLOORS) + 1
        return self.entrance or "~", floor, self.unit.upper(), self.notice.position or 0


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a metering point stands among its mother's, by its place."""

    place: int
    total: int
    before: Notice | None
    after: Notice | None
    unfinished: Notice | None
    """The next one that can be reported finished, after this one or from the beginning again."""


def progress(actor: Actor, mothers: Iterable[Notice]) -> dict[UUID, Progress]:
    """By mother, of the children that the actor sees; in one query."""
    ids = [mother.id for mother in mothers]
    found: dict[UUID, dict[Status, int]] = {one: {} for one in ids}
    if ids:
        rows = queries.visible_to(actor).filter(mother__in=ids).order_by().values_list("mother_id", "status")
        for mother_id, status, count in rows.annotate(number=Count("id")):
            found[mother_id][Status(status)] = count
    return {key: Progress(counts) for key, counts in found.items()}


def lines(actor: Actor, mother: Notice) -> list[Line]:
    """The children that the actor sees, by entrance, floor and flat, in two queries however many they are."""
    rows = queries.visible_to(actor).filter(mother=mother).select_related("contractor", "grid_company", "handler")
    children = list(rows.defer("known", "corrected", "unreached").order_by("position", "id"))
    told = _sent([child.id for child in children if child.sent_at])
    if actor.organisation_id == mother.contractor_id:
        common = {path: value for path, value in mother.values().items() if path != _USE}
        told = {child.id: {**common, **told.get(child.id, {}), **child.values()} for child in children}
    return sorted((_line(child, told.get(child.id, {})) for child in children), key=lambda line: line.order)


def chosen(actor: Actor, mother: Notice, places: Iterable[int]) -> list[Line]:
    """Those at these places that the actor sees."""
    wanted = set(places)
    return [line for line in lines(actor, mother) if line.notice.position in wanted]


def beside(actor: Actor, child: Notice) -> Beside:
    """Neighbours by place, those that are gone left out."""
    rows = queries.visible_to(actor).filter(mother_id=child.mother_id).exclude(status__in=GONE)
    standing: Sequence[Notice] = list(
        rows.only("id", "position", "status", "number", "address", "form", "mother_id").order_by("position", "id")
    )
    earlier = [one for one in standing if (one.position or 0) < (child.position or 0)]
    later = [one for one in standing if (one.position or 0) > (child.position or 0)]
    unfinished = (one for one in [*later, *earlier] if one.state in COMPLETION_EDITS)
    return Beside(
        place=len(earlier) + 1,
        total=len(standing),
        before=earlier[-1] if earlier else None,
        after=later[0] if later else None,
        unfinished=next(unfinished, None),
    )


def _sent(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What was sent last of each, by field path."""
    later = Submission.objects.filter(
        notice_id=OuterRef("notice_id"), stage=Stage.NOTICE, number__gt=OuterRef("number")
    )
    rows = Submission.objects.filter(~Exists(later), notice__in=ids, stage=Stage.NOTICE)
    answers = rows.values_list("notice_id", "content__answers")
    return {key: dict(_told(told or {})) for key, told in answers}


def _told(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The answers but for what the whole is used for, which tells nothing of one metering point."""
    for path, kept in answers.items():
        if not (path == _USE and kept["source"] == Source.MOTHER):
            yield path, kept["value"]


def _line(child: Notice, told: Mapping[str, Any]) -> Line:
    fields = catalogue().fields
    said = {path: text_of(fields[path], told[path]) for path in _READ if told.get(path)}
    entrance, unit = said.get("site.entrance", ""), said.get("site.unit", "")
    named = " ".join(filter(None, [entrance, unit])) or said.get(_USE, "")
    return Line(
        notice=child,
        name=named or _("Anlegg %(number)s") % {"number": child.position},
        entrance=entrance,
        unit=unit,
        mv=said.get("protection.mv_new_a", ""),
        meter_place=said.get("metering.place", ""),
    )
