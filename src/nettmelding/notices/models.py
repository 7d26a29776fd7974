"""The tables of a notice: itself, its parties, attachments, what was sent, and what was decided."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.documents.models import Document
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.status import Status
from nettmelding.organisations.models import Organisation, Screen
from nettmelding.rules.queries import RuleSetContent


class Project(models.Model):
    """Notices of one contractor that belong together, such as row houses with a service line each."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=80)
    note = models.TextField(blank=True, default="", max_length=2000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    """Put away by its contractor; it can be brought back."""


class ProjectAttachment(models.Model):
    """A file of a project, which its notices get: those there are as it is given, later ones as they are added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=clock.now)


class Notice(models.Model):
    """One notice. Columns are what lists filter and rooms join; the rest is in `answers`.

    `answers` is the contractor's working copy, `{path: {"value", "source", "read_at"}}`. The grid company reads the
    last submission, never the working copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, null=True)
    """`2026-000123`, from the first sending on."""
    mother = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveIntegerField(null=True)
    """A child's place among its mother's, from 1; its number ends in it."""
    project = models.ForeignKey("Project", null=True, on_delete=models.SET_NULL, related_name="notices")
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices_sent", db_index=False)
    """The lists' indexes begin with it."""
    grid_company = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="notices_received")
    status = models.CharField(max_length=24, choices=[(s.value, s.value) for s in Status], default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    """Counts every change of the row; the ETag."""
    types = models.JSONField(default=list)
    """Ids of the catalogue's types, the first one leading."""
    leading_type = models.CharField(max_length=32)
    form = models.CharField(max_length=16, default="single")
    urgent = models.BooleanField(default=False)
    to_inspectorate = models.BooleanField(default=True)
    address = models.CharField(max_length=160, blank=True, default="")
    address_key = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=4, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    """EPSG:4326."""
    customer_name = models.CharField(max_length=200, blank=True, default="")
    meter_number = models.CharField(max_length=32, blank=True, default="")
    metering_point = models.ForeignKey(
        "installations.MeteringPoint", null=True, on_delete=models.SET_NULL, related_name="notices"
    )
    own_reference = models.CharField(max_length=60, blank=True, default="")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="notices_responsible"
    )
    """The contractor's colleague who answers for it."""
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="notices_handled"
    )
    """The grid company's case handler."""
    wanted_date = models.DateField(null=True)
    answers = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    """What the program has read by itself, `{name: value}` by the catalogue's names: filled in where no answer is."""
    known_at = models.DateTimeField(null=True)
    submission_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="notices_created"
    )
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    answer_due = models.DateTimeField(null=True)
    """When the grid company means to have answered."""
    ends_on = models.DateField(null=True)
    """Temporary installation: until when it stands."""
    lapses_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    """When the contractor is next warned that the approval will lapse."""
    unused_warned_at = models.DateTimeField(null=True)
    """When the contractor was told that this draft will go; of no account once it has been changed."""
    corrected = models.JSONField(default=dict)
    """How parties are reached, as it was corrected since the last sending; written by `notices.corrected`."""
    unreached = models.JSONField(default=list)
    """E-mail addresses of parties that mail about this notice did not reach, in small letters."""
    forgotten_at = models.DateTimeField(null=True)
    """Since when nothing of it tells of persons any more."""
    screen = models.ForeignKey(Screen, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    """The screened object it concerns: only its named handlers see the case."""
    stop_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["contractor", "changed_at", "id"], name="notice_contractor"),
            models.Index(fields=["contractor", "status", "changed_at", "id"], name="notice_contractor_status"),
            models.Index(fields=["contractor", "address_key", "id"], name="notice_contractor_address"),
            models.Index(
                fields=["grid_company", "changed_at", "id"],
                condition=Q(sent_at__isnull=False),
                name="notice_grid",
            ),
            models.Index(
                fields=["grid_company", "status", "changed_at", "id"],
                condition=Q(sent_at__isnull=False),
                name="notice_grid_status",
            ),
            models.Index(
                fields=["grid_company", "address_key", "id"],
                condition=Q(sent_at__isnull=False),
                name="notice_grid_address",
            ),
            models.Index(
                fields=["grid_company", "leading_type", "changed_at", "id"],
                condition=Q(sent_at__isnull=False),
                name="notice_grid_type",
            ),
            models.Index(
                fields=["grid_company", "number", "id"], condition=Q(number__isnull=False), name="notice_grid_number"
            ),
            models.Index(
                fields=["contractor", "number", "id"],
                condition=Q(number__isnull=False),
                name="notice_contractor_number",
            ),
            models.Index(fields=["screen"], condition=Q(screen__isnull=False), name="notice_screen"),
            models.Index(fields=["lapses_at"], condition=Q(lapses_at__isnull=False), name="notice_lapses"),
            models.Index(fields=["warn_at"], condition=Q(warn_at__isnull=False), name="notice_warnings"),
        ]

    rules_read: RuleSetContent | None = None
    """The grid company's rules as they were read for this row in hand; `notices.working_copy` keeps it."""
    forms_built: Mapping[str, Any] = MappingProxyType({})
    """The forms that were built for this row in hand, by stage; `notices.working_copy` keeps them."""

    sent_last: Mapping[str, Any] | None = None
    """What was sent last, by stage; `notices.hand` reads it for many at once."""
    has_access: bool | None = None
    """Whether the contractor may send to the grid company; read by `notices.hand` as well."""

    @property
    def state(self) -> Status:
        return Status(self.status)

    def values(self) -> dict[str, Any]:
        """What was answered, by path; what the program fills in by itself is not among it."""
        return {path: kept["value"] for path, kept in self.answers.items()}

    def sources(self) -> dict[str, str]:
        """Where each answer comes from, by path."""
        return {path: kept["source"] for path, kept in self.answers.items()}


