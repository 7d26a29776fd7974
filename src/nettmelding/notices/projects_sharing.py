"""What a project's notices have in common: files that are given once, and the same customer, owner and developer.

What is shared reaches those that can still take it: drafts, and what the contractor is correcting to send again. The others keep
what was sent.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.documents.actions import discard, receive
from nettmelding.documents.models import Document
from nettmelding.notices import clones, columns, hand, indexing, projects, waiting
from nettmelding.notices.attachments import LARGEST_NUMBER
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.models import Attachment, Notice, Party, Project, ProjectAttachment
from nettmelding.notices.perform import save
from nettmelding.notices.status import Status

TAKES_MORE = frozenset({Status.DRAFT, Status.REJECTED, Status.AWAITING_INFORMATION})
"""What is about to be sent, or sent again."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How many notices got it, and those that could not."""

    given: int
    left: tuple[Notice, ...]


def files_of(actor: Actor, project: Project) -> QuerySet[ProjectAttachment]:
    """The project's shared files, the first first."""
    return project.attachments.select_related("document").order_by("added_at", "id")


def opened(actor: Actor, project_id: UUID, shared_id: UUID) -> ProjectAttachment:
    """A shared file to be read. Errors: NotFound."""
    found = files_of(actor, projects.get(actor, project_id)).filter(pk=shared_id).first()
    if found is None:
        raise NotFound
    return found


def share_file(actor: Actor, project_id: UUID, *, kind: str, name: str, file: BinaryIO) -> Shared:
    """Give a file to the project and to all its notices that can still take one; later ones get it as they are added.

    Errors: those of `documents.receive`; NotFound, NotAllowed; Invalid for an unknown kind or too many.
    """
    if kind not in catalogue().attachments:
        raise Invalid("unknown_kind", _("Velg hva vedlegget er."), fields={"kind": _("Velg hva vedlegget er.")})
    project = projects.get(actor, project_id)
    if project.attachments.count() >= LARGEST_NUMBER:
        raise Invalid("too_many", _("Et prosjekt kan ha høyst %(number)s vedlegg.") % {"number": LARGEST_NUMBER})
    document = receive(actor, owner_id=project.contractor_id, name=name, data=file)
    with write():
        project = projects.locked(actor, project_id)
        shared = ProjectAttachment.objects.create(
            project=project, document=document, kind=kind, added_by_id=actor.user_id
        )
        projects.told(actor, project, "file_shared", {"kind": kind})
        return _give(actor, project, [shared], _ids(project))


def stop_sharing(actor: Actor, project_id: UUID, shared_id: UUID) -> None:
    """Later notices do not get the file; those that have it keep it. Errors: NotFound, NotAllowed."""
    with write():
        project = projects.locked(actor, project_id)
        shared = project.attachments.filter(pk=shared_id).first()
        if shared is None:
            raise NotFound
        shared.delete()
        discard(shared.document_id)
        projects.told(actor, project, "file_withdrawn", {"kind": shared.kind})


def add(actor: Actor, project_id: UUID, notice_ids: Collection[UUID]) -> Shared:
    """Take the company's own notices into the project; they get its shared files. Errors: as `projects.take_out`."""
    with write():
        project = projects.locked(actor, project_id)
        found = [one for one in projects.own_locked(actor, notice_ids) if one.project_id != project.id]
        projects.room_for(project, len(found))
        Notice.objects.filter(pk__in=[one.id for one in found]).update(project=project)
        projects.told(actor, project, "added", {"notices": [str(one.id) for one in found]})
        return _give(actor, project, list(project.attachments.select_related("document")), [one.id for one in found])


