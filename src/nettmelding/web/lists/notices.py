"""The list of notices: filtered, sorted and paged by its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor, Right
from nettmelding.notices import labels, queries
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import NoticeType
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO, Status
from nettmelding.organisations import access
from nettmelding.organisations.models import Wait
from nettmelding.organisations.queries import colleagues
from nettmelding.organisations.waits import about
from nettmelding.web import words
from nettmelding.web.bulk.ticks import tick_label, ticks
from nettmelding.web.case.verdict import may_copy
from nettmelding.web.components import Chip, Column, Option, Order, Turn, View
from nettmelding.web.lists import filters
from nettmelding.web.lists.filters import Wish
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.rows import families_of, href_of

SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One notice in the table. `tick` is what its box is called."""

    id: str
    tick: str
    state: str
    may_copy: bool
    href: str
    number: str
    address: str
    under: str
    types: str
    other: str
    turn: Turn
    word: str
    waits: str
    since: str
    changed: str
    urgent: bool


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponse:
    """`/meldinger?status=…&sorter=…&etter=…`"""
    actor, wish = request.actor, filters.read(request.GET)
    found = queries.listed(
        actor,
        wish.filter(contractor=actor.is_contractor),
        order=wish.order,
        cursor=request.GET.get(filters.CURSOR) or None,
        size=SIZE,
    )
    waiting = about(notice.id for notice in found.items)
    families = families_of(actor, found.items)
    goes_on = bool(found.next or request.GET.get(filters.CURSOR))
    bar = ticks(actor, [one.state for one in found.items], request.get_full_path(), query=wish.href(), more=goes_on)
    people = list(colleagues(actor)[:200])
    context = {
        "heading": _("Meldinger") if actor.is_contractor else _("Saker"),
        "wish": wish,
        "rows": [_row(actor, notice, waiting.get(notice.id), families.get(notice.id, "")) for notice in found.items],
        "columns": [
            *([Column(text=_("Velg"), hidden=True, narrow=True)] if bar else []),
            *_columns(actor, wish),
            *([Column(text=_("Kopier"), hidden=True, narrow=True)] if bar and bar.copies else []),
        ],
        "ticks": bar,
        "views": _views(actor, wish),
        "chips": _chips(wish, people),
        "statuses": _options(wish.status, _statuses(actor)),
        "types": _options(wish.type, [Option(value=one.id, text=_(one.name)) for one in _types()]),
        "people": _options(wish.person, [Option(value=str(person.id), text=person.name) for person in people]),
        "person_label": _("Ansvarlig") if actor.is_contractor else _("Saksbehandler"),
        "kept": {name: value for name, value in wish.parameters().items() if name in _KEPT},
        "next": "?" + urlencode({**wish.parameters(), filters.CURSOR: found.next}) if found.next else "",
        "first": wish.href() if request.GET.get(filters.CURSOR) else "",
        "export_href": reverse("lists:export") + wish.href(),
        "may_write": access.may_write_notices(actor),
        "may_take_over": actor.may(Right.TRANSFER) and actor.may(Right.SEE_CASES),
    }
    return page(request, "lists/notices.html", context)


_KEPT = (filters.TURN, filters.LATE, filters.ORDER, filters.FROM, filters.TO, filters.PROJECT)
"""What the fields of the filter do not hold themselves."""


def _row(actor: Actor, notice: Notice, wait: Wait | None, of_family: str) -> Row:
    other = notice.grid_company if actor.is_contractor else notice.contractor
    return Row(
        id=str(notice.id),
        tick=tick_label(notice.number or notice.address or _("kladd uten adresse")),
        state=notice.status,
        may_copy=may_copy(actor, notice),
        href=href_of(actor, notice),
        number=notice.number or _("Kladd"),
        address=notice.address or _("Uten adresse ennå"),
        under=" · ".join(filter(None, [of_family, labels.post(notice), notice.customer_name])),
        types=labels.type_names(notice.types),
        other=other.name if other else "",
        turn=words.turn(actor, notice),
        word=str(INFO[notice.state].name),
        waits=_waits(actor, notice, wait) if wait else "",
        since=_("siden %(day)s") % {"day": words.day_of(wait.since)} if wait else "",
        changed=words.day_of(notice.changed_at),
        urgent=notice.urgent,
    )


