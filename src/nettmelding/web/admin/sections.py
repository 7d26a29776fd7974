"""The sections of Admin: one list. A new section adds its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.errors import NotFound
from nettmelding.organisations import access
from nettmelding.web.components import Tab
from nettmelding.web.pages import ActingRequest, acting

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Section:
    """`url` is the name of the section's page."""

    text: str | Promise
    url: str


SECTIONS = (
    Section(_("Selskapsinformasjon"), "admin:company"),
    Section(_("Kommentar"), "admin:texts"),
)


def tabs(current: str) -> list[Tab]:
    """All sections, one of them current."""
    return [
        Tab(text=str(section.text), href=reverse(section.url), current=section.url == current) for section in SECTIONS
    ]


def administrating(
    view: Callable[Concatenate[ActingRequest, P], HttpResponse],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let the view in for a contractor's administrators; for everybody else the page is not there."""

    def guarded(request: ActingRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.actor.is_contractor or not access.may_administer(request.actor):
            raise NotFound
        return view(request, *args, **kwargs)

    return acting(guarded)
