"""The tables of declarations: what is being filled in, what was signed, its sealed PDF, and whom it was sent to."""

from typing import Any

from django.db import models

from nettmelding.core import clock
from nettmelding.core.due import DueRow
from nettmelding.core.ids import uuid7
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.documents.models import Document
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from nettmelding.workorders.models import WorkOrder

KINDS = [(one.value, one.value) for one in Kind]


class Draft(models.Model):
    """A declaration that is being filled in. When it is signed, a `Declaration` with the same id takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16, choices=KINDS)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="declaration_drafts")
    """Whoever did the work: the contractor, another firm that shared it, or the grid company."""
    notice = models.ForeignKey(Notice, null=True, on_delete=models.CASCADE, related_name="declaration_drafts")
    work_order = models.ForeignKey(WorkOrder, null=True, on_delete=models.CASCADE, related_name="declaration_drafts")
    replaces = models.OneToOneField("Declaration", null=True, on_delete=models.CASCADE, related_name="correction")
    """The signed version that it corrects."""
    asked_by = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    """The notice's contractor, where it asked the issuer to declare its part."""
    revision = models.PositiveIntegerField(default=1)
    """Counts every change of the row; the ETag."""
    language = models.CharField(max_length=2, default="nb")
    content = models.JSONField(default=dict)
    """`{path: {"value", "source", "read_at", "by"}}`; see `declarations.content`."""
    created_by_name = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "notice"],
                condition=models.Q(kind=Kind.INSTALLATION.value, notice__isnull=False),
                name="declaration_draft_once",
            ),
            models.UniqueConstraint(
                fields=["issuer", "work_order"],
                condition=models.Q(kind=Kind.METER.value, work_order__isnull=False),
                name="declaration_draft_of_order_once",
            ),
        ]
        indexes = [models.Index(fields=["changed_at"], name="declaration_draft_changed")]

    def values(self) -> dict[str, Any]:
        """What is filled in, by path."""
        return {path: kept["value"] for path, kept in self.content.items()}


class Declaration(models.Model):
    """One signed version: never changed and never removed. What tells of persons is erased from it once, when the installation
    is gone and the issuer need not keep it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20)
    """`S-2026-000123`, the same for all versions."""
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    """The version that this one corrects."""
    kind = models.CharField(max_length=16, choices=KINDS)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="declarations")
    grid_company = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="declarations")
    work_order = models.ForeignKey(WorkOrder, null=True, on_delete=models.PROTECT, related_name="declarations")
    installation_id = models.UUIDField(null=True, db_index=True)
    """In the grid company's customer system, as it was known at the signing."""
    address = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=2, default="nb")
    content = models.JSONField()
    """As `Draft.content`, frozen."""
    printed = models.JSONField()
    """Everything the PDF says, with labels, limits and clauses as they were; see `declarations.printing`."""
    signature = models.JSONField()
    """`{"name", "strokes", "how"}`: drawn strokes of [x, y] in a frame 1000 wide, or typed and confirmed."""
    signed_by_id = models.UUIDField(null=True)
    """The signed-in user."""
    signed_at = models.DateTimeField()
    """When it was signed; in the field that may be before it came here."""
    recorded_at = models.DateTimeField(default=clock.now)
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the QR code."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "version"], name="declaration_version_once")]
        indexes = [
            models.Index(fields=["issuer", "signed_at"], name="declaration_issuer"),
            models.Index(fields=["notice", "signed_at"], name="declaration_notice"),
        ]

    def values(self) -> dict[str, Any]:
        """What was signed, by path."""
        return {path: kept["value"] for path, kept in self.content.items()}


class Sealing(DueRow):
    """The sealed PDF of a signed version: to be made, tried again where it fails, and kept."""

    declaration = models.OneToOneField(Declaration, primary_key=True, on_delete=models.CASCADE, related_name="sealing")
    token = models.CharField(max_length=64, blank=True, default="")
    """What the QR code leads to; emptied when the PDF is made."""
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    """Declaration and documentation."""
    first_part = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    """The declaration alone, for those who ask for no more."""
    attachment_id = models.UUIDField(null=True)
    """As which it lies with the completion report."""
    problem = models.CharField(max_length=300, blank=True, default="")
    """Why the last try came to nothing."""

    def pdf(self, *, whole: bool) -> Document | None:
        """With the documentation, or the declaration alone; None while it is being made."""
        return self.document if whole else self.first_part


class Share(models.Model):
    """A link by which the owner reads a declaration without signing in; it leads to the newest version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="shares")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    """Where it was sent; empty: the link was handed over otherwise."""
    shared_by_name = models.CharField(max_length=120)
    shared_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """Taken back by the issuer."""

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="declaration_share_expires")]
