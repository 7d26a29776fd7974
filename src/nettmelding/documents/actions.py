"""Taking files in, and letting go of them."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import forbid_in_transaction, in_write, write
from nettmelding.documents import images, integrity, names, previews, recognition, refusals, scan
from nettmelding.documents.images import Cleaned
from nettmelding.documents.kinds import BY_EXTENSION, Family, Kind
from nettmelding.documents.models import Document
from nettmelding.documents.store import Key, Store, store

ORPHAN_AGE = timedelta(days=1)
"""How long a stored file may be without a row before it is swept: far longer than taking one in takes."""


class Readable(Protocol):
    """An open file or an upload."""

    def read(self, size: int, /) -> bytes: ...


def receive(actor: Actor, *, owner_id: UUID, name: str, data: bytes | Readable) -> Document:
    """Check, clean and keep a file for the organisation, at most 25 MB. Not inside a transaction.

    Raises Invalid with the reason in the user's words where the file is not taken in, Unavailable where the
    virus check does not answer. The file is stored before the row; without a row it is swept later.
    """
    forbid_in_transaction("taking in a file")
    content = _read(data)
    kind = recognition.kind_of(name, content)
    verdict = scan.scan(content, scan.from_settings())
    kept = _cleaned(kind, content)
    preview = previews.make(kept.kind, kept.data)
    files = store()
    document = Document(
        organisation_id=owner_id,
        sha256=_keep(files, owner_id, kept.data),
        size=len(kept.data),
        content_type=kept.kind.content_type,
        extension=kept.kind.extension,
        name=names.clean(name, kept.kind.extension, BY_EXTENSION),
        width=kept.width,
        height=kept.height,
        scan=verdict,
        preview_sha256=_keep(files, owner_id, preview) if preview else "",
        created_by=actor.user_id,
    )
    with write():
        document.save(force_insert=True)
    return document


def discard(document_id: UUID) -> None:
    """Remove the row, in the caller's transaction. The file is swept later, if no other row tells of it."""
    if not in_write():
        raise RuntimeError("a document is discarded in the transaction of what let go of it")
    Document.objects.filter(pk=document_id).delete()


def sweep(older_than: timedelta = ORPHAN_AGE) -> int:
    """Delete stored files that no row tells of, last written longer ago than that. Returns how many."""
    return store().sweep(clock.now() - older_than, _known)


def _read(data: bytes | Readable) -> bytes:
    content = data if isinstance(data, bytes) else data.read(refusals.LARGEST + 1)
    if not content:
        raise refusals.empty()
    if len(content) > refusals.LARGEST:
        raise refusals.too_large()
    return content


def _cleaned(kind: Kind, content: bytes) -> Cleaned:
    if kind.family is Family.IMAGE:
        return images.clean(kind, content)
    integrity.check(kind, content)
    return Cleaned(content, kind, None, None)


def _keep(files: Store, owner_id: UUID, data: bytes) -> str:
    """Store the bytes; returns their SHA-256 in hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    files.put(Key(owner_id, sha256), data)
    return sha256


def _known(keys: Sequence[Key]) -> set[Key]:
    by_owner: dict[UUID, list[str]] = defaultdict(list)
    for key in keys:
        by_owner[key.organisation_id].append(key.sha256)
    return {
        Key(owner, sha256)
        for owner, hashes in by_owner.items()
        for column in ("sha256", "preview_sha256")
        for sha256 in Document.objects.filter(organisation_id=owner, **{f"{column}__in": hashes}).values_list(
            column, flat=True
        )
    }
