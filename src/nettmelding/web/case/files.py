"""The attachments of a case: listed, opened, looked at small."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from nettmelding.documents import queries as documents
from nettmelding.documents.models import Document
from nettmelding.notices.attachments import opened
from nettmelding.organisations import logo
from nettmelding.web.case import head, told
from nettmelding.web.pages import ActingRequest, acting, page

SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
"""What a browser shows itself; everything else is downloaded."""
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers draw a PDF in a place of its own, which a sandbox would keep shut."""


@require_GET
@acting
def listing(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """Everything this reader may open."""
    case = head.open_case(request.actor, notice_id)
    return page(request, "case/attachments.html", {**head.context(case, "attachments"), "files": told.files(case)})


@require_GET
@acting
def content(request: ActingRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """The file itself, by the type its content has."""
    document = opened(request.actor, notice_id, attachment_id).document
    answer = FileResponse(
        documents.content(document),
        content_type=document.content_type,
        as_attachment=document.content_type not in SHOWN,
        filename=document.name,
    )
    return guarded(answer, document)


@require_GET
@acting
def preview(request: ActingRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A small picture of it."""
    document = opened(request.actor, notice_id, attachment_id).document
    return guarded(FileResponse(documents.preview(document), content_type="image/webp"), document)


@require_GET
@acting
def contractors_logo(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """The contractor's logo, for whoever sees the case."""
    document = logo.of(head.open_case(request.actor, notice_id).notice.contractor_id)
    return guarded(FileResponse(documents.content(document), content_type=document.content_type), document)


def guarded(answer: FileResponse, document: Document) -> FileResponse:
    """Nothing in a file may act as a page of ours; the reader's own browser may keep it for an hour."""
    is_pdf = answer.headers["Content-Type"] == "application/pdf"
    answer.headers["Content-Security-Policy"] = PDF if is_pdf else SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["ETag"] = f'"{document.sha256}"'
    return answer
