"""What becomes of old cases, and of drafts that nobody touches.

Of a case the persons, what was written freely and the attachments go; the address and what is technical stay, and so the case
opens and prints. What was sent keeps the hash of what it was.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import translation

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.core.retention import DRAFT_WARNED_BEFORE, kind
from nettmelding.core.settings import env
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import indexing, labels, requests, telling
from nettmelding.notices.catalogue import marks
from nettmelding.notices.catalogue.load import written
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.models import Attachment, BulkChange, Notice, Party, PreCheck, Remark, Request, Submission
from nettmelding.notices.perform import remove
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.LAPSED})
REQUESTS_ENDED = frozenset({Request.State.DONE, Request.State.DECLINED, Request.State.WITHDRAWN})
NAMES_SOMEBODY = frozenset({"who.our_reference", "who.responsible_colleague", "completion.checked_by"})
"""Fields that name somebody though they are not long texts."""
BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)


def _old_cases(before: datetime) -> QuerySet[Notice]:
    """Metering points of a block notice go with their mother."""
    ended = Notice.objects.filter(status__in=ENDED, sent_at__isnull=False, mother__isnull=True)
    return ended.filter(changed_at__lt=before, forgotten_at__isnull=True)


def _old_requests(before: datetime) -> QuerySet[Request]:
    return Request.objects.filter(state__in=REQUESTS_ENDED, changed_at__lt=before, forgotten_at__isnull=True)


def _untouched(before: datetime) -> QuerySet[Notice]:
    """Drafts nobody has changed since, whose owner was told in time and has let them be."""
    told = clock.now() - DRAFT_WARNED_BEFORE
    return _drafts(before).filter(unused_warned_at__lt=told, unused_warned_at__gte=F("changed_at"))


def _drafts(before: datetime) -> QuerySet[Notice]:
    """What is not sent of a block notice goes with its mother, where she is not sent either."""
    rows = Notice.objects.filter(status=Status.DRAFT, sent_at__isnull=True, changed_at__lt=before)
    by_itself = Q(mother__isnull=True) | Q(mother__sent_at__isnull=False)
    worked_on = Notice.objects.filter(mother=OuterRef("pk"), changed_at__gte=before)
    return rows.filter(by_itself).exclude(Exists(worked_on))


def _one_by_one(rows: QuerySet[Any], forget: Callable[[Any], None]) -> Callable[[Sequence[UUID]], int]:
    """Each in its own transaction, locked, and looked at again: what has moved since is left alone."""

    def run(keys: Sequence[UUID]) -> int:
        done = 0
        for key in keys:
            with write():
                row = rows.all().select_for_update(of=("self",)).filter(pk=key).first()
                if row is not None:
                    forget(row)
                    done += 1
        return done

    return run


def _erase(notice: Notice) -> None:
    for case in (notice, *notice.children.filter(forgotten_at__isnull=True)):
        _erase_one(case)
    others = Notice.objects.filter(project=notice.project_id, forgotten_at__isnull=True).exclude(mother=notice)
    if notice.project is not None and not others.exists():
        notice.project.delete()


def _erase_one(notice: Notice) -> None:
    present = clock.now()
    for submission in notice.submissions.all():
        content = without_persons(submission.content)
        Submission.objects.filter(pk=submission.pk, erased_at__isnull=True).update(content=content, erased_at=present)
    notice.parties.update(email="", mobile="", other_contact="", birth_date=None, person_ref="")
    notice.parties.exclude(kind=Party.Kind.COMPANY).update(name="")
    notice.decisions.update(text="")
    Remark.objects.filter(decision__notice=notice).update(text="")
    notice.transfers.update(reason="", asked_by="", token_hash="")
    notice.bulk_rows.all().delete()
    Attachment.objects.filter(notice=notice).delete()
    company = notice.parties.filter(role="customer", kind=Party.Kind.COMPANY).first()
    notice.customer_name = company.name if company else ""
    notice.own_reference = ""
    notice.answers = _kept_answers(notice.answers)
    notice.known, notice.corrected, notice.unreached = {}, {}, []
    notice.forgotten_at = present
    notice.save()
    record(SYSTEM, SUBJECT, notice.id, "forgotten", audience=BOTH)
    indexing.reindex(notice)


def without_persons(content: dict[str, Any]) -> dict[str, Any]:
    """What was sent, as `notices.submissions` writes it, without persons, free texts and files."""
    return {
        **content,
        "answers": _kept_answers(content["answers"]),
        "parties": [_nobody(party) for party in content["parties"]],
        "attachments": [],
    }


def _kept_answers(answers: dict[str, Any]) -> dict[str, Any]:
    """Of what is drawn on the map the places stay, as the address does, and what is written beside them goes."""
    fields, left = written().fields, {}
    for path, kept in answers.items():
        if path in NAMES_SOMEBODY or path not in fields or fields[path].kind is Kind.LONGTEXT:
            continue
        if fields[path].kind is Kind.MARKS:
            kept = {**kept, "value": marks.without_text(kept["value"])}
        if kept["value"] is not None:
            left[path] = {key: value for key, value in kept.items() if key != "by"}
    return left


def _nobody(party: dict[str, Any]) -> dict[str, Any]:
    """The role stays, and a company's name and number."""
    is_company = party["kind"] == Party.Kind.COMPANY
    return {
        **party,
        "name": party["name"] if is_company else "",
        "organisation_number": party["organisation_number"] if is_company else "",
        **dict.fromkeys(("email", "mobile", "other_contact"), ""),
    }


