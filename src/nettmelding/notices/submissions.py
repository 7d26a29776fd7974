"""From the contractor's working copy to what is sent, and what has changed between two."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import rfc8785
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.notices import working_copy
from nettmelding.notices.catalogue.changes import FieldChange, compare
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.models import Attachment, Notice, Party, Submission

PARTY_FIELDS = (
    "role", "same_as", "kind", "name", "organisation_number", "confirmed", "unconfirmed_because", "source",
    "email", "mobile", "no_email", "other_contact",
)  # fmt: skip
SPLIT_FROM = "split_from"
"""In the content of a version that was made as a metering point left a block notice: the block notice's number."""


def content_of(notice: Notice, stage: Stage) -> dict[str, Any]:
    """What would be sent now: the answers that the form shows, parties and attachments."""
    form = working_copy.form_of(notice, stage)
    sources, read_at = form.sources(), notice.known_at.isoformat() if notice.known_at else None
    return {
        "types": notice.types,
        "form": notice.form,
        "grid_company": str(notice.grid_company_id or ""),
        "contractor": {
            "id": str(notice.contractor_id),
            "name": notice.contractor.name,
            "organisation_number": notice.contractor.organisation_number,
        },
        "answers": {
            path: _answer(notice, path) or {"value": value, "source": sources[path], "read_at": read_at}
            for path, value in form.answers().items()
        },
        "parties": [_party(party) for party in sorted(working_copy.parties(notice), key=lambda party: party.role)],
        "attachments": [
            {
                "id": str(a.id),
                "document": str(a.document_id),
                "kind": a.kind,
                "name": a.document.name,
                "sha256": a.document.sha256,
            }
            for a in working_copy.attachments(notice, stage)
        ],
    }


def freeze(actor: Actor, notice: Notice, stage: Stage) -> tuple[Submission, list[FieldChange]]:
    """What is sent now, to be kept for ever, and what it changes. Counts on the notice; the caller keeps both."""
    content = content_of(notice, stage)
    changes = _changes_since_last(notice, stage, content)
    submission = _next(notice, stage, content)
    submission.ruleset_version, submission.sent_by_name = working_copy.ruleset_version(notice), actor.name
    return submission, changes


def again(notice: Notice, content: dict[str, Any], last: Submission, common: Submission) -> Submission:
    """A version of what left a block notice, by what was sent last of it and of its mother. Counts as `freeze` does."""
    submission = _next(notice, Stage(last.stage), content)
    submission.ruleset_version, submission.sent_by_name = last.ruleset_version, last.sent_by_name
    submission.sent_at = max(last.sent_at, common.sent_at)
    return submission


def _next(notice: Notice, stage: Stage, content: dict[str, Any]) -> Submission:
    notice.submission_count += 1
    submission = Submission(
        notice=notice,
        number=notice.submission_count,
        stage=stage,
        content=content,
        sha256=hashlib.sha256(rfc8785.dumps(content)).hexdigest(),
    )
    if notice.sent_last is not None:
        notice.sent_last = {**notice.sent_last, stage: submission}
    return submission


def keep(submissions: Iterable[Submission]) -> None:
    """Write what is sent, and mark the attachments that went for the first time. In the sending's transaction."""
    rows = list(submissions)
    Submission.objects.bulk_create(rows, batch_size=200)
    first_with: dict[int, list[UUID]] = {}
    for row in rows:
        attached = [UUID(one["id"]) for one in row.content["attachments"]]
        first_with.setdefault(row.number, []).extend(attached)
    for number, ids in first_with.items():
        if ids:
            Attachment.objects.filter(pk__in=ids, sent_with__isnull=True).update(sent_with=number)


def has_changed(notice: Notice, stage: Stage) -> bool:
    """Whether the working copy differs from what was sent last in this stage."""
    last = working_copy.last_sent(notice, stage)
    return last is None or bool(_compared(notice, _told(notice, last), content_of(notice, stage)))


def changes(notice: Notice, stage: Stage = Stage.NOTICE) -> list[FieldChange]:
    """What the working copy changes in what was sent last."""
    return _changes_since_last(notice, stage, content_of(notice, stage))


def changes_in(notice: Notice, number: int) -> list[FieldChange]:
    """What a sent version changed in the one of the same stage before it; nothing for the first, and for the one that gathers
    what had been sent when it left a block notice."""
    this = notice.submissions.get(number=number)
    if SPLIT_FROM in this.content:
        return []
    before = notice.submissions.filter(stage=this.stage, number__lt=number).order_by("-number").first()
    return _compared(notice, before.content, this.content) if before else []


def as_built(notice: Notice) -> list[dict[str, Any]]:
    """Where the completion report differs from what was approved: `{path, label, approved, built}`."""
    form = working_copy.form_of(notice, Stage.COMPLETION)
    return [
        {
            "path": one.path,
            "label": one.label,
            "approved": text_of(one.field, one.approved),
            "built": text_of(one.field, one.value),
        }
        for one in form.fields()
        if one.shown and one.answered and one.approved is not None and one.value != one.approved
    ]


def _changes_since_last(notice: Notice, stage: Stage, content: dict[str, Any]) -> list[FieldChange]:
    last = working_copy.last_sent(notice, stage)
    return _compared(notice, _told(notice, last), content) if last else []


def _told(notice: Notice, last: Submission) -> dict[str, Any]:
    """What was sent last, with what has been told beside it since."""
    return {**last.content, "parties": as_corrected(notice, last.content["parties"])}


def _compared(notice: Notice, old: dict[str, Any], new: dict[str, Any]) -> list[FieldChange]:
    return compare(_flat(old), _flat(new), types=notice.types)


def _flat(content: dict[str, Any]) -> dict[str, Any]:
    """Everything by path: answers by their field's, `party.{role}` and `attachment.{kind}` as the texts they are shown by."""
    flat = {path: kept["value"] for path, kept in content["answers"].items()}
    for party in content["parties"]:
        flat[f"party.{party['role']}"] = _party_line(party)
    for attachment in content["attachments"]:
        key = f"attachment.{attachment['kind']}"
        flat[key] = ", ".join(filter(None, [flat.get(key), attachment["name"]]))
    return flat


def _answer(notice: Notice, path: str) -> dict[str, Any]:
    """The answer as it is sent: who of the contractor's people wrote it stays with them."""
    return {key: kept for key, kept in notice.answers.get(path, {}).items() if key != "by"}


def _party(party: Party) -> dict[str, Any]:
    kept = {name: getattr(party, name) for name in PARTY_FIELDS}
    return {**kept, "read_at": party.read_at.isoformat() if party.read_at else None}


def _party_line(party: dict[str, Any]) -> str:
    name = _("samme som kunde") if party["same_as"] == "customer" else party["name"]
    return ", ".join(filter(None, [name, party["organisation_number"], party["email"], party["mobile"]]))
