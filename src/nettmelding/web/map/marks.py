"""What is wanted where: the notice's own layer of the map, drawn by its contractor and seen by both sides."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nettmelding.core.errors import AppError, Invalid, NotAllowed, NotFound
from nettmelding.notices import drafts, family
from nettmelding.notices import queries as notices
from nettmelding.notices.catalogue import marks
from nettmelding.notices.catalogue.marks import LINES, NAMES, What
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.map_marks import PATH
from nettmelding.notices.models import Notice
from nettmelding.notices.status import CONTRACTOR_EDITS
from nettmelding.organisations import access
from nettmelding.web.components import Option
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest
from nettmelding.web.shell.toasts import toast

MARKS, BASE = "marks", "base"
_POINTS = [what for what in What if what not in LINES]


def context(where: Where) -> dict[str, Any]:
    """The marks as the reader may see them, and whether they may be drawn."""
    if where.notice is None:
        return {"marks": None, "may_mark": False}
    notice = where.notice.mother or where.notice
    kept = _kept(where, notice)
    return {
        "marks": kept or {"type": "FeatureCollection", "features": []},
        "said": [{"id": mark.id, "text": marks.said(mark)} for mark in marks.marks_of(kept)],
        "may_mark": may_mark(where, notice),
        "marks_href": where.href("marks"),
        "kinds": [{"what": what.value, "name": str(NAMES[what]), "line": what in LINES} for what in What],
        "points": [Option(value=what.value, text=str(NAMES[what])) for what in _POINTS],
    }


def may_mark(where: Where, notice: Notice) -> bool:
    """Whether the actor draws in this notice as it stands."""
    own = notice.contractor_id == where.actor.organisation_id
    return own and access.may_write_notices(where.actor) and bool(family.states(notice) & CONTRACTOR_EDITS)


@require_POST
@on_map
def save(request: ActingRequest, where: Where) -> HttpResponseBase:
    """Keep what is drawn, mark by mark with what others draw. Without script: one mark more or less.

    Errors: NotFound where nobody draws, NotAllowed for those who do not.
    """
    if where.notice is None:
        raise NotFound
    notice = where.notice.mother or where.notice
    if not may_mark(where, notice):
        raise NotAllowed("not_now", _("Du kan ikke tegne i denne meldingen nå."))
    before = notice.values().get(PATH)
    drawn = MARKS in request.POST
    try:
        mine = request.POST[MARKS] if drawn else _changed(request, before)
        base = json.loads(request.POST.get(BASE) or "null") if drawn else before
        saved = drafts.save(request.actor, notice.id, mine={PATH: mine}, base={PATH: base})
        if PATH in saved.errors:
            raise Invalid("marks", saved.errors[PATH])
    except (AppError, ValueError) as problem:
        sentence = problem.message if isinstance(problem, AppError) else _("Merkene ble ikke forstått.")
        if isinstance(problem, AppError) and problem.status in {403, 404}:
            raise
        if drawn:
            return JsonResponse({"detail": sentence}, status=422, content_type="application/problem+json")
        toast(request, sentence)
        return HttpResponseRedirect(where.href("map"))
    kept = notices.get(request.actor, notice.id).values().get(PATH)
    if not drawn:
        toast(request, _("Lagret i meldingen."))
        return HttpResponseRedirect(where.href("map"))
    told = [{"id": mark.id, "text": marks.said(mark)} for mark in marks.marks_of(kept)]
    return JsonResponse({"marks": kept or {"type": "FeatureCollection", "features": []}, "said": told})


def _kept(where: Where, notice: Notice) -> Any:
    """The contractor reads the working copy, the grid company what was sent last."""
    if notice.contractor_id == where.actor.organisation_id:
        return notice.values().get(PATH)
    sent = notice.submissions.filter(stage=Stage.NOTICE).order_by("-number").first()
    return sent.content["answers"].get(PATH, {}).get("value") if sent else None


def _changed(request: ActingRequest, before: Any) -> dict[str, Any]:
    """One mark more, at a position that was typed or at the address, or one less."""
    features = list((before or {}).get("features", ()))
    if gone := request.POST.get("remove"):
        return {"type": "FeatureCollection", "features": [one for one in features if one["id"] != gone]}
    typed = request.POST.get("position", "").replace(",", ".").split()
    if len(typed) != 2:
        raise Invalid("position", _("Skriv breddegrad og lengdegrad, for eksempel 63.70012 9.65034."))
    latitude, longitude = (float(one) for one in typed)
    added = {
        "type": "Feature",
        "id": str(uuid4()),
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {"what": request.POST.get("what", ""), "text": request.POST.get("text", "")},
    }
    return {"type": "FeatureCollection", "features": [*features, added]}
