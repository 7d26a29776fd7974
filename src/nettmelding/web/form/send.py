"""*Se over og send*: all of it on one page, what is missing named, and the button."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from nettmelding.core.errors import AppError
from nettmelding.notices import actions, family, working_copy
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.web.components import Fault, faults
from nettmelding.web.form import block, review, state
from nettmelding.web.form import page as parts
from nettmelding.web.form.state import State
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.phrases import phrases_for

_ACTIONS = {
    Status.DRAFT: Action.SEND,
    Status.REJECTED: Action.SEND,
    Status.AWAITING_INFORMATION: Action.ANSWER,
    Status.APPROVED: Action.CHANGE,
}
"""The first that fits: what is not sent goes before what is changed."""


@acting
def send(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Look over, and with a POST send: for the first time, again, as an answer, or as a change."""
    shown = state.read(request.actor, notice_id, Stage.NOTICE)
    if request.method != "POST":
        return _show(request, shown)
    text = request.POST.get("text", "")
    try:
        revision = _revision(request)
        actions.act_on_all(
            request.actor,
            [notice_id],
            action_for(shown.notice),
            Given(text=text),
            revisions={notice_id: revision} if revision is not None else None,
            those_that_can=bool(request.POST.get("de_som_kan")),
        )
    except AppError as error:
        if error.status not in {409, 412, 422}:
            raise
        return _show(request, state.read(request.actor, notice_id, Stage.NOTICE), error, text)
    return redirect("form:receipt", notice_id)


def action_for(notice: Notice) -> Action:
    """What sending the working copy means now."""
    states = family.states(notice)
    return next(action for state, action in _ACTIONS.items() if state in states)


def _revision(request: ActingRequest) -> int | None:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdigit() else None


def _show(request: ActingRequest, shown: State, error: AppError | None = None, text: str = "") -> HttpResponseBase:
    action = action_for(shown.notice)
    ready = block.ready(shown, action)
    context = review.context(shown) | {
        "ready": ready,
        "ready_text": block.ready_text(ready) if ready else "",
        "title": _TITLES[action],
        "button": _BUTTONS[action],
        "answers": action is Action.ANSWER,
        "changing": action is Action.CHANGE,
        "text": text,
        "phrases": phrases_for(request.actor, shown.notice, "text"),
        "text_error": error.fields.get("text", "") if error else "",
        "may_send": action in family.offered_in(shown.notice, request.actor),
        "question": parts.question_of(shown),
        "faults": _faults(error),
        "grounds": working_copy.automatic_grounds(shown.notice) if not shown.missing else (),
    }
    return page(request, "form/send.html", context, status=422 if error else 200)


def _faults(error: AppError | None) -> tuple[Fault, ...]:
    """What is missing is listed by the page itself; the rest stands on top."""
    if error is None or error.code == "incomplete":
        return ()
    own = {name: words for name, words in error.fields.items() if name == "text"}
    return faults(own) if own else (Fault(text=error.message),)


_TITLES = {
    Action.SEND: _("Se over og send"),
    Action.ANSWER: _("Svar nettselskapet"),
    Action.CHANGE: _("Se over og send endringen"),
}
_BUTTONS = {Action.SEND: _("Send melding"), Action.ANSWER: _("Send svar"), Action.CHANGE: _("Send endring")}
