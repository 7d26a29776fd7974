"""One's own courses and instructions: entered by the firm's administrators, read here."""

from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from nettmelding.organisations import papers as room
from nettmelding.web.account.frame import SignedInRequest, signed_in
from nettmelding.web.papers import PaperRow, paper_row


def own_papers(request: SignedInRequest) -> list[PaperRow]:
    """Those at every firm the person works for."""
    return [paper_row(one, "own_paper_file") for one in room.own(request.user.id)]


@require_GET
@signed_in
def opened(request: SignedInRequest, paper_id: UUID) -> HttpResponseBase:
    """The document of one's own."""
    document, content = room.opened_own(request.user.id, paper_id)
    answer = FileResponse(content, content_type=document.content_type, filename=document.name, as_attachment=True)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
