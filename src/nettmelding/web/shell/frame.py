"""What the shell around a page shows: the menu, who is signed in, for whom they act."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One place in the top bar and in the phone's bottom bar. `icon` is a drawing of the icon component.

    `bar` items stand in the top bar, `phone` items at the bottom of a phone and the others there under *Mer*;
    `count` is what waits there.
    """

    text: str
    href: str
    icon: str = "list"
    current: bool = False
    bar: bool = True
    phone: bool = True
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is signed in, and in which capacity („Saksbehandler”)."""

    name: str
    organisation: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """An organisation the person may act for, and the address that acts for it."""

    name: str
    href: str
    detail: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The surroundings of one page for one person."""

    home_href: str = "/"
    menu: Sequence[MenuItem] = ()
    person: Person | None = None
    workplaces: Sequence[Workplace] = ()
    search_href: str = ""
    sign_out_href: str = ""
    own_href: str = ""
    """*Min side*."""
