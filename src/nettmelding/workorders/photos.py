"""Pictures from the field: announced first, then handed in piece by piece, checked when they are whole."""

import hashlib
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import SYSTEM, Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, NotFound, Refused
from nettmelding.documents import actions as documents
from nettmelding.documents.models import Document
from nettmelding.workorders import closing, feed, queries
from nettmelding.workorders.models import Device, Photo, PhotoPart, WorkOrder

LARGEST_PIECE = 1024 * 1024
LARGEST = 25 * 1024 * 1024
MOST = 400
"""Pictures of one order."""
State = Photo.State


def visible(actor: Actor, photo_id: UUID) -> Photo:
    """A picture of an order the actor sees. Errors: NotFound."""
    rows = Photo.objects.select_related("order", "document").filter(pk=photo_id, removed_at__isnull=True)
    found = rows.filter(order__in=queries.visible_to(actor).values("pk")).first()
    if found is None:
        raise NotFound
    return found


def opened(actor: Actor, photo_id: UUID) -> Document:
    """The picture itself. Errors: NotFound, also while it is on its way."""
    found = visible(actor, photo_id)
    if found.document is None:
        raise NotFound
    return found.document


def device_of(photo_id: UUID) -> Device:
    """The device that announced a picture. Errors: NotFound."""
    found = Photo.objects.select_related("device__user").filter(pk=photo_id, device__isnull=False).first()
    if found is None or found.device is None:
        raise NotFound
    return found.device


def of_device(device: Device, photo_id: UUID) -> Photo:
    """A picture that this device has announced, whoever has the order now. Errors: NotFound."""
    found = Photo.objects.select_related("order").filter(pk=photo_id, device=device).first()
    if found is None:
        raise NotFound
    return found


def standing(actor: Actor, photo: Photo) -> Photo:
    """How much of a picture has come. What came whole when the program was killed is checked and kept now.

    Errors: Invalid where it was, or is, taken for none.
    """
    if photo.state == State.REFUSED:
        raise Invalid("no_picture", photo.problem, fields={"photo": photo.problem})
    return _finish(actor, photo) if photo.state == State.COMING and photo.received == photo.size else photo


def add(actor: Actor, device: Device, photo_id: UUID, offset: int, data: bytes) -> Photo:
    """The next piece. With the last one the picture is checked and kept.

    Errors: NotFound; Refused where the offset is another (`received` says which) or it is whole already; Invalid where a piece is
    too large, the whole is not what was announced, or is no picture.
    """
    if not data or len(data) > LARGEST_PIECE:
        raise Invalid("piece", _("En del av et bilde kan være høyst 1 MB."))
    with write():
        photo = _locked(device, photo_id)
        if photo.state != State.COMING:
            raise Refused("whole", _("Bildet er kommet fram allerede."))
        if photo.received != offset:
            raise Refused("offset", _("Denne delen er ikke den neste."))
        if offset + len(data) > photo.size:
            raise Invalid("too_long", _("Bildet er større enn det som ble meldt."))
        PhotoPart.objects.create(photo=photo, offset=offset, data=data)
        photo.received = offset + len(data)
        photo.save(update_fields=["received"])
    return _finish(actor, photo) if photo.received == photo.size else photo


def _finish(actor: Actor, photo: Photo) -> Photo:
    """All pieces are here. The file work is done outside a transaction; who does it twice ends with the same."""
    whole = b"".join(bytes(part.data) for part in photo.parts.order_by("offset"))
    problem, document = "", None
    try:
        document = _checked(actor, photo, whole)
    except AppError as error:
        problem = error.message
    with write():
        order = queries.locked(SYSTEM, photo.order_id)
        photo.refresh_from_db()
        if photo.state == State.COMING:
            photo.state = State.HERE if document else State.REFUSED
            photo.document, photo.problem = document, problem[:300]
            photo.save(update_fields=["state", "document", "problem"])
            PhotoPart.objects.filter(photo=photo).delete()
            feed.tell(order)
            closing.accept_by_rule(order)
    if problem:
        raise Invalid("no_picture", problem, fields={"photo": problem})
    return photo


def _checked(actor: Actor, photo: Photo, whole: bytes) -> Document:
    if hashlib.sha256(whole).hexdigest() != photo.sha256:
        raise Invalid("damaged", _("Bildet ble skadet på veien. Ta det på nytt."))
    document = documents.receive(actor, owner_id=photo.order.performer_id, name=photo.name or "bilde.jpg", data=whole)
    if document.width is None:
        with write():
            documents.discard(document.id)
        raise Invalid("no_picture", _("Dette er ikke et bilde. Ta det på nytt."))
    return document


def announce(actor: Actor, device: Device | None, order: WorkOrder, photo: Photo) -> None:
    """Keep that a picture is on its way. Inside the caller's transaction. Errors: Invalid, Refused for the same id elsewhere."""
    if not 0 < photo.size <= LARGEST:
        raise Invalid("size", _("Et bilde kan være høyst 25 MB."))
    if order.photos.count() >= MOST:
        raise Invalid("too_many", _("En ordre kan ha høyst %(most)s bilder.") % {"most": MOST})
    stands = Photo.objects.filter(pk=photo.id).first()
    if stands is not None:
        if stands.order_id != order.id:
            raise Refused("taken", _("Dette bildet hører til en annen ordre."))
        return
    photo.order, photo.device = order, device
    photo.save(force_insert=True)


def _locked(device: Device, photo_id: UUID) -> Photo:
    list(Photo.objects.select_for_update().filter(pk=photo_id, device=device).values_list("pk"))
    return of_device(device, photo_id)
