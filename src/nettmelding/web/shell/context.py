"""What every page's template knows about its surroundings."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language

from nettmelding.core.actor import Actor
from nettmelding.core.settings import env
from nettmelding.web.shell.appearance import SCHEMES, scheme_of
from nettmelding.web.shell.frame import Frame
from nettmelding.web.shell.menu import menu_for
from nettmelding.web.shell.person import person_of, workplaces_of
from nettmelding.web.shell.toasts import waiting

SEARCH = "lists:search"
SIGN_OUT = "account_logout"
OWN = "own_me"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The Frame's fields and the looks; a page may hand in its own values under the same names."""
    frame = frame_of(request)
    return {
        **{field.name: getattr(frame, field.name) for field in fields(Frame)},
        "page_href": request.get_full_path(),
        "scheme": scheme_of(request),
        "schemes": SCHEMES,
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "mail_href": env.mail_page_url if env.demo else "",
        "demonstration": env.demo,
        "toasts": lambda: waiting(request),
    }


def frame_of(request: HttpRequest) -> Frame:
    """From what the middleware found out about who acts; empty for nobody and where it never ran."""
    actor: Actor | None = getattr(request, "actor", None)
    workplaces = workplaces_of(getattr(request, "memberships", ()), actor)
    is_signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
    sign_out = _address(SIGN_OUT) if is_signed_in else ""
    own = _address(OWN) if is_signed_in else ""
    if actor is None:
        return Frame(workplaces=workplaces, sign_out_href=sign_out, own_href=own)
    return Frame(
        home_href=get_script_prefix(),
        menu=menu_for(request, actor),
        person=person_of(actor, getattr(request.user, "email", "")),
        workplaces=workplaces,
        search_href=_address(SEARCH),
        sign_out_href=sign_out,
        own_href=own,
    )


def _address(name: str) -> str:
    """Empty where that area is not part of this installation."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