def share_parties(actor: Actor, project_id: UUID, from_notice_id: UUID, roles: Sequence[PartyRole]) -> Shared:
    """Give the parties of one notice to the others, in the roles named: found in the registers once, on all.

    Errors: NotFound, NotAllowed; Invalid where no role is named, or the notice has nobody in one of them.
    """
    with write():
        project = projects.locked(actor, project_id)
        held = hand.lock(actor, _ids(project))
        source = next((one for one in held if one.id == from_notice_id), None)
        if source is None:
            raise NotFound
        given = {party.role: party for party in source.parties.all() if party.name}
        if not roles or any(role not in given for role in roles):
            sentence = _("Velg parter som er fylt ut i meldingen du henter fra.")
            raise Invalid("parties", sentence, fields={"role": sentence})
        able, left = _parted(one for one in held if one.id != source.id)
        Party.objects.filter(notice__in=able, role__in=roles).delete()
        Party.objects.filter(notice__in=able, same_as__in=roles).update(same_as="")
        Party.objects.bulk_create(clones.of_parties([given[role] for role in roles], able, roles), batch_size=500)
        _settle(able)
        projects.told(actor, project, "parties_shared", {"roles": [str(role) for role in roles]})
    return Shared(len(able), left)


def attach_all(actor: Actor, files: Sequence[tuple[Document, str]], notices: Sequence[Notice]) -> None:
    """Put each file, with what it is, on each notice, in the caller's transaction. The bytes are kept once."""
    documents, rows = [], []
    for notice in notices:
        for document, kind in files:
            one = clones.of_document(document)
            documents.append(one)
            rows.append(
                Attachment(
                    notice=notice,
                    document=one,
                    kind=kind,
                    stage=Stage.NOTICE,
                    added_by_id=actor.user_id,
                    organisation_id=actor.organisation,
                )
            )
    Document.objects.bulk_create(documents, batch_size=500)
    Attachment.objects.bulk_create(rows, batch_size=500)


def _ids(project: Project) -> list[UUID]:
    rows = Notice.objects.filter(project=project, contractor_id=project.contractor_id)
    return list(rows.values_list("id", flat=True))


def _give(actor: Actor, project: Project, files: Sequence[ProjectAttachment], ids: Sequence[UUID]) -> Shared:
    """The files to those of the notices that can take them and do not have them."""
    if not files or not ids:
        return Shared(0, ())
    able, left = _parted(projects.own_locked(actor, ids))
    attach_all(actor, [(one.document, one.kind) for one in files], able)
    rows = Notice.objects.filter(pk__in=[one.id for one in able])
    rows.update(revision=F("revision") + 1, changed_at=clock.now())
    return Shared(len(able), left)


def _parted(notices: Iterable[Notice]) -> tuple[list[Notice], tuple[Notice, ...]]:
    able: list[Notice] = []
    left: list[Notice] = []
    for one in notices:
        (able if one.state in TAKES_MORE else left).append(one)
    return able, tuple(left)


def _settle(notices: Sequence[Notice]) -> None:
    """As `drafts.settle`, for many: columns, revision, whose turn it is, and what they are found by."""
    for notice in notices:
        getattr(notice, "_prefetched_objects_cache", {}).pop("parties", None)
    by_id = {notice.id: notice for notice in notices}
    parties: dict[UUID, list[Party]] = {notice.id: [] for notice in notices}
    for party in Party.objects.filter(notice__in=by_id):
        parties[party.notice_id].append(party)
    for notice in notices:
        in_hand(notice, parties[notice.id])
        columns.refresh_if_unsent(notice)
        notice.revision += 1
        notice.changed_at = clock.now()
    save(notices)
    waiting.refresh(*notices)
    indexing.reindex(*(notice for notice in notices if notice.sent_at is None))


def in_hand(notice: Notice, parties: Sequence[Party]) -> None:
    """Let the notice know its parties without asking the database, as a prefetch does."""
    rows = Party.objects.none()
    rows._result_cache = list(parties)
    notice._prefetched_objects_cache = {  # type: ignore[attr-defined]
        **getattr(notice, "_prefetched_objects_cache", {}),
        "parties": rows,
    }
