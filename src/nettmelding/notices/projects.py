"""Projects: notices of one contractor that belong together. Seen by its own people only."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound
from nettmelding.notices import queries
from nettmelding.notices.models import Notice, Project
from nettmelding.notices.status import Status
from nettmelding.organisations import access

SUBJECT = "project"
MOST = 500
"""Notices in one project."""
FINISHED = frozenset({Status.COMPLETION_REPORTED, Status.METERING, Status.CLOSED})
"""Reported finished, or further."""
GONE = frozenset({Status.WITHDRAWN, Status.LAPSED})
"""Counts neither as finished nor as to be done."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the notices of a project have come."""

    by_status: dict[Status, int]

    @property
    def total(self) -> int:
        """Those that are to be finished."""
        return sum(count for status, count in self.by_status.items() if status not in GONE)

    @property
    def finished(self) -> int:
        return sum(count for status, count in self.by_status.items() if status in FINISHED)

    @property
    def drafts(self) -> int:
        return self.by_status.get(Status.DRAFT, 0)

    @property
    def all(self) -> int:
        return sum(self.by_status.values())


def visible_to(actor: Actor) -> QuerySet[Project]:
    """The projects an actor may see: its own company's, and nobody else's."""
    if not actor.is_contractor or not actor.may(Right.SEE_CASES):
        return Project.objects.none()
    return Project.objects.filter(contractor_id=actor.organisation)


def get(actor: Actor, project_id: UUID) -> Project:
    """One project. Errors: NotFound, also where it is another's."""
    found = visible_to(actor).select_related("created_by").filter(pk=project_id).first()
    if found is None:
        raise NotFound
    return found


def notices_of(actor: Actor, project: Project) -> QuerySet[Notice]:
    """The project's notices that the company has; one that has passed to another firm is that firm's."""
    return queries.visible_to(actor).filter(project=project, contractor_id=actor.organisation)


def progress(actor: Actor, projects: Collection[Project]) -> dict[UUID, Progress]:
    """How far each has come, in one statement."""
    rows = queries.visible_to(actor).filter(project__in=projects, contractor_id=actor.organisation_id)
    counts: dict[UUID, dict[Status, int]] = {project.id: {} for project in projects}
    for project_id, status, count in rows.order_by().values_list("project_id", "status").annotate(count=Count("id")):
        counts[project_id][Status(status)] = count
    return {project_id: Progress(by_status) for project_id, by_status in counts.items()}


def create(actor: Actor, name: str, note: str = "") -> Project:
    """A new project without notices. Errors: NotAllowed; Invalid for a name that is empty."""
    with write():
        return made(actor, name, note)


def made(actor: Actor, name: str, note: str = "") -> Project:
    """The same inside the caller's transaction."""
    _may_change(actor)
    project = Project(
        contractor_id=actor.organisation, name=_name(name), note=note.strip()[:2000], created_by_id=actor.user_id
    )
    project.save(force_insert=True)
    told(actor, project, "created", {"name": project.name})
    return project


def change(actor: Actor, project_id: UUID, *, name: str | None = None, note: str | None = None) -> Project:
    """Another name or note; what is left out stays. Errors: NotFound, NotAllowed, Invalid."""
    with write():
        project = locked(actor, project_id)
        project.name = project.name if name is None else _name(name)
        project.note = project.note if note is None else note.strip()[:2000]
        project.save()
        told(actor, project, "changed", {"name": project.name})
    return project


def put_away(actor: Actor, project_id: UUID, *, away: bool = True) -> Project:
    """Put a project away, or bring it back. Its notices stay as they are. Errors: NotFound, NotAllowed."""
    with write():
        project = locked(actor, project_id)
        if away == (project.finished_at is not None):
            return project
        project.finished_at = clock.now() if away else None
        project.save()
        told(actor, project, "put_away" if away else "brought_back")
    return project


def take_out(actor: Actor, project_id: UUID, notice_ids: Collection[UUID]) -> int:
    """Let notices go from the project; they stay as they are. Returns how many. Errors: NotFound, NotAllowed, Invalid."""
    with write():
        project = locked(actor, project_id)
        found = [notice.id for notice in own_locked(actor, notice_ids) if notice.project_id == project.id]
        Notice.objects.filter(pk__in=found).update(project=None)
        told(actor, project, "taken_out", {"notices": [str(one) for one in found]})
    return len(found)


def locked(actor: Actor, project_id: UUID) -> Project:
    """A project to be changed, inside the caller's transaction. Errors: NotFound, NotAllowed."""
    project = visible_to(actor).filter(pk=project_id).select_for_update().first()
    if project is None:
        raise NotFound
    _may_change(actor)
    return project


def own_locked(actor: Actor, notice_ids: Collection[UUID]) -> list[Notice]:
    """The company's own notices, locked. Errors: Invalid where none is named; NotFound where one is another's."""
    if not notice_ids:
        raise Invalid("none", _("Velg minst én melding."), fields={"notice": _("Velg minst én melding.")})
    found = list(queries.locked(actor, notice_ids).filter(contractor_id=actor.organisation_id))
    if len(found) != len(set(notice_ids)):
        raise NotFound
    return found


def room_for(project: Project, more: int) -> None:
    """Errors: Invalid where the project would become too large."""
    if Notice.objects.filter(project=project).count() + more > MOST:
        sentence = _("Et prosjekt kan ha høyst %(most)s meldinger.") % {"most": MOST}
        raise Invalid("too_many", sentence, fields={"notice": sentence})


def told(actor: Actor, project: Project, action: str, detail: dict[str, object] | None = None) -> None:
    """Record what was done to the project; only its own company reads that."""
    record(actor, SUBJECT, project.id, action, audience=(Audience.INTERNAL,), detail=detail or {})


def _may_change(actor: Actor) -> None:
    if not access.may_write_notices(actor):
        raise NotAllowed("not_yours", _("Bare de som fyller ut meldinger, kan endre prosjekter."))


def _name(typed: str) -> str:
    name = " ".join(typed.split())[:80]
    if len(name) < 2:
        raise Invalid("name", _("Skriv et navn."), fields={"name": _("Skriv et navn på prosjektet.")})
    return name
