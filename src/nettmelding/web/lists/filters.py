"""A list's filter as it stands in the page's address, both ways."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from nettmelding.core import clock
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.queries import ORDERS, Filter
from nettmelding.notices.status import Status

QUERY, STATUS, TYPE, TURN, LATE, PERSON, FROM, TO, PROJECT, ORDER, CURSOR = (
    "q", "status", "type", "tur", "forsinket", "person", "fra", "til", "prosjekt", "sorter", "etter",
)  # fmt: skip
TURNS = ("mine", "me", "others")
USUAL_ORDER = "changed"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. Anything in it that is not one of ours is left out."""

    query: str = ""
    status: str = ""
    type: str = ""
    turn: str = ""
    late: bool = False
    person: str = ""
    changed_from: str = ""
    changed_to: str = ""
    project: str = ""
    order: str = USUAL_ORDER

    def filter(self, *, contractor: bool) -> Filter:
        """As the room understands it. `person`: a contractor's responsible colleague, a grid company's handler."""
        person = UUID(self.person) if self.person else None
        return Filter(
            query=self.query,
            statuses=(Status(self.status),) if self.status else (),
            types=(self.type,) if self.type else (),
            turn=self.turn,
            late=self.late,
            responsible_id=person if contractor else None,
            handler_id=None if contractor else person,
            changed_from=_date(self.changed_from),
            changed_to=_date(self.changed_to),
            project_id=UUID(self.project) if self.project else None,
        )

    def parameters(self) -> dict[str, str]:
        """For the address: only what is asked for."""
        given = {
            QUERY: self.query, STATUS: self.status, TYPE: self.type, TURN: self.turn, LATE: "ja" if self.late else "",
            PERSON: self.person, FROM: self.changed_from, TO: self.changed_to, PROJECT: self.project,
            ORDER: "" if self.order == USUAL_ORDER else self.order,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    def href(self, **changed: str | bool) -> str:
        """The same list with something else: `?status=draft`."""
        return "?" + urlencode(replace(self, **changed).parameters())  # type: ignore[arg-type]

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(self.parameters().keys() - {ORDER})


def read(query: QueryDict) -> Wish:
    """From the address."""

    def one_of(name: str, known: Mapping[str, object] | frozenset[str] | tuple[str, ...]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    return Wish(
        query=query.get(QUERY, "").strip()[:100],
        status=one_of(STATUS, frozenset(status.value for status in Status)),
        type=one_of(TYPE, catalogue().types),
        turn=one_of(TURN, TURNS),
        late=bool(query.get(LATE)),
        person=_uuid(query.get(PERSON, "")),
        changed_from=query.get(FROM, "") if _date(query.get(FROM, "")) else "",
        changed_to=query.get(TO, "") if _date(query.get(TO, "")) else "",
        project=_uuid(query.get(PROJECT, "")),
        order=one_of(ORDER, ORDERS) or USUAL_ORDER,
    )


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _date(text: str) -> date | None:
    return read_date(text, clock.today()) if text else None
