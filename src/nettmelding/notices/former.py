"""What a contractor keeps of a notice that has passed to another: its own part, until it passed, and nothing after that."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from nettmelding.core import search
from nettmelding.core.actor import Actor, Right
from nettmelding.core.cursors import Page, page
from nettmelding.core.errors import NotFound
from nettmelding.notices import timeline
from nettmelding.notices.case_places import ADDRESS
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Attachment, Notice, Submission, Transfer
from nettmelding.notices.timeline import Entry

SUBJECT = "former_notice"
"""As the old contractor finds it."""


@dataclass(frozen=True, slots=True)
class Former:
    """A notice as it was when it passed. Of `transfer.notice` only number and types may be shown: the rest is today's."""

    transfer: Transfer
    entries: tuple[Entry, ...]
    submissions: tuple[Submission, ...]
    """The newest first."""
    attachments: tuple[Attachment, ...]


def visible_to(actor: Actor) -> QuerySet[Transfer]:
    """The handings over by which the actor's company lost a notice that it has not got back, the last one of each."""
    if not actor.is_contractor or not actor.may(Right.SEE_CASES):
        return Transfer.objects.none()
    rows = Transfer.objects.filter(from_contractor_id=actor.organisation, state=Transfer.State.DONE)
    later = Transfer.objects.filter(
        notice_id=OuterRef("notice_id"), from_contractor_id=actor.organisation, last_event__gt=OuterRef("last_event")
    )
    rows = rows.exclude(notice__contractor_id=actor.organisation).exclude(Exists(later))
    sent = Submission.objects.filter(
        notice_id=OuterRef("notice_id"), number__lte=OuterRef("last_submission"), stage=Stage.NOTICE
    )
    place = sent.order_by("-number").values(f"content__answers__{ADDRESS}__value")[:1]
    return rows.annotate(place=Subquery(place)).select_related(
        "notice__grid_company", "to_contractor", "from_contractor"
    )


def address_then(transfer: Transfer) -> str:
    """Where the case was when it passed: what has been sent since is the new firm's. Of a row of `visible_to`."""
    place: dict[str, object] = getattr(transfer, "place", None) or {}
    return address_text(place)


def listed(actor: Actor, *, cursor: str | None = None, size: int = 50) -> Page[Transfer]:
    """The actor's company's former notices, the last lost first."""
    return page(visible_to(actor), "-done_at", cursor, size)


def matching(actor: Actor, query: str) -> QuerySet[Transfer]:
    """Those found by number and address."""
    rows = visible_to(actor)
    if actor.organisation_id is None:
        return rows.none()
    found = search.matching(actor.organisation_id, SUBJECT, query)
    return rows.filter(pk__in=list(found[:100])).order_by("-done_at") if found is not None else rows.none()


def is_former(actor: Actor, notice_id: UUID) -> bool:
    """Whether the actor's company once had the notice."""
    return visible_to(actor).filter(notice_id=notice_id).exists()


def get(actor: Actor, notice_id: UUID) -> Former:
    """The actor's company's part of a notice. Errors: NotFound."""
    transfer = visible_to(actor).filter(notice_id=notice_id).first()
    if transfer is None:
        raise NotFound
    last_event, last_submission = transfer.last_event or 0, transfer.last_submission or 0
    submissions = transfer.notice.submissions.filter(number__lte=last_submission).order_by("-number")
    return Former(
        transfer=transfer,
        entries=tuple(timeline.entries(actor, notice_id, until=last_event)),
        submissions=tuple(submissions),
        attachments=tuple(_attachments(actor, transfer.notice, last_submission)),
    )


def submission(former: Former, number: int) -> Submission:
    """A version that was sent before it passed. Errors: NotFound."""
    found = next((one for one in former.submissions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def opened(actor: Actor, notice_id: UUID, attachment_id: UUID) -> Attachment:
    """One of the attachments the old contractor keeps. Errors: NotFound."""
    found = next((one for one in get(actor, notice_id).attachments if one.id == attachment_id), None)
    if found is None:
        raise NotFound
    return found


def _attachments(actor: Actor, notice: Notice, last_submission: int) -> QuerySet[Attachment]:
    """Its own, and what had been sent with a version before it passed."""
    own = Q(organisation_id=actor.organisation)
    there = Q(removed_at__isnull=True) | Q(sent_with__isnull=False)
    rows = notice.attachments.filter(own | Q(sent_with__lte=last_submission), there)
    return rows.select_related("document", "added_by")
