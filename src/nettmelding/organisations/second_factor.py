"""Whether a company wants a second factor of everybody who acts for it."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy

from nettmelding.accounts.models import User
from nettmelding.accounts.second_factor import REAL
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.organisations import access, administrators, own
from nettmelding.organisations.models import CompanySettings


def lacking(actor: Actor) -> list[User]:
    """The people of the actor's company who have no second factor yet, by name."""
    users = [row.user for row in administrators.members(own.company_of(actor)).order_by("user__name")]
    have = set(Authenticator.objects.filter(type__in=REAL, user__in=users).values_list("user_id", flat=True))
    return [user for user in users if user.id not in have]


def require(actor: Actor, *, required: bool) -> None:
    """From the next request on, everybody must have one, or need not. The administrators are told. Errors: NotAllowed."""
    organisation_id = own.company_of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    with write():
        own.locked(organisation_id)
        settings, _created = CompanySettings.objects.get_or_create(organisation_id=organisation_id)
        if settings.second_factor_required == required:
            return
        settings.second_factor_required = required
        settings.save(update_fields=["second_factor_required"])
        own.recorded(actor, organisation_id, "second_factor_required", {"required": required})
        what = (
            gettext_lazy("To-trinns innlogging er påkrevd")
            if required
            else gettext_lazy("To-trinns innlogging er ikke lenger påkrevd")
        )
        administrators.tell(actor, organisation_id, what, "/admin/selskapsinformasjon")
