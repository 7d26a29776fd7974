"""What every page view begins with: an actor, or the way to become one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.organisations.models import Membership
from nettmelding.web.shell.person import workplaces_of

P = ParamSpec("P")


class ActingRequest(HttpRequest):
    """A request of somebody who is signed in and acts for one organisation."""

    actor: Actor
    memberships: list[Membership]


def acting(
    view: Callable[Concatenate[ActingRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let the view in with `request.actor` set; nobody is sent to sign in, one with several companies is asked which (409)."""

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor is not None:
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.path.startswith("/som/") or not request.memberships:
            raise NotFound
        places = workplaces_of(request.memberships, None, request.get_full_path())
        return render(request, "shell/choose.html", {"workplaces": places}, status=409)

    return guarded


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A whole page, never kept by shared caches."""
    answer = render(request, template, context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