class Party(models.Model):
    """A person or firm on a notice, in one role."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="parties", db_index=False)
    """The unique index below begins with it."""
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in PartyRole])
    same_as = models.CharField(max_length=12, blank=True, default="")
    """The role this one is the same as, such as owner same as customer."""
    kind = models.CharField(max_length=8, choices=Kind.choices, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    organisation_number = models.CharField(max_length=9, blank=True, default="")
    birth_date = models.DateField(null=True)
    person_ref = models.CharField(max_length=64, blank=True, default="")
    """Opaque reference to the person in the population register."""
    confirmed = models.BooleanField(default=False)
    """A register has confirmed the name."""
    unconfirmed_because = models.CharField(max_length=24, blank=True, default="")
    source = models.CharField(max_length=32, blank=True, default="")
    read_at = models.DateTimeField(null=True)
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    no_email = models.BooleanField(default=False)
    other_contact = models.CharField(max_length=200, blank=True, default="")
    """How to reach one who has no e-mail."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "role"], name="party_once")]


class Attachment(models.Model):
    """A document on a notice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    stage = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Stage], default=Stage.NOTICE)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.GRID_COMPANY)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    sent_with = models.PositiveIntegerField(null=True)
    """Number of the first submission it went with; null: the contractor's own until then."""
    removed_at = models.DateTimeField(null=True)
    """Taken off the working copy; earlier submissions still hold it."""

    class Meta:
        ordering = ["added_at", "id"]


class Submission(models.Model):
    """What was sent: never removed, and changed only once, when what tells of persons is erased from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    """The unique index below begins with it."""
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Stage])
    content = models.JSONField()
    """`{types, form, answers, parties, attachments}` as `notices.submissions` writes it."""
    sha256 = models.CharField(max_length=64)
    ruleset_version = models.PositiveIntegerField(default=0)
    sent_by_name = models.CharField(max_length=120)
    sent_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)
    """Since when `content` tells of no person; `sha256` is still that of what was sent."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="submission_once")]
        ordering = ["number"]


class Decision(models.Model):
    """A grid company's word on a submission."""

    class Outcome(models.TextChoices):
        APPROVED = "approved"
        REJECTED = "rejected"
        RETURNED = "returned"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="decisions")
    submission_number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    text = models.TextField(blank=True, default="")
    conditions = models.JSONField(default=list)
    """Texts of the conditions, as they were given."""
    automatic = models.BooleanField(default=False)
    grounds = models.JSONField(default=list)
    """What a rule's decision rests on, in words."""
    decided_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["decided_at", "id"]


