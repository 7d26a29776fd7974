"""The completion report, looked over and sent: what was built otherwise than approved stands on top."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError
from nettmelding.notices import actions, family, submissions
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.web.components import Fault
from nettmelding.web.form import block, review, state
from nettmelding.web.form.state import State
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.phrases import phrases_for


@acting
def send(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Look the report over, and with a POST send it."""
    shown = state.read(request.actor, notice_id, Stage.COMPLETION)
    if request.method != "POST":
        return _show(request, shown)
    text, revision = request.POST.get("text", ""), request.POST.get("revision", "")
    try:
        actions.act_on_all(
            request.actor,
            [notice_id],
            Action.REPORT_COMPLETION,
            Given(text=text),
            revisions={notice_id: int(revision)} if revision.isdigit() else None,
            those_that_can=bool(request.POST.get("de_som_kan")),
        )
    except AppError as error:
        if error.status not in {409, 412, 422}:
            raise
        return _show(request, state.read(request.actor, notice_id, Stage.COMPLETION), error, text)
    return redirect("form:receipt", notice_id)


def _show(request: ActingRequest, shown: State, error: AppError | None = None, text: str = "") -> HttpResponseBase:
    ready = block.ready(shown, Action.REPORT_COMPLETION)
    context = review.context(shown) | {
        "ready": ready,
        "ready_text": block.ready_text(ready) if ready else "",
        "title": _("Se over og meld ferdig"),
        "button": _("Send ferdigmelding"),
        "as_built": submissions.as_built(shown.notice),
        "text": text,
        "phrases": phrases_for(request.actor, shown.notice, "text"),
        "may_send": Action.REPORT_COMPLETION in family.offered_in(shown.notice, request.actor),
        "faults": (Fault(text=error.message),) if error and error.code != "incomplete" else (),
    }
    return page(request, "form/send.html", context, status=422 if error else 200)
