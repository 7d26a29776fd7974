"""The demonstration's people, one press each. Not there outside the demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nettmelding.core.errors import NotFound
from nettmelding.core.settings import env
from nettmelding.organisations.models import Membership
from nettmelding.organisations.queries import people
from nettmelding.web.shell.person import role_words

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@dataclass(frozen=True, slots=True)
class Somebody:
    """One who can be pressed."""

    id: UUID
    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation with its people."""

    name: str
    people: Sequence[Somebody]


def firms() -> list[Firm]:
    """Everybody, grouped by firm; empty outside the demonstration."""
    if not env.demo:
        return []
    grouped = groupby(people(), key=lambda membership: membership.organisation.name)
    return [Firm(name, [_somebody(membership) for membership in members]) for name, members in grouped]


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as `person`, a user's id, and go on to `next`. 404 outside the demonstration."""
    if not env.demo:
        raise NotFound
    user = next((m.user for m in people() if str(m.user_id) == request.POST.get("person")), None)
    if user is None:
        raise NotFound
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="demonstration")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    return HttpResponseRedirect(onward)


def _somebody(membership: Membership) -> Somebody:
    user = membership.user
    return Somebody(user.id, user.name, role_words(membership.role_set), user.email or "")
