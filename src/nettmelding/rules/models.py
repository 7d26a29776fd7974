"""A grid company's own rules, in versions."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class RuleSetStatus(models.TextChoices):
    """A version is drafted, tried on real cases, put in force, and later retired; never changed once in
    force."""

    DRAFT = "draft"
    TRIED = "tried"
    IN_FORCE = "in_force"
    RETIRED = "retired"


class RuleSet(models.Model):
    """One version of one grid company's rules. `content` is JSON: section name → the section's own schema."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=RuleSetStatus.choices, default=RuleSetStatus.DRAFT)
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.CharField(max_length=200)
    in_force_from = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "version"], name="rule_set_version"),
            models.UniqueConstraint(
                fields=["organisation_id"],
                condition=models.Q(status=RuleSetStatus.IN_FORCE),
                name="rule_set_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} v{self.version} {self.status}"
