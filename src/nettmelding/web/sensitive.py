"""What asks for sign-in again when the last one is more than ten minutes old: roles, keys, deleting, the second factor.

Put it closest to the view: `@require_POST`, `@section(URL)`, `@sensitive`. Put it on the page that shows the form too, so that
the question comes before anything is typed; should the ten minutes run out while somebody types, what was posted is
carried over and done when they have signed in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import resolve, reverse

from nettmelding.accounts.lately import signed_in_lately

P = ParamSpec("P")
RESUME = "nettmelding.web.sensitive.resume"


def sensitive(
    view: Callable[Concatenate[Any, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let the view in for somebody who signed in, or confirmed that it is them, within the last ten minutes."""

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if signed_in_lately(request):
            return view(request, *args, **kwargs)
        return _ask(request)

    return guarded


def resume(request: HttpRequest, state: dict[str, str]) -> HttpResponseBase:
    """Do what was posted before the question, provided that it is what the question was asked for."""
    onward = get_next_redirect_url(request) or "/"
    if onward != state["path"]:
        return HttpResponseRedirect(onward)
    posted = deserialize_request(state["request"], request)
    found = resolve(posted.path_info)
    answer: HttpResponseBase = found.func(posted, *found.args, **found.kwargs)
    return answer


def where_to_confirm(request: HttpRequest, onward: str) -> str:
    """The address where somebody shows that it is them, and goes `onward` from."""
    way = "account_reauthenticate" if get_adapter(request).get_reauthentication_methods(request.user) else "own_confirm"
    return f"{reverse(way)}?{urlencode({'next': onward})}"


def _ask(request: HttpRequest) -> HttpResponse:
    path = request.get_full_path()
    request.session.pop(STATE_SESSION_KEY, None)
    if request.method == "POST":
        state = {"path": path, "request": serialize_request(request)}
        request.session[STATE_SESSION_KEY] = {"callback": RESUME, "state": state}
    address = where_to_confirm(request, path)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
