"""Registering a contractor: which firm, what the registers say of it, and whether one may go on.

What has been told is kept in a `Registration`, so that a reload, a second tab or a closed lid loses nothing. What one tells of
oneself is in `registration_telling`, the codes are in `registration_codes`, and what it becomes is in `registration_finish`.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import OrganisationKind
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.organisations import standing
from nettmelding.organisations.models import Organisation, Registration
from nettmelding.organisations.standing import May, Standing
from nettmelding.registers.numbers import parse_orgnr

SUBJECT = "registration"
KEPT = timedelta(days=7)
"""How long one may go on with what one has begun."""


def get(registration_id: UUID | str | None) -> Registration | None:
    """One that has been begun and can be gone on with."""
    try:
        key = UUID(str(registration_id))
    except ValueError:
        return None
    rows = Registration.objects.select_related("grid_company", "organisation")
    return rows.filter(pk=key, created_at__gt=clock.now() - KEPT).first()


def standing_of(registration: Registration) -> Standing:
    """What the registers said when they were asked."""
    found = standing.from_json(registration.standing)
    assert found is not None, "a registration begins with the registers"
    return found


def is_registered(registration: Registration) -> bool:
    """Whether the firm is here already, by another registration."""
    if not registered(registration.organisation_number).exists():
        return False
    return not Registration.objects.filter(pk=registration.pk, organisation__isnull=False).exists()


def begin(number: str, language: str = "nb", kept: Registration | None = None) -> Registration:
    """Ask the registers about an organisation number in any pasted form; what has been told of oneself stays.

    Errors: Invalid where it is no organisation number. Registers that are silent do not stop anybody.
    """
    try:
        plain = parse_orgnr(number)
    except Invalid as error:
        raise Invalid(error.code, error.message, fields={"number": error.message})
    found = standing.read(plain)
    registration = kept if kept is not None and kept.finished_at is None else Registration(language=language)
    with write():
        registration.organisation_number = plain
        registration.standing = found.as_json()
        registration.save()
    return registration


def may_go_on(registration: Registration) -> None:
    """Errors: Refused, with the reason, where the registers say no or the firm is here already."""
    verdict = standing_of(registration).verdict
    if verdict.may is May.REFUSED:
        raise Refused(verdict.why.value, verdict.why.text)
    if is_registered(registration):
        raise Refused("registered_already", _("Firmaet er registrert fra før."))


def registered(number: str) -> QuerySet[Organisation]:
    """The contractors here with that organisation number: one at most."""
    return Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value, organisation_number=number)
