"""The worker makes the sealed PDFs of what was signed, and tries again where that comes to nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from nettmelding.core import backoff, clock, due
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.settings import env
from nettmelding.declarations import attaching, keys, pdf, photos, seal
from nettmelding.declarations.models import Declaration, Sealing
from nettmelding.documents import actions as documents
from nettmelding.documents import queries as files
from nettmelding.documents.models import Document
from nettmelding.organisations import logo

LEASE = timedelta(minutes=5)
AT_ONCE = 4
LOOKS_AGAIN = timedelta(minutes=1)
"""How often it is seen whether the pictures of a report have come."""
LONGEST_WAIT = timedelta(days=14)
"""From the signing; a phone that has not sent them by then is taken to be lost, and the PDF says which are missing."""
log = structlog.get_logger()


def run(worker: str) -> int:
    """Make what is due. Returns how many were tried."""
    claimed = due.claim(Sealing.objects.all(), worker, AT_ONCE, LEASE)
    for one in claimed:
        _try(one)
    return len(claimed)


def link_of(token: str) -> str:
    """What the QR code leads to."""
    return f"{env.base_url}/samsvar/{token}"


def _try(sealing: Sealing) -> None:
    declaration = Declaration.objects.select_related("issuer").get(pk=sealing.declaration_id)
    all_here, late = photos.arrived([UUID(one["photo"]) for one in _named(declaration) if one.get("photo")])
    if not all_here and clock.now() < declaration.recorded_at + LONGEST_WAIT:
        with write():
            if due.postpone(sealing, clock.now() + LOOKS_AGAIN):
                Sealing.objects.filter(pk=sealing.pk).update(attempts=0)
        return
    try:
        pictures = _pictures(declaration, late)
        whole, first = (_kept(declaration, sealing.token, pictures, whole=all_of_it) for all_of_it in (True, False))
    except Exception as problem:
        log.exception("sealing failed", declaration=str(declaration.id))
        with write():
            if due.postpone(sealing, clock.now() + backoff.pause(sealing.attempts)):
                Sealing.objects.filter(pk=sealing.pk).update(problem=f"{type(problem).__name__}: {problem}"[:300])
        return
    with write():
        if due.finish(sealing):
            Sealing.objects.filter(pk=sealing.pk).update(document=whole, first_part=first, token="", problem="")
            attaching.attach(declaration, whole, first)


def _kept(declaration: Declaration, token: str, pictures: dict[str, bytes], *, whole: bool) -> Document:
    """One sealed PDF, kept for the issuer."""
    printed, firm = declaration.printed, declaration.issuer
    laid_out = pdf.make(
        printed,
        strokes=declaration.signature["strokes"],
        firm=printed["signature"]["firm"],
        signed_at=declaration.signed_at,
        link=link_of(token),
        photos=pictures,
        logo=_logo(firm.id),
        whole=whole,
    )
    at = clock.now()
    sealed = seal.seal(
        laid_out,
        keys.sealer(printed["signature"]["firm"], firm.organisation_number, at),
        reason=f"{printed['title']} {declaration.number}",
        firm=printed["signature"]["firm"],
        at=at,
    )
    return documents.receive(SYSTEM, owner_id=firm.id, name=_name(declaration, whole=whole), data=sealed)


def _logo(firm_id: UUID) -> bytes:
    """The firm's logo as it is now; empty where it has none."""
    if not logo.is_there(firm_id):
        return b""
    with files.content(logo.of(firm_id)) as stream:
        return stream.read()


def _name(declaration: Declaration, *, whole: bool) -> str:
    """`samsvarserklæring S-2026-000123 v1.pdf`."""
    with translation.override(declaration.language):
        what = _("samsvarserklæring") if whole else _("samsvarserklæring, bare erklæringen,")
    return f"{what} {declaration.number} v{declaration.version}.pdf"


def _pictures(declaration: Declaration, late: dict[UUID, UUID]) -> dict[str, bytes]:
    """The bytes of its photos, by document, and by photo for those that came after the signing; one that is gone is left out."""
    shown = [UUID(one["document"]) for one in _named(declaration) if one["document"]]
    documents = Document.objects.in_bulk([*shown, *late.values()])
    wanted = {**{one: one for one in shown}, **late}
    pictures = {}
    for key, document_id in wanted.items():
        if document_id in documents:
            with files.content(documents[document_id]) as stream:
                pictures[str(key)] = stream.read()
    return pictures


def _named(declaration: Declaration) -> Iterator[dict[str, Any]]:
    """The photos it was signed with."""
    for section in declaration.printed["documentation"]:
        yield from section.get("photos", [])
