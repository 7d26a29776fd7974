"""Who looked up whom and why; the contractor register as imported."""

from typing import ClassVar

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class Outcome(models.TextChoices):
    """What a look-up of a person answered. None, several and protected are one outcome here as on the
    screen."""

    ASKED = "asked"
    """The register has been asked and the answer is not recorded: the program stopped meanwhile."""
    FOUND = "found"
    DEAD = "dead"
    NOT_ONE = "not_one"
    DOWN = "down"
    """The register did not answer, or would not."""


class PersonLookup(models.Model):
    """One look-up in the population register, recorded before it is done, for the person who asks who looked.

    Of what was asked only keyed hashes are kept; `criteria` finds the look-ups of a name with a birth date,
    `person_ref` those of the person who was found.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=clock.now)
    actor_kind = models.CharField(max_length=16)
    user_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    organisation_id = models.UUIDField(null=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    grid_company_id = models.UUIDField()
    """On whose right to search it was done."""
    purpose = models.CharField(max_length=200)
    criteria = models.CharField(max_length=64)
    person_ref = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.ASKED)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["criteria"], name="person_lookup_criteria"),
            models.Index(fields=["person_ref"], name="person_lookup_person"),
            models.Index(fields=["organisation_id", "at"], name="person_lookup_organisation"),
        ]


class PersonQuota(models.Model):
    """How many look-ups a user has used of a day's."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    day = models.DateField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user_id", "day"], name="person_quota_once")
        ]


class ContractorImport(models.Model):
    """One import of the contractor register's file. The newest counts; older lines are removed, this row
    stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    imported_at = models.DateTimeField(default=clock.now)
    imported_by = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    """The day the file shows the register of."""
    lines = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-imported_at", "-id"]


class ContractorEntry(models.Model):
    """One company in the contractor register (Elvirksomhetsregisteret, DSB)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    imported = models.ForeignKey(ContractorImport, on_delete=models.CASCADE, related_name="entries")
    organisation_number = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=255)
    dsb_id = models.CharField(max_length=40, blank=True)
    active = models.BooleanField()
    kinds = models.JSONField(default=list)
    """Kinds of work as the file names them."""
    sub_units = models.JSONField(default=list)
    """Organisation numbers of sub-units that the entry holds for."""
    registered_on = models.DateField(null=True)
