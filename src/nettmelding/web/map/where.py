"""Which map a page is about, and what may be seen of it: a notice's, or the grid company's own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import get_script_prefix, reverse

from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import NotAllowed, NotFound
from nettmelding.grid import seeing
from nettmelding.grid.seeing import Case, View
from nettmelding.notices import map_case, queries
from nettmelding.notices.models import Notice
from nettmelding.organisations import access
from nettmelding.web.pages import ActingRequest, acting

DUTY = "map_duty"
"""The code of the refusal that asks for the duty of secrecy to be read first."""
BACK = "til"
P = ParamSpec("P")


@dataclass(frozen=True)
class Where:
    """The map of one notice, or the grid company's own where `notice_id` is None."""

    actor: Actor
    notice_id: UUID | None

    @cached_property
    def notice(self) -> Notice | None:
        """Errors: NotFound."""
        return queries.get(self.actor, self.notice_id) if self.notice_id else None

    @cached_property
    def case(self) -> Case | None:
        """None where the notice has no grid company yet. Errors: NotFound."""
        return map_case.of(self.notice.mother or self.notice) if self.notice else None

    def require_own(self) -> None:
        """Errors: NotFound for others than a grid company's people, NotAllowed without the right to see its grid."""
        if not self.actor.is_grid_company:
            raise NotFound
        access.require(self.actor, Right.SEE_GRID)

    @cached_property
    def view(self) -> View:
        """Errors: those of `grid.seeing.view`, and NotFound where a notice has no grid company yet."""
        if self.case is None and (self.notice_id or not self.actor.is_grid_company):
            raise NotFound
        return seeing.view(self.actor, self.case)

    @property
    def looks_href(self) -> str:
        """Where those who look after the grid see who has looked; empty for others."""
        if not (self.actor.is_grid_company and self.actor.may(Right.MANAGE_COMPANY)):
            return ""
        about = f"?{urlencode({'saken': self.case.id})}" if self.case else ""
        return reverse("admin:grid-looks") + about

    def href(self, name: str, *args: object) -> str:
        """The address of one of the map's pages; `name` as in `urls.py`."""
        return self.beside("map", name, *args)

    def beside(self, area: str, name: str, *args: object) -> str:
        """The address of a page of another area that is there twice as well."""
        if self.notice_id is None:
            return reverse(f"{area}:company-{name}", args=args)
        return reverse(f"{area}:{name}", args=[self.notice_id, *args])

    def api(self, path: str, **query: str) -> str:
        """The address of one of the program's own answers about this map, below `/api/v1/grid/`."""
        asked = {**query, **({"notice": str(self.notice_id)} if self.notice_id else {})}
        below = f"{get_script_prefix()}api/v1/grid/{path}"
        return f"{below}?{urlencode(asked)}" if asked else below


def on_map(view: Callable[Concatenate[ActingRequest, Where, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`@acting`, with the map instead of the notice's id. Who has not accepted the duty of secrecy yet reads it first, and
    comes back."""

    @acting
    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        notice_id: UUID | None = kwargs.pop("notice_id", None)
        where = Where(request.actor, notice_id)
        try:
            return view(request, where, *args, **kwargs)
        except NotAllowed as refusal:
            if refusal.code != DUTY or request.method != "GET":
                raise
            return HttpResponseRedirect(f"{where.href('duty')}?{urlencode({BACK: request.get_full_path()})}")

    return guarded
