"""The bar above a list with ticks: what can be done with those that are ticked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor, Right
from nettmelding.notices.models import BulkChange
from nettmelding.notices.status import INFO, Status
from nettmelding.organisations import access

What = BulkChange.What


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of the bar: `what` is posted."""

    what: str
    text: str | Promise
    main: bool = False


@dataclass(frozen=True, slots=True)
class StateTick:
    """Ticks all of one state that are on the page."""

    state: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Ticks:
    """`back` is where one comes back to; `query` is the list's filter, by which all that fit can be chosen at once."""

    deeds: tuple[Deed, ...]
    states: tuple[StateTick, ...]
    back: str
    query: str = ""
    more: bool = False
    """Whether the list goes on past this page."""
    copies: bool = False
    """Whether each can be copied as a new draft."""


_CONTRACTORS = (Deed(What.FIELDS.value, gettext_lazy("Endre felter"), main=True),)
_GRID_COMPANYS = (
    Deed(What.TAKE.value, gettext_lazy("Ta sakene"), main=True),
    Deed(What.ASSIGN.value, gettext_lazy("Gi til …")),
    Deed(What.RELEASE.value, gettext_lazy("Legg tilbake i køen")),
)


def ticks(actor: Actor, states: Iterable[Status], back: str, *, query: str = "", more: bool = False) -> Ticks | None:
    """The bar for the actor; None for one who can do nothing with many, and where there is nothing to tick."""
    if access.may_write_notices(actor):
        deeds: tuple[Deed, ...] = _CONTRACTORS
    elif actor.is_grid_company and actor.may(Right.HANDLE):
        deeds = _GRID_COMPANYS
    else:
        return None
    counts: dict[Status, int] = {}
    for state in states:
        counts[state] = counts.get(state, 0) + 1
    if not counts:
        return None
    by_state = tuple(StateTick(one.value, str(INFO[one].name), counts[one]) for one in Status if one in counts)
    return Ticks(deeds, by_state if len(by_state) > 1 else (), back, query, more, copies=deeds is _CONTRACTORS)


def tick_label(name: str) -> str:
    """What the box beside a notice is called."""
    return _("Velg %(name)s") % {"name": name}
