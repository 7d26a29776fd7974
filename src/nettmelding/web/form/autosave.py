"""The form saving itself: a few changed fields in, what the page must change out.

The contract stands in `components/README.md`.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST

from nettmelding.core import clock
from nettmelding.core.errors import AppError
from nettmelding.notices import parties
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind, PartyRole, Stage
from nettmelding.web.form import page, posted, saving, sources, state, values
from nettmelding.web.form.posted import Posted
from nettmelding.web.form.saving import Result
from nettmelding.web.form.state import State, Typed
from nettmelding.web.pages import ActingRequest, acting

FIRM = ".company"
_REWRITTEN = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.DATETIME, Kind.METERS, Kind.METER})
"""Kinds that are shown in the program's own way once they are understood."""


@acting
@require_POST
def save(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Save what has changed in the notice."""
    return _saved(request, notice_id, Stage.NOTICE)


@acting
@require_POST
def save_completion(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Save what has changed in the completion report."""
    return _saved(request, notice_id, Stage.COMPLETION)


def _saved(request: ActingRequest, notice_id: UUID, stage: Stage) -> HttpResponseBase:
    try:
        return JsonResponse(_answer(request, notice_id, stage))
    except AppError as error:
        problem = {"title": error.message, "detail": error.message, "status": error.status, "code": error.code}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")


def _answer(request: ActingRequest, notice_id: UUID, stage: Stage) -> dict[str, Any]:
    sent = posted.changed_fields(request.POST)
    before = state.read(request.actor, notice_id, stage)
    was = page.signatures(before)
    changed_by_others = request.POST.get("revision", "") != str(before.notice.revision)
    result = saving.save(request.actor, notice_id, stage, sent)
    _use_firms(request, notice_id, sent, result)
    after = state.read(
        request.actor, notice_id, stage, _typed(sent, result), show_missing=request.GET.get("mangler") == "1"
    )
    return {
        "revision": after.notice.revision,
        "saved_at": f"{clock.oslo(clock.now()):%H.%M}",
        "values": _values(after, sent, result),
        "errors": _errors(after),
        "sources": _sources(after, sent),
        "conflicts": {
            name: {"by": clash.by, "value": clash.value, "texts": clash.texts} for name, clash in result.clashes.items()
        },
        "fragments": page.fragments(request, after, _redrawn(was, after, sent, result, changed_by_others)),
    }


def _use_firms(request: ActingRequest, notice_id: UUID, sent: Posted, result: Result) -> None:
    """A firm picked from the list of a search field is put on the notice at once."""
    for role in PartyRole:
        number = "".join(sent.mine.get(f"party.{role}{FIRM}", []))
        if number:
            try:
                parties.use_company(request.actor, notice_id, role, number)
            except AppError as error:
                result.errors[f"party.{role}{FIRM}"] = error.message


def _typed(sent: Posted, result: Result) -> Typed:
    return Typed(
        texts={name: list(sent.mine[name]) for name in (*result.errors, *result.clashes) if name in sent.mine},
        errors=result.errors | result.remarks,
    )


def _redrawn(was: dict[str, object], after: State, sent: Posted, result: Result, changed_by_others: bool) -> list[str]:
    """The parts to draw anew: those that look different now, all where more than the sent fields may have changed."""
    if result.filled_in or changed_by_others:
        return [one.id for one in after.form.sections]
    stands = page.signatures(after)
    people = any(name.startswith("party.") for name in sent.mine)
    return [name for name, look in stands.items() if look != was.get(name) or (people and name == "parties")]


def _values(after: State, sent: Posted, result: Result) -> dict[str, list[str]]:
    """Numbers and dates as they were understood, so that one sees that they were."""
    fields = catalogue().fields
    shown = {one.path: one for one in after.form.fields() if one.shown}
    return {
        name: values.texts_of(fields[name], shown[name].value)
        for name, texts in sent.mine.items()
        if name in shown and fields[name].kind in _REWRITTEN and "".join(texts).strip()
        and name not in result.errors and name not in result.clashes
    }  # fmt: skip


def _errors(after: State) -> dict[str, str]:
    errors = dict(after.missing_by_path) if after.show_missing else {}
    return errors | dict(after.typed.errors)


def _sources(after: State, sent: Posted) -> dict[str, str]:
    """A field somebody has typed in comes from nobody but them."""
    shown = {one.path: one for one in after.form.fields() if one.shown}
    return {name: sources.of_field(shown[name], after.notice) for name in sent.mine if name in shown}
