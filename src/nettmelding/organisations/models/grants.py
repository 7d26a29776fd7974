"""What guests may see."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models.organisation import Organisation


class Grant(models.Model):
    """A guest's right: which organisation may see which thing, because of which case, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants")
    thing_kind = models.CharField(max_length=24)
    """Such as `installation`."""
    thing_id = models.UUIDField()
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "thing_id", "case_id"], name="grant_once")]
        indexes = [models.Index(fields=["organisation", "thing_kind", "thing_id"], name="grant_lookup")]
