"""The customer's page: one question, two firms, yes or no. Opened by whoever holds the link; looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError, NotFound
from nettmelding.notices import labels, transfer_answering, transfer_rows
from nettmelding.notices.models import Transfer
from nettmelding.notices.status import OPEN
from nettmelding.web import words
from nettmelding.web.pages import page

YES, NO = "ja", "nei"
GONE = "gone"


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """`answer=ja` or `answer=nei`. Names the two firms and the work and nothing else of the case."""
    try:
        found = transfer_answering.by_token(token)
    except NotFound:
        return _page(request, None, "unknown", 404)
    if request.method == "POST" and request.POST.get("answer") in {YES, NO}:
        try:
            found = transfer_answering.answer(token, yes=request.POST["answer"] == YES)
        except AppError as problem:
            found = transfer_answering.by_token(token)
            return _page(request, found, _state(found), problem.status)
    return _page(request, found, _state(found), 200)


def _state(transfer: Transfer) -> str:
    """Which of the page's states holds: `asked`, or why it is no longer asked."""
    if transfer_rows.is_expired(transfer):
        return "expired"
    waits = transfer.state == Transfer.State.ASKED
    if waits and (transfer.notice.state not in OPEN or transfer.notice.contractor_id != transfer.from_contractor_id):
        return "withdrawn"
    return str(transfer.state)


def _page(request: HttpRequest, transfer: Transfer | None, state: str, status: int) -> HttpResponse:
    context = {
        "transfer": transfer,
        "state": state,
        "work": labels.type_names(transfer.notice.types) if transfer else "",
        "until": words.whole_day(transfer.expires_at) if transfer else "",
    }
    reply = page(request, "transfer/customer.html", context, status=status)
    reply.headers["Referrer-Policy"] = "same-origin"
    return reply
