"""The sections of Admin: one list. A new section adds its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import Actor, OrganisationKind, Right
from nettmelding.core.errors import NotFound
from nettmelding.web.components import Tab
from nettmelding.web.pages import ActingRequest, acting

P = ParamSpec("P")
_COMPANIES = frozenset({OrganisationKind.CONTRACTOR, OrganisationKind.GRID_COMPANY})


@dataclass(frozen=True, slots=True)
class Section:
    """`url` is the name of the section's page; `rights`: who holds any of them sees it, at these kinds of company."""

    text: str | Promise
    url: str
    rights: frozenset[Right]
    kinds: frozenset[OrganisationKind] = _COMPANIES

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor sees it."""
        return actor.organisation_kind in self.kinds and actor.may(*self.rights)


_CONTRACTORS, _GRID_COMPANIES = frozenset({OrganisationKind.CONTRACTOR}), frozenset({OrganisationKind.GRID_COMPANY})
_PLATFORM = frozenset({OrganisationKind.PLATFORM})

SECTIONS = (
    Section(_("Selskapsinformasjon"), "admin:company", frozenset({Right.MANAGE_COMPANY})),
    Section(_("Bruker"), "admin:people", frozenset({Right.MANAGE_PEOPLE})),
    Section(
        _("Instruksjoner"),
        "admin:instructions",
        frozenset({Right.CONFIRM_PAPERS}),
        frozenset({OrganisationKind.GRID_COMPANY}),
    ),
    Section(_("Kommentar"), "admin:texts", frozenset({Right.USE_TEXTS, Right.SHARE_TEXTS})),
    Section(_("Hvem kan gjøre hva"), "admin:rights", frozenset({Right.MANAGE_COMPANY, Right.MANAGE_PEOPLE})),
    Section(_("Innlogging"), "admin:sign-on", frozenset({Right.MANAGE_COMPANY})),
    Section(_("API-nøkler"), "admin:keys", frozenset({Right.MANAGE_KEYS})),
    Section(_("Nettselskap"), "admin:grid-companies", frozenset({Right.APPLY}), _CONTRACTORS),
    Section(_("Installatører"), "admin:contractors", frozenset({Right.ADMIT}), _GRID_COMPANIES),
    Section(
        _("Kundesystem"), "admin:customer-system", frozenset({Right.HANDLE, Right.MANAGE_COMPANY}), _GRID_COMPANIES
    ),
    Section(_("Kartgrunnlag"), "admin:grid-import", frozenset({Right.MANAGE_COMPANY}), _GRID_COMPANIES),
    Section(_("Kart"), "admin:grid-rules", frozenset({Right.MANAGE_COMPANY}), _GRID_COMPANIES),
    Section(_("Arbeidsordrer"), "admin:work-orders", frozenset({Right.MANAGE_COMPANY}), _GRID_COMPANIES),
    Section(_("Samsvarserklæringer"), "admin:declarations", frozenset({Right.MANAGE_COMPANY}), _GRID_COMPANIES),
    Section(_("Elvirksomhetsregisteret"), "admin:register-file", frozenset({Right.OPERATE}), _PLATFORM),
    Section(
        _("Skjermede anlegg"), "admin:screens", frozenset({Right.SCREEN}), frozenset({OrganisationKind.GRID_COMPANY})
    ),
)


def sections_for(actor: Actor) -> list[Section]:
    """What an actor sees under Admin, in order."""
    return [one for one in SECTIONS if one.is_for(actor)]


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The actor's sections, one of them current."""
    return [Tab(text=str(one.text), href=reverse(one.url), current=one.url == current) for one in sections_for(actor)]


def section(
    url: str,
) -> Callable[
    [Callable[Concatenate[ActingRequest, P], HttpResponseBase]], Callable[Concatenate[Any, P], HttpResponseBase]
]:
    """Let the view in for those who see the section of that url; for everybody else the page is not there."""

    def decorate(
        view: Callable[Concatenate[ActingRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[Any, P], HttpResponseBase]:
        def guarded(request: ActingRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(one.url == url and one.is_for(request.actor) for one in SECTIONS):
                raise NotFound
            return view(request, *args, **kwargs)

        return acting(guarded)

    return decorate