def _erase_request(request: Request) -> None:
    request.text = request.answer = ""
    request.forgotten_at = clock.now()
    request.save()
    record(SYSTEM, requests.SUBJECT, request.id, "forgotten", audience=BOTH)


def _remove_draft(notice: Notice) -> None:
    record(SYSTEM, SUBJECT, notice.id, "forgotten", audience=(Audience.CONTRACTOR,))
    remove([notice, *notice.children.all()])


def warn_of_drafts(limit: int) -> int:
    """Tell the owners of drafts that will go in 30 days. Each is told once, unless it is changed meanwhile. Returns how many."""
    keep = kind("drafts").keep
    assert keep is not None
    rows = _drafts(clock.now() - keep + DRAFT_WARNED_BEFORE).exclude(unused_warned_at__gte=F("changed_at"))
    return _one_by_one(rows, _warn)(list(rows.order_by("changed_at").values_list("pk", flat=True)[:limit]))


def _warn(notice: Notice) -> None:
    notice.unused_warned_at = clock.now()
    notice.save(update_fields=["unused_warned_at"])
    goes = clock.now() + DRAFT_WARNED_BEFORE
    for address, name, language in telling.owners(notice):
        with translation.override(language):
            what = labels.type_names(notice.types)
        enqueue(
            kind="draft_unused",
            to=address,
            context={
                "type_names": what,
                "address": labels.address(notice),
                "own_reference": notice.own_reference,
                "link": f"{env.base_url}/meldinger/{notice.id}",
                "recipient_name": name,
                "due": goes,
            },
            organisation_id=None,
            subject_kind=SUBJECT,
            subject_id=notice.id,
            audience=Audience.CONTRACTOR,
            language=language,
        )


CASES = Forgetter(_old_cases, _one_by_one(Notice.objects.filter(forgotten_at__isnull=True, status__in=ENDED), _erase))
REQUESTS = Forgetter(
    _old_requests,
    _one_by_one(Request.objects.filter(forgotten_at__isnull=True, state__in=REQUESTS_ENDED), _erase_request),
)
DRAFTS = Forgetter(
    _untouched,
    _one_by_one(Notice.objects.filter(status=Status.DRAFT, unused_warned_at__gte=F("changed_at")), _remove_draft),
)
BULK_CHANGES = removing(BulkChange, lambda before: BulkChange.objects.filter(created_at__lt=before))
PRE_CHECKS = removing(PreCheck, lambda before: PreCheck.objects.filter(made_at__lt=before))
