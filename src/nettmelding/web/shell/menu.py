"""The menu: one list for everybody, each entry with those it is for. A new area adds its line here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise

from nettmelding.core.actor import Actor, OrganisationKind, Role
from nettmelding.web.shell.frame import MenuItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`url` is a url's name.

    Empty `kinds` and `roles` mean everybody. At most five `phone` entries for one person.
    """

    text: str | Promise
    url: str
    icon: str
    kinds: frozenset[OrganisationKind] = frozenset()
    roles: frozenset[Role] = frozenset()
    phone: bool = True

    def is_for(self, actor: Actor) -> bool:
        return (not self.kinds or actor.organisation_kind in self.kinds) and (
            not self.roles or actor.has(*self.roles)
        )


ENTRIES: tuple[Entry, ...] = ()


def menu_for(request: HttpRequest, actor: Actor, entries: tuple[Entry, ...] = ENTRIES) -> list[MenuItem]:
    """What this actor may go to; current is the entry whose address the page's own begins with, the longest
    of them.
    """
    chosen = [(entry, reverse(entry.url)) for entry in entries if entry.is_for(actor)]
    here = max((href for _, href in chosen if _is_below(request.path, href)), key=len, default="")
    return [
        MenuItem(text=str(entry.text), href=href, icon=entry.icon, current=href == here, phone=entry.phone)
        for entry, href in chosen
    ]


def _is_below(path: str, href: str) -> bool:
    return path == href or (href != get_script_prefix() and path.startswith(href.rstrip("/") + "/"))