def _waits(actor: Actor, notice: Notice, wait: Wait) -> str:
    """Whose turn it is: a person of one's own company by name, else the company."""
    if wait.organisation_id is None:
        return _("Kunden")
    ours = wait.organisation_id == actor.organisation_id
    if wait.organisation_id == notice.contractor_id:
        return notice.responsible.name if ours and notice.responsible else notice.contractor.name
    company = notice.grid_company.name if notice.grid_company else ""
    return notice.handler.name if ours and notice.handler else company


def _columns(actor: Actor, wish: Wish) -> list[Column]:
    newest_first = wish.order == "changed"
    return [
        _column(_("Nummer"), wish, "number", Order.DOWN),
        _column(_("Adresse"), wish, "address", Order.UP),
        Column(text=_("Arbeid")),
        Column(text=_("Nettselskap") if actor.is_contractor else _("Installatør")),
        Column(text=_("Status")),
        Column(text=_("Venter på")),
        Column(
            text=_("Endret"),
            href=wish.href(order="oldest" if newest_first else "changed"),
            order=Order.DOWN if newest_first else Order.UP if wish.order == "oldest" else Order.NONE,
            narrow=True,
        ),
    ]


def _column(text: str, wish: Wish, order: str, way: Order) -> Column:
    current = wish.order == order
    return Column(text=text, href=wish.href(order=order), order=way if current else Order.NONE)


def _views(actor: Actor, wish: Wish) -> Sequence[View]:
    """Saved views that everybody needs."""
    known = (
        (_("Alle"), Wish()),
        (_("Venter på oss"), Wish(turn="mine")),
        (_("Venter på meg"), Wish(turn="me")),
        (_("Venter på andre"), Wish(turn="others")),
        (_("Forsinket"), Wish(late=True)),
        *(((_("Kladder"), Wish(status=Status.DRAFT)),) if actor.is_contractor else ()),
        (_("Godkjent"), Wish(status=Status.APPROVED)),
    )
    now = wish.parameters()
    now.pop(filters.ORDER, None)
    return [View(text=text, href=view.href() or "?", current=view.parameters() == now) for text, view in known]


def _chips(wish: Wish, people: Sequence[User]) -> list[Chip]:
    """The filters that are on and that no field of the bar shows."""
    turns = {"mine": _("venter på oss"), "me": _("venter på meg"), "others": _("venter på andre")}
    known = (
        (turns.get(wish.turn, ""), {"turn": ""}),
        (_("forsinket") if wish.late else "", {"late": False}),
        (_("fra %(day)s") % {"day": wish.changed_from} if wish.changed_from else "", {"changed_from": ""}),
        (_("til %(day)s") % {"day": wish.changed_to} if wish.changed_to else "", {"changed_to": ""}),
        (_("hører sammen") if wish.project else "", {"project": ""}),
        (f"«{wish.query}»" if wish.query else "", {"query": ""}),
        (str(INFO[Status(wish.status)].name) if wish.status else "", {"status": ""}),
        (_(catalogue().types[wish.type].name) if wish.type else "", {"type": ""}),
        (next((one.name for one in people if str(one.id) == wish.person), ""), {"person": ""}),
    )
    return [Chip(text=text, href=wish.href(**without)) for text, without in known if text]


def _types() -> list[NoticeType]:
    return [one for one in catalogue().types.values() if not one.request_only]


def _options(chosen: str, options: list[Option]) -> list[Option]:
    """A way back to all where one is chosen; the field itself offers it otherwise."""
    return [Option(value="", text=_("Alle")), *options] if chosen else options


def _statuses(actor: Actor) -> list[Option]:
    shown = [status for status in Status if actor.is_contractor or status is not Status.DRAFT]
    return [Option(value=status.value, text=str(INFO[status].name)) for status in shown]
