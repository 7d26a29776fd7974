"""A company's logo, on its documents."""

from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.documents import actions as documents
from nettmelding.documents.models import Document
from nettmelding.organisations import access, own
from nettmelding.organisations.models import CompanySettings

TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
LARGEST = 2_000_000
"""Bytes."""


def of(organisation_id: UUID) -> Document:
    """The logo of a company; whoever asks has made sure that the reader may see whose it is. Errors: NotFound."""
    settings = CompanySettings.objects.select_related("logo").filter(organisation_id=organisation_id).first()
    if settings is None or settings.logo is None:
        raise NotFound
    return settings.logo


def is_there(organisation_id: UUID) -> bool:
    """Whether a company has one."""
    return CompanySettings.objects.filter(organisation_id=organisation_id, logo__isnull=False).exists()


def put(actor: Actor, name: str, file: BinaryIO) -> Document:
    """Another logo: PNG, JPEG or WebP, at most 2 MB. Errors: NotAllowed, Invalid, Unavailable."""
    organisation_id = own.company_of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _bad(_("Bildet er for stort. Det kan være på høyst 2 MB."))
    try:
        document = documents.receive(actor, owner_id=organisation_id, name=name, data=content)
    except Invalid as error:
        raise _bad(error.message) from None
    is_picture = document.content_type in TYPES
    with write():
        if is_picture:
            _change(actor, organisation_id, document)
        else:
            documents.discard(document.id)
    if not is_picture:
        raise _bad(_("Logoen må være et bilde: PNG eller JPEG."))
    return document


def remove(actor: Actor) -> None:
    """No logo any more. Errors: NotAllowed."""
    organisation_id = own.company_of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    with write():
        _change(actor, organisation_id, None)


def _change(actor: Actor, organisation_id: UUID, document: Document | None) -> None:
    own.locked(organisation_id)
    settings, _created = CompanySettings.objects.get_or_create(organisation_id=organisation_id)
    before, settings.logo = settings.logo_id, document
    settings.save(update_fields=["logo"])
    if before is not None:
        documents.discard(before)
    own.recorded(actor, organisation_id, "logo_changed", {"name": document.name if document else ""})


def _bad(sentence: str) -> Invalid:
    return Invalid("bad_logo", sentence, fields={"logo": sentence})
