"""The pictures of work orders, whole and small."""

from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from nettmelding.core.errors import NotFound
from nettmelding.documents import queries as documents
from nettmelding.web.case.files import guarded
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.workorders import photos, queries
from nettmelding.workorders.models import Photo


@require_GET
@acting
def photo(request: ActingRequest, order_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """The picture itself. Errors: NotFound."""
    _of(request, order_id, photo_id)
    document = photos.opened(request.actor, photo_id)
    content = documents.content(document)
    return guarded(FileResponse(content, content_type=document.content_type, filename=document.name), document)


@require_GET
@acting
def thumb(request: ActingRequest, order_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """The same small. Errors: NotFound."""
    document = _of(request, order_id, photo_id).document
    if document is None:
        raise NotFound
    return guarded(FileResponse(documents.preview(document), content_type="image/webp"), document)


def _of(request: ActingRequest, order_id: UUID, photo_id: UUID) -> Photo:
    """A picture of this order. Errors: NotFound."""
    queries.get(request.actor, order_id)
    found = photos.visible(request.actor, photo_id)
    if found.order_id != order_id:
        raise NotFound
    return found
