"""A company's own provider of sign-in (OpenID Connect)."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.actor import Role
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models.organisation import Organisation

PREFIX = "firma-"


class SingleSignOn(models.Model):
    """Where a company's people sign in, and what its groups give here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="single_sign_on")
    issuer = models.URLField(max_length=300)
    """Without a slash at the end; the discovery document stands at `/.well-known/openid-configuration` below it."""
    client_id = models.CharField(max_length=200)
    client_secret = models.TextField(blank=True, default="")
    """Sealed by `accounts.secrets`."""
    domains = models.JSONField(default=list)
    """What may stand after the at sign in its people's addresses, in small letters."""
    confirmed = models.JSONField(default=list)
    """Those of the domains that the company has shown to be its own; only these count."""
    group_claim = models.CharField(max_length=60, default="groups")
    groups = models.JSONField(default=dict)
    """Codes of `Role` by the name or id of a group."""
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)

    @property
    def provider_id(self) -> str:
        """What it is called in addresses and in `SocialAccount.provider`."""
        return f"{PREFIX}{self.organisation.slug}"

    @property
    def trusted(self) -> frozenset[str]:
        """The domains of whose addresses its provider may speak."""
        return frozenset(self.domains) & frozenset(self.confirmed)

    def roles_of(self, groups: list[str]) -> frozenset[Role]:
        """What a person in those groups gets."""
        return frozenset(Role(code) for group in groups for code in self.groups.get(group, ()))
