"""Attachments of a notice: added, taken off, opened."""

from typing import BinaryIO
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.documents.actions import discard, receive
from nettmelding.notices import drafts, queries
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Attachment, Notice

LARGEST_NUMBER = 100
"""Attachments on one notice."""


def add(
    actor: Actor, notice_id: UUID, *, kind: str, name: str, file: BinaryIO, stage: Stage = Stage.NOTICE
) -> Attachment:
    """Put a file on the contractor's working copy.

    The file is looked at, cleaned and stored before the transaction. Errors: those of `documents.receive`; Invalid for an
    unknown kind; those of `drafts.locked`.
    """
    if kind not in catalogue().attachments:
        raise Invalid("unknown_kind", _("Velg hva vedlegget er."), fields={"kind": _("Velg hva vedlegget er.")})
    notice = queries.get(actor, notice_id)
    if notice.attachments.filter(removed_at__isnull=True).count() >= LARGEST_NUMBER:
        raise Invalid("too_many", _("En melding kan ha høyst %(number)s vedlegg.") % {"number": LARGEST_NUMBER})
    document = receive(actor, owner_id=notice.contractor_id, name=name, data=file)
    with write():
        notice = drafts.locked(actor, notice_id)
        attachment = Attachment.objects.create(
            notice=notice,
            document=document,
            kind=kind,
            stage=stage,
            added_by_id=actor.user_id,
            organisation_id=actor.organisation,
        )
        drafts.settle(notice)
    return attachment


def remove(actor: Actor, attachment_id: UUID) -> Notice:
    """Take a file off the working copy. What has been sent keeps it."""
    with write():
        attachment = _mine(actor, attachment_id)
        notice = drafts.locked(actor, attachment.notice_id)
        if attachment.sent_with is None:
            attachment.delete()
            discard(attachment.document_id)
        else:
            attachment.removed_at = clock.now()
            attachment.save()
        drafts.settle(notice)
    return notice


def set_kind(actor: Actor, attachment_id: UUID, kind: str) -> Notice:
    """Say what a file is. Errors: Invalid for an unknown kind."""
    if kind not in catalogue().attachments:
        raise Invalid("unknown_kind", _("Velg hva vedlegget er."))
    with write():
        attachment = _mine(actor, attachment_id)
        notice = drafts.locked(actor, attachment.notice_id)
        Attachment.objects.filter(pk=attachment.pk).update(kind=kind)
        drafts.settle(notice)
    return notice


def opened(actor: Actor, notice_id: UUID, attachment_id: UUID) -> Attachment:
    """An attachment the actor may open. Errors: NotFound."""
    notice = queries.get(actor, notice_id)
    found = queries.attachments_for(actor, notice).filter(pk=attachment_id).first()
    if found is None:
        raise NotFound
    return found


def _mine(actor: Actor, attachment_id: UUID) -> Attachment:
    """One of the working copy: the company's own, or sent by a contractor that had the notice before."""
    own = Q(organisation_id=actor.organisation_id)
    before = Q(notice__contractor_id=actor.organisation_id, sent_with__isnull=False) & ~Q(
        organisation_id=F("notice__grid_company_id")
    )
    found = Attachment.objects.filter(own | before, pk=attachment_id, notice__in=queries.visible_to(actor)).first()
    if found is None:
        raise NotFound
    return found
