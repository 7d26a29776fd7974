"""Who acts in a request, and for which organisation.

A person with one membership acts for that. With several, the address says which: `/som/eksempelnett/meldinger/…`; the part
in front is taken off before the page is found and put on every address the page makes. Without it, the person is asked.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import set_script_prefix

from nettmelding.core.errors import AppError
from nettmelding.organisations.actors import actor_for, memberships_of
from nettmelding.organisations.models import Membership
from nettmelding.web import gates, vouched
from nettmelding.web.shell.errors import error_page

PREFIX = "/som/"
_API = "/api/"
"""A program with a browser's session is nobody while a gate is closed; one with a key has no gates."""


class ActingMiddleware:
    """Puts `request.memberships`, `request.actor` (None for nobody) on the request, and answers refusals as pages.

    The memberships are those that the session carries: all, but for one that a company's own provider has begun.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = _take_slug(request)
        everything = memberships_of(request.user.id) if request.user.is_authenticated else []
        request.memberships = vouched.carried(request, everything)  # type: ignore[attr-defined]
        member = _chosen(request.memberships, slug)  # type: ignore[attr-defined]
        request.actor = actor_for(member) if member else None  # type: ignore[attr-defined]
        try:
            first = vouched.closed(request, everything, slug) or gates.closed(request, member)
            if first and not request.path_info.startswith(_API):
                return HttpResponseRedirect(first)
            if first:
                request.user, request.actor = AnonymousUser(), None  # type: ignore[attr-defined]
            return self.get_response(request)
        finally:
            set_script_prefix(settings.FORCE_SCRIPT_NAME or "/")

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponseBase | None:
        """A refusal becomes a page that says it in words; programs are answered by the API itself."""
        if isinstance(problem, AppError):
            return error_page(request, problem.status, problem.message)
        return None


def _take_slug(request: HttpRequest) -> str:
    if not request.path_info.startswith(PREFIX):
        return ""
    slug, _, rest = request.path_info.removeprefix(PREFIX).partition("/")
    request.path_info = f"/{rest}"
    set_script_prefix(f"{PREFIX}{slug}/")
    return slug


def _chosen(memberships: list[Membership], slug: str) -> Membership | None:
    chosen = [m for m in memberships if m.organisation.slug == slug] if slug else memberships
    return chosen[0] if len(chosen) == 1 else None
