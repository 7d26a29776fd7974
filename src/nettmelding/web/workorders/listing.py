"""The list of work orders: filtered, sorted and paged by its address, and the same as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.organisations.models import Organisation, Wait
from nettmelding.organisations.waits import about
from nettmelding.web import words, workbooks
from nettmelding.web.components import Chip, Column, Option, Order, Turn, View
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.workbooks import Value
from nettmelding.web.workorders import filters, head, planning, rows
from nettmelding.web.workorders.filters import Wish
from nettmelding.workorders import performers, queries
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import INFO, Status

SIZE = 50
MOST_ROWS = 10_000
CHUNK = 500
_WIDTHS = (20, 24, 16, 30, 20, 20, 24, 26, 18, 18, 18, 18, 14)


@dataclass(frozen=True, slots=True)
class Row:
    """One order in the table."""

    href: str
    number: str
    title: str
    under: str
    kind: str
    when: str
    hours: str
    fitter: str
    firm: str
    turn: Turn
    word: str
    waits: str
    since: str
    changed: str


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponseBase:
    """`/arbeidsordrer?status=…&dag=i dag&etter=…`. Errors: NotFound for who has nothing to do with work orders."""
    actor, wish = _reader(request), filters.read(request.GET)
    cursor = request.GET.get(filters.CURSOR) or None
    found = queries.listed(actor, wish.filter(), order=wish.order, cursor=cursor, size=SIZE)
    waiting = about(order.id for order in found.items)
    people, firms = _fitters(actor), queries.performers(actor)
    context = {
        "wish": wish,
        "rows": [_row(actor, order, waiting.get(order.id)) for order in found.items],
        "columns": _columns(wish),
        "views": _views(wish),
        "chips": _chips(wish, people, firms),
        "statuses": [Option(value=status.value, text=str(INFO[status].name)) for status in Status],
        "kinds": [Option(value=one.code, text=one.name) for one in catalogue().kinds.values()],
        "fitters": [
            Option(value=filters.NOBODY, text=_("Ingen ennå")),
            *(Option(value=str(one.id), text=one.name) for one in people),
        ],
        "firms": [Option(value=str(one.id), text=one.name) for one in firms],
        "kept": {name: value for name, value in wish.parameters().items() if name in {filters.MINE, filters.ORDER}},
        "next": "?" + urlencode({**wish.parameters(), filters.CURSOR: found.next}) if found.next else "",
        "first": wish.href() if cursor else "",
        "export_href": reverse("workorders:export") + wish.href(),
        "plan_href": planning.href(actor),
        "only_timed": wish.order == "when",
    }
    return page(request, "workorders/list.html", context)


@require_GET
@acting
def workbook(request: ActingRequest) -> HttpResponseBase:
    """`/arbeidsordrer.xlsx` with the list's own filter, at most 10,000 rows, newest change first."""
    actor, wish = _reader(request), filters.read(request.GET)
    found = queries.with_all(queries.matching(actor, wish.filter())).order_by("-changed_at", "-pk")
    orders = found[:MOST_ROWS].iterator(chunk_size=CHUNK)
    return workbooks.answer("arbeidsordrer", _("Arbeidsordrer"), _headings(), _values(orders), _WIDTHS)


def _reader(request: ActingRequest) -> Actor:
    if not queries.may_see(request.actor):
        raise NotFound
    return request.actor


def _fitters(actor: Actor) -> list[User]:
    return performers.fitters(Organisation.objects.select_related("company_settings").get(pk=actor.organisation))


def _row(actor: Actor, order: WorkOrder, wait: Wait | None) -> Row:
    return Row(
        href=reverse("workorders:order", args=[order.id]),
        number=order.number,
        title=queries.title(order),
        under=head.place(order),
        kind=rows.kind_name(order),
        when=words.day_of(order.planned_from) or rows.when(order),
        hours=words.hours(order.planned_from, order.planned_until),
        fitter=rows.fitter(order) or _("Ingen ennå"),
        firm=order.performer.name,
        turn=words.order_turn(actor, order),
        word=str(INFO[order.state].name),
        waits=rows.waits_for(actor, order),
        since=_("siden %(day)s") % {"day": words.day_of(wait.since)} if wait else "",
        changed=words.day_of(order.changed_at),
    )


def _columns(wish: Wish) -> list[Column]:
    return [
        _column(_("Nummer"), wish, "number", Order.DOWN),
        Column(text=_("Sted")),
        Column(text=_("Arbeid")),
        _column(_("Tid"), wish, "when", Order.UP),
        Column(text=_("Montør")),
        Column(text=_("Status")),
        Column(text=_("Venter på")),
        _column(_("Endret"), wish, "changed", Order.DOWN),
    ]


def _column(text: str, wish: Wish, order: str, way: Order) -> Column:
    current = wish.order == order
    return Column(text=text, href=wish.href(order=order), order=way if current else Order.NONE)


def _views(wish: Wish) -> Sequence[View]:
    """Saved views that everybody needs."""
    known = (
        (_("Alle"), Wish()),
        (_("Mine"), Wish(mine=True)),
        (_("Ikke planlagt"), Wish(status=Status.UNPLANNED)),
        (_("I dag"), Wish(day="i dag")),
        (_("Til gjennomsyn"), Wish(status=Status.REPORTED)),
        (_("Bomtur"), Wish(status=Status.MISSED)),
    )
    now = wish.parameters()
    now.pop(filters.ORDER, None)
    return [View(text=text, href=view.href() or "?", current=view.parameters() == now) for text, view in known]


def _chips(wish: Wish, people: Sequence[User], firms: Sequence[Organisation]) -> list[Chip]:
    """The filters that are on."""
    person = next((one.name for one in people if str(one.id) == wish.fitter), "")
    known = (
        (_("mine") if wish.mine else "", {"mine": False}),
        (f"«{wish.query}»" if wish.query else "", {"query": ""}),
        (str(INFO[Status(wish.status)].name) if wish.status else "", {"status": ""}),
        (catalogue().kinds[wish.kind].name if wish.kind else "", {"kind": ""}),
        (_("uten montør") if wish.fitter == filters.NOBODY else person, {"fitter": ""}),
        (wish.day, {"day": ""}),
        (next((one.name for one in firms if str(one.id) == wish.firm), ""), {"firm": ""}),
    )
    return [Chip(text=text, href=wish.href(**without)) for text, without in known if text]


def _headings() -> list[str]:
    return [
        _("Nummer"), _("Arbeid"), _("Status"), _("Sted"), _("Poststed"), _("Montør"), _("Utføres av"), _("Nettselskap"),
        _("Tid fra"), _("Tid til"), _("Ønsket"), _("Rapportert"), _("Melding"),
    ]  # fmt: skip


def _values(orders: Iterator[WorkOrder]) -> Iterator[list[Value]]:
    for order in orders:
        yield [
            order.number, rows.kind_name(order), str(INFO[order.state].name), queries.title(order),
            f"{order.postcode} {order.place}".strip(), rows.fitter(order), order.performer.name, order.grid_company.name,
            order.planned_from, order.planned_until, order.wanted_from, order.reported_at,
            (order.notice.number or "") if order.notice else "",
        ]  # fmt: skip
