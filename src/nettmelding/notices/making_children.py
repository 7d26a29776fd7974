"""Rows that hold become metering points under their mother, with the customers they name."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.notices import children, indexing
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.making import NewChild, NewCustomer
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.parties import NOT_ASKED


def make(actor: Actor, mother_id: UUID, rows: Sequence[NewChild]) -> list[Notice]:
    """All of them, or none. A name from a list has not been looked up: it stands as not confirmed until it is.

    Errors: Invalid where a row has a problem or there is none; those of `children.add`.
    """
    if not rows or any(row.problems for row in rows):
        raise Invalid("making_rows", _("Noe må rettes før anleggene kan legges til."))
    with write():
        made = children.add(actor, mother_id, rows)
        named = [(child, row.customer) for child, row in zip(made, rows, strict=True) if row.customer]
        Party.objects.bulk_create([_party(child, customer) for child, customer in named], batch_size=200)
        changed = []
        for child, customer in named:
            child.customer_name = customer.name
            changed.append(child)
        Notice.objects.bulk_update(changed, ["customer_name"], batch_size=200)
        prefetch_related_objects(changed, "parties")
        indexing.reindex(*changed)
    return made


def _party(child: Notice, customer: NewCustomer) -> Party:
    return Party(
        notice=child,
        role=PartyRole.CUSTOMER,
        kind=Party.Kind.COMPANY if customer.organisation_number else Party.Kind.PERSON,
        name=customer.name,
        organisation_number=customer.organisation_number,
        birth_date=customer.birth_date,
        unconfirmed_because=NOT_ASKED,
        source="typed",
        read_at=clock.now(),
    )
