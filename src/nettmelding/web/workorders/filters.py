"""The filter of the list of work orders as it stands in the page's address, both ways."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from nettmelding.core import clock
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.queries import ORDERS, Filter
from nettmelding.workorders.status import Status

QUERY, STATUS, KIND, FITTER, DAY, FIRM, MINE, ORDER, CURSOR = (
    "q", "status", "slag", "montor", "dag", "firma", "mine", "sorter", "etter",
)  # fmt: skip
USUAL_ORDER = "changed"
NOBODY = "ingen"
"""Of the fitters: orders that nobody has."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. Anything in it that is not one of ours is left out."""

    query: str = ""
    status: str = ""
    kind: str = ""
    fitter: str = ""
    day: str = ""
    """As it was typed: `i dag` stays today."""
    firm: str = ""
    mine: bool = False
    order: str = USUAL_ORDER

    def filter(self) -> Filter:
        """As the room understands it."""
        day = _date(self.day)
        return Filter(
            query=self.query,
            statuses=(Status(self.status),) if self.status else (),
            kinds=(self.kind,) if self.kind else (),
            assignee_id=UUID(self.fitter) if self.fitter and self.fitter != NOBODY else None,
            unassigned=self.fitter == NOBODY,
            performer_id=UUID(self.firm) if self.firm else None,
            mine=self.mine,
            since=day,
            until=day,
        )

    def parameters(self) -> dict[str, str]:
        """For the address: only what is asked for."""
        given = {
            QUERY: self.query, STATUS: self.status, KIND: self.kind, FITTER: self.fitter, DAY: self.day,
            FIRM: self.firm, MINE: "ja" if self.mine else "", ORDER: "" if self.order == USUAL_ORDER else self.order,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    def href(self, **changed: str | bool) -> str:
        """The same list with something else: `?status=missed`."""
        return "?" + urlencode(replace(self, **changed).parameters())  # type: ignore[arg-type]

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(self.parameters().keys() - {ORDER})


def read(query: QueryDict) -> Wish:
    """From the address."""

    def one_of(name: str, known: Collection[str]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    fitter = query.get(FITTER, "")
    return Wish(
        query=query.get(QUERY, "").strip()[:100],
        status=one_of(STATUS, {status.value for status in Status}),
        kind=one_of(KIND, written().kinds),
        fitter=fitter if fitter == NOBODY else _uuid(fitter),
        day=query.get(DAY, "").strip() if _date(query.get(DAY, "")) else "",
        firm=_uuid(query.get(FIRM, "")),
        mine=bool(query.get(MINE)),
        order=one_of(ORDER, ORDERS) or USUAL_ORDER,
    )


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _date(text: str) -> date | None:
    return read_date(text, clock.today()) if text.strip() else None
