"""The list of projects, and how far each has come."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from nettmelding.core.actor import Right
from nettmelding.core.cursors import page as paged
from nettmelding.core.errors import NotFound
from nettmelding.notices import projects
from nettmelding.notices.models import Project
from nettmelding.notices.projects import Progress
from nettmelding.organisations import access
from nettmelding.web import words
from nettmelding.web.components import Bar, View
from nettmelding.web.pages import ActingRequest, acting, page

CURSOR, AWAY = "etter", "lagt-bort"


@dataclass(frozen=True, slots=True)
class Row:
    """A project in the list."""

    href: str
    name: str
    detail: str
    bar: Bar


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponse:
    """`/prosjekter`, the newest first; `?lagt-bort=ja` those put away."""
    actor = request.actor
    if not actor.is_contractor or not actor.may(Right.SEE_CASES):
        raise NotFound
    away = bool(request.GET.get(AWAY))
    rows = projects.visible_to(actor).filter(finished_at__isnull=not away)
    found = paged(rows, "-created_at", request.GET.get(CURSOR) or None, 50)
    progress = projects.progress(actor, found.items)
    kept = f"{AWAY}=ja&" if away else ""
    context = {
        "rows": [_row(one, progress[one.id]) for one in found.items],
        "views": [
            View(text=_("I arbeid"), href=reverse("projects:listing"), current=not away),
            View(text=_("Lagt bort"), href=f"?{AWAY}=ja", current=away),
        ],
        "away": away,
        "next": f"?{kept}{CURSOR}={found.next}" if found.next else "",
        "first": f"?{kept}" if request.GET.get(CURSOR) else "",
        "may_write": access.may_write_notices(actor),
    }
    return page(request, "projects/listing.html", context)


def bar(progress: Progress) -> Bar:
    """One line: `12 av 20 ferdigmeldt`."""
    told = {"done": progress.finished, "total": progress.total}
    return Bar(
        label=_("%(done)s av %(total)s ferdigmeldt") % told, done=progress.finished, total=max(progress.total, 1)
    )


def _row(project: Project, progress: Progress) -> Row:
    drafts = ngettext("én kladd", "%(count)s kladder", progress.drafts) % {"count": progress.drafts}
    made = _("laget %(day)s") % {"day": words.day_of(project.created_at)}
    return Row(
        href=reverse("projects:project", args=[project.id]),
        name=project.name,
        detail=" · ".join([made, *([drafts] if progress.drafts else [])]),
        bar=bar(progress),
    )
