"""What the form of a block notice and of its metering points shows of the family."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.notices import children_overview, children_ready, family, labels, lifecycle
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.children_overview import Progress
from nettmelding.notices.children_ready import Ready
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.web.components import Progress as Done
from nettmelding.web.components import Step
from nettmelding.web.form.state import State

SECTION = family.CHILDREN


def section(state: State) -> dict[str, Any]:
    """*Måleranlegg* on the page of the whole: how many there are, and the ways to fill them in."""
    notice, progress = state.notice, state.progress
    return {
        "id": SECTION,
        "title": _("Måleranlegg"),
        "help": _("Det du fyller ut på denne siden, gjelder alle anleggene til et anlegg sier noe annet."),
        "template": "form/_children.html",
        "count": _count(state, progress),
        "empty": not progress.total,
        "error": state.missing_by_path.get(family.CHILDREN, "") if state.show_missing else "",
        "is_completion": state.stage is Stage.COMPLETION,
        "list_href": reverse("case:children", args=[notice.id]),
        "table_href": reverse("block:table", args=[notice.id]),
        "add_href": reverse("block:making", args=[notice.id]),
    }


def step(state: State) -> Step:
    """The section in the rail."""
    empty = state.stage is Stage.NOTICE and not state.progress.total
    return Step(
        text=_("Måleranlegg"),
        href=f"#part-{SECTION}",
        missing=1 if empty else 0,
        progress=Done.TODO if empty else Done.DONE,
    )


def nav(state: State) -> dict[str, Any]:
    """For a metering point: the way to the whole, and to its neighbours in the same stage."""
    mother = state.notice.mother
    if mother is None:
        return {}
    beside = children_overview.beside(state.actor, state.notice)
    page = "form:completion" if state.stage is Stage.COMPLETION else "form:edit"
    return {
        "mother": mother,
        "mother_href": reverse("case:children", args=[mother.id]),
        "name": labels.short(state.notice),
        "place": beside.place,
        "total": beside.total,
        "before": _href(page, beside.before),
        "after": _href(page, beside.after),
    }


def ready(state: State, action: Action) -> Ready | None:
    """For the whole: which of its metering points would go with the action now."""
    if not family.is_mother(state.notice):
        return None
    statuses = {one for one in Status if action in lifecycle.offered(one, state.actor)}
    return children_ready.of(state.actor, state.notice, state.stage, statuses)


def ready_text(found: Ready) -> str:
    """`9 av 11 anlegg er klare.`"""
    if not found.looked_at:
        return _("%(count)s anlegg. De sjekkes når du sender.") % {"count": found.total}
    if not found.lacking:
        return ngettext("Ett anlegg er klart.", "Alle %(count)s anlegg er klare.", found.total) % {"count": found.total}
    return _("%(count)s av %(total)s anlegg er klare.") % {"count": found.count, "total": found.total}


def _count(state: State, progress: Progress) -> str:
    if state.stage is Stage.COMPLETION:
        left = progress.total - progress.finished
        return ngettext("Ett anlegg gjenstår.", "%(count)s anlegg gjenstår.", left) % {"count": left}
    return ngettext("Ett anlegg", "%(count)s anlegg", progress.total) % {"count": progress.total}


def _href(page: str, neighbour: Notice | None) -> str:
    return reverse(page, args=[neighbour.id]) if neighbour else ""
