"""The menu: one list for everybody, each entry with those it is for. A new area adds its line here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import Actor, Right
from nettmelding.declarations import queries as declarations
from nettmelding.installations import searching
from nettmelding.notices import corrections_settling, desk, precheck
from nettmelding.organisations import access
from nettmelding.web.shell.frame import MenuItem
from nettmelding.workorders import queries as work_orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`url` is a url's name, `may` says whom it is for. Where a phone has no room for all, those not
    `phone` stand under *Mer*."""

    text: str | Promise
    url: str
    icon: str
    may: Callable[[Actor], bool]
    bar: bool = True
    phone: bool = True


def _has_queue(actor: Actor) -> bool:
    return actor.is_grid_company and desk.may_act(actor)


def _is_contractor(actor: Actor) -> bool:
    return actor.is_contractor


def _is_grid_company(actor: Actor) -> bool:
    return actor.is_grid_company


def _sees_projects(actor: Actor) -> bool:
    return actor.is_contractor and actor.may(Right.SEE_CASES)


def _handles(actor: Actor) -> bool:
    return actor.is_grid_company and searching.may_search(actor)


def _sees_whole_grid(actor: Actor) -> bool:
    return actor.is_grid_company and actor.may(Right.SEE_GRID)


def _does_work(actor: Actor) -> bool:
    return actor.may(Right.DO_WORK) and not work_orders.may_plan(actor)


def _declares(actor: Actor) -> bool:
    return actor.is_contractor and declarations.may_fill_in(actor)


PHONE_PLACES = 5
"""How many a phone has room for; *Mer* is one of them where there are more entries."""
ENTRIES = (
    Entry(text=_("Hjem"), url="home:home", icon="home", may=_is_contractor),
    Entry(text=_("Kø"), url="lists:queue", icon="home", may=_has_queue),
    Entry(text=_("Meldinger"), url="lists:notices", icon="list", may=_is_contractor),
    Entry(text=_("Prosjekter"), url="projects:listing", icon="map", may=_sees_projects, phone=False),
    Entry(text=_("Forhåndssjekk"), url="precheck:ask", icon="here", may=precheck.may_check, phone=False),
    Entry(text=_("Saker"), url="lists:notices", icon="list", may=_is_grid_company),
    Entry(text=_("Arbeidsordrer"), url="workorders:list", icon="check", may=work_orders.may_plan),
    Entry(text=_("Erklæringer"), url="declarations:list", icon="file", may=_declares, phone=False),
    Entry(text=_("I felt"), url="field:app", icon="here", may=_does_work),
    Entry(text=_("Ny"), url="start:new", icon="plus", may=access.may_write_notices, bar=False),
    Entry(text=_("Kart"), url="map:company-map", icon="map", may=_sees_whole_grid),
    Entry(text=_("Anlegg"), url="find:search", icon="search", may=_handles, phone=False),
    Entry(text=_("Rettelser"), url="corrections:list", icon="check", may=corrections_settling.may_settle, phone=False),
    Entry(text=_("Admin"), url="admin:overview", icon="gear", may=access.may_administer),
)


def menu_for(request: HttpRequest, actor: Actor) -> list[MenuItem]:
    """What this actor may go to. Current is the entry whose address the page's own begins with, the longest."""
    chosen = [(entry, reverse(entry.url)) for entry in ENTRIES if entry.may(actor)]
    here = max((href for _entry, href in chosen if _is_below(request.path, href)), key=len, default="")
    at_hand = [entry for entry, _href in chosen]
    if len(at_hand) > PHONE_PLACES:
        at_hand = [entry for entry in at_hand if entry.phone][: PHONE_PLACES - 1]
    return [
        MenuItem(
            text=str(entry.text),
            href=href,
            icon=entry.icon,
            current=href == here,
            bar=entry.bar,
            phone=entry in at_hand,
        )
        for entry, href in chosen
    ]


def _is_below(path: str, href: str) -> bool:
    """Everything is below the front page, which is current only itself."""
    return path == href or (href != get_script_prefix() and path.startswith(href.rstrip("/") + "/"))
