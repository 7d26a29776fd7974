"""A registration becomes a firm with its first person, its membership and its access: all or none."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Role
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.organisations import admission
from nettmelding.organisations.models import CompanySettings, GridAccess, Membership, Organisation, Registration
from nettmelding.organisations.registration import may_go_on, standing_of
from nettmelding.organisations.registration_codes import is_confirmed
from nettmelding.organisations.slugs import free_slug
from nettmelding.organisations.standing import Standing

FIRST_ROLES = (Role.ADMINISTRATOR, Role.CASE_HANDLER)


@dataclass(frozen=True, slots=True)
class Finished:
    """What a registration became."""

    user: User
    organisation: Organisation
    access: GridAccess
    new_user: bool
    """False: the person has a user from before and must sign in with it."""


def known_user(registration: Registration) -> User | None:
    """The user that the confirmed address belongs to, if any. Not to be told before it is confirmed."""
    assert registration.email_confirmed_at is not None
    return User.objects.filter(email=registration.email).first()


def finish(registration: Registration, password: str = "") -> Finished:
    """Firm, person, membership and access, all or none. Done twice it is the same: one firm.

    `password` is for somebody new. Errors: Refused where something is not confirmed, or another has registered the firm
    meanwhile; Invalid where the password is too easy.
    """
    if registration.finished_at is None:
        may_go_on(registration)
    if not is_confirmed(registration) or registration.grid_company is None or not registration.terms:
        raise Refused("not_confirmed", _("Bekreft e-postadressen først."))
    known = known_user(registration)
    hashed = "" if known else _hashed(registration, password)
    try:
        return _finish(registration, hashed)
    except IntegrityError:
        may_go_on(registration)
        return _finish(registration, hashed)


def _finish(registration: Registration, hashed: str) -> Finished:
    with write():
        row = (
            Registration.objects.select_for_update(of=("self",))
            .select_related("grid_company", "organisation")
            .get(pk=registration.pk)
        )
        user = User.objects.filter(email=row.email).first()
        if row.organisation is not None:
            assert user is not None
            return Finished(user, row.organisation, row.organisation.grid_accesses.get(), new_user=False)
        if user is not None and not user.is_active:
            raise Refused("user_inactive", _("Denne brukeren er slått av. Bruk en annen e-postadresse."))
        new_user = user is None
        user = user or _new_user(row, hashed)
        found = standing_of(row)
        firm = _new_firm(row, found)
        Membership.objects.create(user=user, organisation=firm, roles=[role.value for role in FIRST_ROLES])
        actor = Actor(
            ActorKind.PERSON,
            user.name,
            user.id,
            firm.id,
            OrganisationKind.CONTRACTOR,
            firm.name,
            frozenset(FIRST_ROLES),
        )
        record(
            actor,
            "organisation",
            firm.id,
            "registered",
            audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={"terms": row.terms, "standing": found.verdict.why.value},
        )
        assert row.grid_company is not None
        access = admission.enter(actor, firm, row.grid_company, found)
        row.finished_at, row.organisation = clock.now(), firm
        row.save()
    return Finished(user, firm, access, new_user)


def _new_user(row: Registration, hashed: str) -> User:
    if not hashed:
        raise Refused("password_missing", _("Velg et passord."))
    return User.objects.create(
        email=row.email,
        name=row.name,
        mobile=row.mobile,
        mobile_confirmed_at=row.mobile_confirmed_at,
        language=row.language,
        password=hashed,
    )


def _new_firm(row: Registration, found: Standing) -> Organisation:
    name = found.shown_name or row.organisation_number
    firm = Organisation.objects.create(
        slug=free_slug(name, row.organisation_number),
        kind=OrganisationKind.CONTRACTOR.value,
        name=name,
        organisation_number=row.organisation_number,
        address=found.street[:200],
        postcode=found.postcode[:4],
        place=found.place[:80],
        email=found.email or row.email,
        phone=found.phone[:20] or row.mobile,
        dsb_id=found.dsb_id[:20],
        register_read_at=found.read_at,
        register_facts=row.standing,
    )
    CompanySettings.objects.create(organisation=firm)
    return firm


def _hashed(registration: Registration, password: str) -> str:
    forbid_in_transaction("hashing a password")
    person = User(email=registration.email, name=registration.name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise Invalid("password", sentence, fields={"password": sentence})
    return make_password(password)
