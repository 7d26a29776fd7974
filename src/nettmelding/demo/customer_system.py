"""Eksempelnett's customer system: where it is, one thing it refused, and what differs there whatever the hour it is filled."""

from nettmelding.accounts import secrets
from nettmelding.core.db import write
from nettmelding.installations import differences
from nettmelding.installations.models import CustomerSystem, OutgoingTask
from nettmelding.organisations.models import Organisation
from standins.world import load

REFUSED = "Adressen finnes ikke i kundesystemet ennå."


def fill() -> None:
    """Put it in, after the notices are made."""
    own = load().raw["customer_system"]
    company_id = Organisation.objects.get(slug=own["grid_company"]).id
    with write():
        CustomerSystem.objects.create(
            grid_company_id=company_id, base_url=own["address"], key=secrets.encrypt(own["key"])
        )
        told = OutgoingTask.objects.filter(grid_company_id=company_id)
        order = told.filter(kind=OutgoingTask.Kind.ORDER).order_by("created_at").first()
        if order is not None:
            told.filter(pk=order.pk).update(state=OutgoingTask.State.REFUSED, problem=REFUSED)
    differences.compare(company_id)
