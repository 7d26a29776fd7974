"""Which metering points of a block notice can be sent or reported finished now, and what the others lack."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nettmelding.core.actor import Actor
from nettmelding.notices import hand, labels, queries, working_copy
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status

MOST_LOOKED_AT = 120
"""A form is built for each; with more of them they are looked at when they are sent."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One metering point, and what keeps it from being sent."""

    notice: Notice
    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """How many there are to send, how many of them can be; `looked_at`: whether that was found out."""

    total: int
    lacking: Sequence[Lacking] = ()
    looked_at: bool = True

    @property
    def count(self) -> int:
        return self.total - len(self.lacking)


def of(actor: Actor, mother: Notice, stage: Stage, statuses: Collection[Status]) -> Ready:
    """Those in `statuses`, as the contractor's working copies stand."""
    rows = queries.visible_to(actor).filter(status__in=statuses)
    total = rows.filter(mother=mother).count()
    if total > MOST_LOOKED_AT:
        return Ready(total, looked_at=False)
    lacking = []
    for child in hand.children(rows, mother):
        missing = working_copy.missing_in(child, stage)
        if missing:
            lacking.append(Lacking(child, labels.short(child), tuple(one.message for one in missing)))
    return Ready(total, lacking)
