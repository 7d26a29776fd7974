"""Work orders at an installation, and the meters that came and went with them."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices.of_installation import Place
from nettmelding.web.components import CaseRow
from nettmelding.web.workorders.rows import kind_name, order_row
from nettmelding.workorders import queries
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import Status


def orders(actor: Actor, place: Place) -> list[WorkOrder]:
    """The newest first, as far as the reader sees them."""
    return queries.at_installation(actor, place.installation.id)


def rows(actor: Actor, found: list[WorkOrder]) -> list[CaseRow]:
    return [order_row(actor, one) for one in found]


def meters(found: list[WorkOrder], told: Collection[str]) -> Iterator[tuple[date, str, WorkOrder]]:
    """The day, what was done, and the order; `told`: numbers that a completion report tells of already."""
    for one in found:
        kind, new = catalogue().kinds[one.kind], one.values().get("new_meter", "")
        if one.state is not Status.ACCEPTED or one.reported_at is None or (new and new in told):
            continue
        was = str(one.facts.get("old_number") or "")
        if kind.hangs and new:
            what = _("%(was)s → %(now)s") % {"was": was, "now": new} if kind.takes and was else new
        elif kind.takes and was:
            what = was
        else:
            continue
        yield clock.oslo(one.reported_at).date(), ", ".join(filter(None, [kind_name(one), one.unit])) + f": {what}", one
