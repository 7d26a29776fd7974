"""What all of *Min side* shares: it is there for everybody who is signed in, whether they act for a company or not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nettmelding.accounts.models import User
from nettmelding.web.components import Tab
from nettmelding.web.pages import page

P = ParamSpec("P")
TABS = (
    (_("Deg"), "own_me"),
    (_("Innlogging"), "mfa_index"),
    (_("Enheter"), "usersessions_list"),
    (_("Varsler"), "own_wishes"),
    (_("Lagret om deg"), "own_stored"),
)
"""The parts, in order: text and the name of the page."""


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let the view in for everybody who is signed in; others are sent to sign in."""

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def tabs(current: str) -> list[Tab]:
    """The parts, one of them current."""
    return [Tab(text=str(text), href=reverse(name), current=name == current) for text, name in TABS]


def part(request: HttpRequest, current: str, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of *Min side*."""
    return page(request, f"account_pages/{template}.html", {"tabs": tabs(current), **context}, status)