class Remark(models.Model):
    """One reason of a rejection or one deviation of a return; may point at a field."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="remarks")
    code = models.CharField(max_length=32, blank=True, default="")
    path = models.CharField(max_length=64, blank=True, default="")
    """Field path, `party.customer`, `attachment.site_plan`, or empty: the notice as a whole."""
    text = models.TextField()


class Transfer(models.Model):
    """A notice handed from one contractor to another: asked for, answered, done. The old one keeps reading its own part."""

    class By(models.TextChoices):
        CUSTOMER = "customer"
        GRID_COMPANY = "grid_company"

    class State(models.TextChoices):
        ASKED = "asked"
        """Waits for the customer's word."""
        CONSENTED = "consented"
        """The customer has said yes; waits for the new contractor to take it."""
        DONE = "done"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="transfers")
    from_contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=16, choices=By.choices)
    """By whose word."""
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=1_000, blank=True, default="")
    token_hash = models.CharField(max_length=64, blank=True, default="", db_index=True)
    """SHA-256 of the secret in the customer's link."""
    expires_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=120, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    asking_company = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    """The company that asked; it may take the question back."""
    done_at = models.DateTimeField(null=True)
    """When it passed: the old contractor reads what happened until then."""
    last_event = models.PositiveIntegerField(null=True)
    """The last of the notice's events that the old contractor reads, by its place in the chain."""
    last_submission = models.PositiveIntegerField(null=True)
    """The last version that was sent before it passed."""

    class Meta:
        indexes = [
            models.Index(fields=["from_contractor", "done_at"], name="transfer_from"),
            models.Index(fields=["to_contractor", "state"], name="transfer_to"),
        ]


class CasePlace(models.Model):
    """An address, a metering point or a meter that a case has told the grid company of, in any of its versions.

    Screened objects are matched by it; what was named once stays, because earlier versions can be read for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=24)
    """`notice`, `request`, or `work_order` of one without a notice."""
    subject_id = models.UUIDField()
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    """The index below begins with it."""
    key = models.CharField(max_length=220)
    """As `organisations.screening` writes keys."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "key"], name="case_place_once")]
        indexes = [models.Index(fields=["grid_company", "key"], name="case_place_key")]


class BulkChange(models.Model):
    """One change of many notices: what is wanted, by whom, and what became of each of them."""

    class What(models.TextChoices):
        FIELDS = "fields"
        """A contractor's answers."""
        TAKE = "take"
        ASSIGN = "assign"
        RELEASE = "release"
        """A grid company's case handler."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Whose change it is; nobody else reads it."""
    what = models.CharField(max_length=12, choices=What.choices, default=What.FIELDS)
    values = models.JSONField(default=dict)
    """By field path, the value as it is kept, or null: is made empty. With `assign`: `{"assignee_id": …}`."""
    text = models.CharField(max_length=1_000, blank=True, default="")
    """Words to the other side."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    """Null: chosen and perhaps filled in, not carried out."""
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=120, blank=True, default="")


class BulkChangeRow(models.Model):
    """One notice of a bulk change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows", db_index=False)
    """The unique index below begins with it."""
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="bulk_rows")
    before = models.JSONField(default=dict)
    """What stood there, by field path as `Notice.answers` keeps it, null where nothing did; empty: it was not changed."""
    after = models.JSONField(default=dict)
    """The same as it was set."""
    why = models.CharField(max_length=400, blank=True, default="")
    """Why it was not changed, or what of it was not."""
    event_id = models.UUIDField(null=True)
    """What the notice's timeline tells of it."""
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "notice"], name="bulk_change_row_once")]


class Request(models.Model):
    """A case that is no notice: a disconnection for good, or a question to a person."""

    class Kind(models.TextChoices):
        DISCONNECTION = "disconnection"
        ENQUIRY = "enquiry"

    class State(models.TextChoices):
        SENT = "sent"
        TAKEN = "taken"
        DONE = "done"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    revision = models.PositiveIntegerField(default=1)
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests_sent")
    grid_company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests_received")
    screen = models.ForeignKey(Screen, null=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=32, blank=True, default="")
    """What is laid down: building, dwelling or metering point."""
    address = models.CharField(max_length=160, blank=True, default="")
    meter_numbers = models.JSONField(default=list)
    wanted_date = models.DateField(null=True)
    text = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    forgotten_at = models.DateTimeField(null=True)
    """Since when nothing of it tells of persons any more."""

    class Meta:
        indexes = [
            models.Index(fields=["contractor", "changed_at", "id"], name="request_contractor"),
            models.Index(fields=["grid_company", "changed_at", "id"], name="request_grid"),
        ]


class PreCheck(models.Model):
    """What somebody asked of a place before the job, and what was answered then. Nobody else reads it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contractor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    grid_company = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    """None where the place lies in no one company's area."""
    address = models.JSONField()
    """As an answer of the form; see `notices.found_address`."""
    purpose = models.CharField(max_length=16)
    """A code of `notices.precheck_purposes`."""
    text = models.CharField(max_length=200, blank=True, default="")
    answer = models.JSONField(default=dict)
    """As `notices.precheck_answer` writes it; empty while it is being found."""
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")
    """The draft that was begun from it."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["user", "contractor", "made_at"], name="pre_check_person"),
            models.Index(fields=["made_at"], name="pre_check_made"),
        ]
