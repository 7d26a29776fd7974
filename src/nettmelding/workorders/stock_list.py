"""The list of meters: numbers read from what is pasted or handed in, and whose vans there are."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core import sheets
from nettmelding.core.actor import Actor, OrganisationKind, Right
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.organisations.models import GridAccess, Organisation, Paper
from nettmelding.workorders import performers, stock
from nettmelding.workorders.models import StockMeter

MOST_FIRMS = 200
MOST_BYTES = 1_000_000
_BETWEEN = re.compile(r"[\n\r;,\t]+")


@dataclass(frozen=True, slots=True)
class Holder:
    """A fitter whose van can be loaded."""

    user: User
    firm: Organisation


def may_keep(actor: Actor) -> bool:
    """Whether the actor takes in and loads."""
    return actor.is_grid_company and actor.may(Right.PLAN_WORK)


def require_keeper(actor: Actor) -> None:
    """Errors: NotFound for who only looks."""
    if not may_keep(actor):
        raise NotFound


def get(actor: Actor, meter_id: UUID) -> StockMeter:
    """One to do something with. Errors: NotFound, also for another's, and for who only looks."""
    require_keeper(actor)
    found = stock.visible_to(actor).filter(pk=meter_id).first()
    if found is None:
        raise NotFound
    return found


def counted(actor: Actor) -> dict[str, int]:
    """How many there are in each place."""
    return dict(stock.visible_to(actor).values_list("place").annotate(n=Count("pk")).order_by("place"))


def holders(actor: Actor) -> list[Holder]:
    """The grid company's own fitters, and those of contractors who have the instruction for meters."""
    own = Organisation.objects.select_related("company_settings").get(pk=actor.organisation)
    firms = Organisation.objects.select_related("company_settings").filter(
        kind=OrganisationKind.CONTRACTOR.value,
        grid_accesses__grid_company=own,
        grid_accesses__state=GridAccess.State.APPROVED,
        pk__in=Paper.objects.filter(
            grid_company=own, kind=Paper.Kind.METERS, confirmed_at__isnull=False
        ).values("membership__organisation_id"),
    )  # fmt: skip
    able = [one for one in firms.order_by("name")[:MOST_FIRMS] if performers.prequalified(one.id, own.id, "set_up")]
    return [Holder(user, firm) for firm in (own, *able) for user in performers.fitters(firm)]


def numbers(pasted: str, handed_in: bytes) -> list[str]:
    """What stands on each line of what is pasted, and in each row of a file; a heading is left out. Errors: Invalid by field."""
    found = [one.strip() for one in _BETWEEN.split(pasted) if one.strip()]
    if handed_in:
        found += _in_file(handed_in)
    found = [one for place, one in enumerate(found) if place or _has_digit(one)]
    if not found:
        sentence = _("Skriv eller lim inn målernumre.")
        raise Invalid("numbers", sentence, fields={"numbers": sentence})
    return found


def _in_file(handed_in: bytes) -> list[str]:
    """Of each row the first cell with a figure in it."""
    if len(handed_in) > MOST_BYTES:
        sentence = _("Filen er for stor. Del den i flere.")
        raise Invalid("file", sentence, fields={"file": sentence})
    try:
        rows = [row for sheet in sheets.read(handed_in) for row in sheet.rows()]
    except Invalid as problem:
        raise Invalid(problem.code, problem.message, fields={"file": problem.message}) from None
    return [cell for row in rows if (cell := next((c.text for c in row.cells if _has_digit(c.text)), ""))]


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
