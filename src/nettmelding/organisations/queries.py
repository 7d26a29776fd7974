"""Reading organisations and their people."""

from uuid import UUID

from django.db.models import QuerySet

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor, OrganisationKind, Right
from nettmelding.core.errors import NotFound
from nettmelding.organisations import access, texts
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import CompanySettings, GridAccess, Membership, Organisation, StandardText


def grid_companies() -> QuerySet[Organisation]:
    """All grid companies by name: public knowledge."""
    return Organisation.objects.filter(kind=OrganisationKind.GRID_COMPANY.value).order_by("name")


def grid_companies_of(contractor_id: UUID) -> QuerySet[Organisation]:
    """The grid companies a contractor has access to."""
    return grid_companies().filter(
        contractor_accesses__contractor_id=contractor_id, contractor_accesses__state=GridAccess.State.APPROVED
    )


def has_access(contractor_id: UUID, grid_company_id: UUID) -> bool:
    """Whether a contractor may send notices to a grid company."""
    return grid_companies_of(contractor_id).filter(pk=grid_company_id).exists()


def colleagues(actor: Actor) -> QuerySet[User]:
    """The people of the actor's own organisation, by name."""
    members = Membership.objects.filter(organisation_id=actor.organisation, ended_at__isnull=True).values("user_id")
    return User.objects.filter(pk__in=members, is_active=True).order_by("name")


def case_handlers(actor: Actor) -> list[User]:
    """The people of the actor's own organisation who can be given a case, by name."""
    rows = Membership.objects.filter(access.owned(actor), user__is_active=True, ended_at__isnull=True)
    members = rows.select_related("user", "organisation__company_settings").order_by("user__name")[:500]
    return [m.user for m in members if actor_for(m).may(Right.HANDLE)]


def own(actor: Actor) -> Organisation:
    """The actor's own organisation. Errors: NotFound for one who acts for none."""
    found = Organisation.objects.filter(pk=actor.organisation_id).first() if actor.organisation_id else None
    if found is None:
        raise NotFound
    return found


def settings_of(actor: Actor) -> CompanySettings:
    """How the actor's company wants it; what holds for a new company where it has said nothing."""
    return CompanySettings.objects.filter(access.owned(actor)).first() or CompanySettings()


def standard_texts(actor: Actor) -> QuerySet[StandardText]:
    """The company's ready-made texts in their order, then the actor's own."""
    return texts.visible(actor)


def people() -> list[Membership]:
    """Everybody by organisation and name, at most 200: for the demonstration's sign-in page, where all know all."""
    rows = Membership.objects.filter(user__is_active=True, ended_at__isnull=True).select_related("user", "organisation")
    return list(rows.order_by("organisation__kind", "organisation__name", "created_at", "id")[:200])
