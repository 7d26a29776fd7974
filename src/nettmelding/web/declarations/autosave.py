"""The form saving itself: a few changed fields in, what the page must change out. The contract: `components/README.md`."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from nettmelding.core import clock
from nettmelding.core.errors import AppError
from nettmelding.declarations import content, drafts, printing, queries
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.notices.catalogue.model import Kind as Answer
from nettmelding.web.declarations import parts, posted, state
from nettmelding.web.declarations.posted import Posted
from nettmelding.web.declarations.state import State, Typed
from nettmelding.web.pages import ActingRequest, acting

_REWRITTEN = frozenset({Answer.INTEGER, Answer.DECIMAL, Answer.DATE, Answer.METER})
"""Kinds that are shown in the program's own way once they are understood."""
_SYSTEM = "site.network_system"


@acting
@require_POST
def save(request: ActingRequest, draft_id: UUID) -> HttpResponseBase:
    """Save what has changed."""
    try:
        return JsonResponse(_answer(request, draft_id))
    except AppError as error:
        problem = {"title": error.message, "detail": error.message, "status": error.status, "code": error.code}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")


def _answer(request: ActingRequest, draft_id: UUID) -> dict[str, Any]:
    before = queries.draft(request.actor, draft_id)
    kind = Kind(before.kind)
    sent = posted.changed_fields(kind, request.POST)
    by_others = request.POST.get("revision", "") != str(before.revision)
    saved = drafts.save(request.actor, draft_id, mine=sent.mine, base=sent.base)
    unread = {**saved.errors, **saved.conflicts}
    after = state.read(
        request.actor,
        draft_id,
        Typed({path: sent.typed[path] for path in unread if path in sent.typed}, saved.errors),
        show_missing=request.GET.get("mangler") == "1",
        circuits_asked=circuits_asked(request),
    )
    return {
        "revision": after.draft.revision,
        "saved_at": f"{clock.oslo(clock.now()):%H.%M}",
        "values": _values(after, sent, unread),
        "errors": _errors(after),
        "sources": {path: parts.source_of(after, path) for path in sent.mine if path not in unread},
        "conflicts": {path: _conflict(after, path, clash) for path, clash in saved.conflicts.items()},
        "fragments": _fragments(request, after, sent, all_of_it=by_others),
    }


def circuits_asked(request: ActingRequest) -> int:
    """How many circuits the page shows at least."""
    asked = request.GET.get("kurser", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0


def _values(after: State, sent: Posted, unread: dict[str, Any]) -> dict[str, list[str]]:
    """Numbers and dates as they were understood, so that one sees that they were."""
    found = {}
    for path in sent.mine:
        asked = content.asked(path, after.kind)
        if asked and asked.kind in _REWRITTEN and path not in unread and "".join(sent.typed[path]).strip():
            found[path] = parts.texts_of(asked, after.values.get(path))
    return found


def _errors(after: State) -> dict[str, str]:
    lacking = dict(after.missing_by_path) if after.show_missing else {}
    return lacking | dict(after.typed.errors)


def _conflict(after: State, path: str, clash: tuple[Any, Any]) -> dict[str, Any]:
    asked = content.asked(path, after.kind)
    theirs = clash[0]
    return {
        "by": after.draft.content.get(path, {}).get("by", ""),
        "value": printing.said(asked, theirs) if asked else "",
        "texts": parts.texts_of(asked, theirs) if asked else [],
    }


def _fragments(request: ActingRequest, after: State, sent: Posted, *, all_of_it: bool) -> dict[str, str]:
    """Rail, foot and base always; the sections that look different; the verdicts of the circuits that were typed in."""
    context = parts.common(after)

    def drawn(template: str, more: dict[str, Any] | None = None) -> str:
        return render_to_string(template, {**context, **(more or {})}, request)

    found = {
        "declaration-rail": drawn("declarations/_rail.html"),
        "declaration-foot": drawn("declarations/_foot.html"),
        "declaration-base": drawn("declarations/_base.html"),
    }
    redrawn = {one.id for one in after.known.sections_of(after.kind)} if all_of_it else set[str]()
    if _SYSTEM in sent.mine:
        redrawn.add("measured")
    for one in after.known.sections_of(after.kind):
        if one.id in redrawn:
            found[f"part-{one.id}"] = drawn("declarations/_section.html", {"section": parts.section(after, one)})
    if "basis.risks" in sent.mine and "basis" not in redrawn:
        found["risk-measures"] = drawn("declarations/_measures.html", {"measures": parts.risk_measures(after)})
    if "measured" not in redrawn:
        for number in _touched(sent):
            for cell in parts.circuit(after, number).values:
                found[cell.verdict_id] = drawn("declarations/_verdict.html", {"cell": cell})
    return found


def _touched(sent: Posted) -> set[int]:
    """The circuits that something was typed in, or said not to be relevant; a note alone changes no verdict."""
    return {found[0] for path in sent.mine if (found := content.measurement_at(path.removesuffix(content.UNMEASURED)))}
