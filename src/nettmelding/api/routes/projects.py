"""`/projects`: notices that belong together, many made from one, and all of them sent at once."""

from uuid import UUID

from ninja import Router, Status

from nettmelding.api import addresses, companies, lists, present
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.schemas.notices import NoticeLine
from nettmelding.api.schemas.projects import (
    Made,
    NewProject,
    NoticeIds,
    ProjectOut,
    ProjectPatch,
    SendBody,
    Sent,
    SharedOut,
    SiblingIn,
    Siblings,
)
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.actor import Actor
from nettmelding.core.cursors import page
from nettmelding.core.errors import Invalid
from nettmelding.notices import projects, projects_making, projects_sending, projects_sharing, queries, working_copy
from nettmelding.notices.models import Notice, Project
from nettmelding.notices.places import ADDRESS
from nettmelding.notices.projects import Progress
from nettmelding.notices.projects_making import Wanted

router = Router()
ONE = "/projects/{uuid:project_id}"


@router.get("/projects", response=ListOf[ProjectOut], summary="List projects")
def list_projects(
    request: ActingRequest, put_away: bool = False, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[ProjectOut]:
    """Your company's projects, the newest first."""
    rows = projects.visible_to(request.auth).select_related("created_by").filter(finished_at__isnull=not put_away)
    found = page(rows, "-created_at", cursor, limit)
    progress = projects.progress(request.auth, found.items)
    return lists.shown(found, lambda row: _shown(row, progress[row.id]))


@router.post("/projects", response={201: ProjectOut}, summary="Make a project")
def create_project(request: ActingRequest, body: NewProject) -> Status[ProjectOut]:
    """An empty one; notices are added, or made with `POST /notices/{id}/siblings`."""
    return Status(201, _one(request.auth, projects.create(request.auth, body.name, body.note).id))


@router.get(ONE, response=ProjectOut, summary="Read a project")
def read_project(request: ActingRequest, project_id: UUID) -> ProjectOut:
    """Its notices are listed with `GET /notices?project_id=`."""
    return _one(request.auth, project_id)


@router.patch(ONE, response=ProjectOut, summary="Change a project")
def patch_project(request: ActingRequest, project_id: UUID, body: ProjectPatch) -> ProjectOut:
    """Its name or note; `put_away` puts it away or brings it back."""
    if body.name is not None or body.note is not None:
        projects.change(request.auth, project_id, name=body.name, note=body.note)
    if body.put_away is not None:
        projects.put_away(request.auth, project_id, away=body.put_away)
    return _one(request.auth, project_id)


@router.post(f"{ONE}/notices", response=SharedOut, summary="Add notices to a project")
def add_to_project(request: ActingRequest, project_id: UUID, body: NoticeIds) -> SharedOut:
    """Your own; those that can still take attachments get the shared ones."""
    shared = projects_sharing.add(request.auth, project_id, body.notice_ids)
    return SharedOut(given=shared.given, left=[one.id for one in shared.left])


@router.delete(f"{ONE}/notices/{{uuid:notice_id}}", response={204: None}, summary="Take a notice out of a project")
def remove_from_project(request: ActingRequest, project_id: UUID, notice_id: UUID) -> Status[None]:
    """The notice stays as it is."""
    projects.take_out(request.auth, project_id, [notice_id])
    return Status(204, None)


@router.post(f"{ONE}/send", response=Sent, summary="Send the drafts of a project")
def send_project(request: ActingRequest, project_id: UUID, body: SendBody | None = None) -> Sent:
    """In one transaction. What is missing is named by notice (422, `incomplete`) where all were wanted."""
    ids, only_ready = (body.notice_ids, body.only_ready) if body else ([], False)
    sent = projects_sending.send(request.auth, project_id, ids, only_ready=only_ready)
    return Sent(sent=_lines(request.auth, [one.notice.id for one in sent]))


@router.post("/notices/{uuid:notice_id}/siblings", response={201: Made}, summary="Make many from one notice")
def make_siblings(request: ActingRequest, notice_id: UUID, body: Siblings) -> Status[Made]:
    """A draft for each address, with the answers and parties of this one, all or none, in a project."""
    first = projects_making.original(request.auth, notice_id)
    project, made = projects_making.make(
        request.auth,
        notice_id,
        [_wanted(first, at, one) for at, one in enumerate(body.notices)],
        project_id=body.project_id,
        name=body.name,
        with_attachments=body.with_attachments,
    )
    return Status(
        201, Made(project=_one(request.auth, project.id), notices=_lines(request.auth, [one.id for one in made]))
    )


def _wanted(first: Notice, at: int, one: SiblingIn) -> Wanted:
    where = f"notices.{at}"
    answers, errors = working_copy.parse(first, one.answers)
    wrong = {f"{where}.answers.{path}": sentence for path, sentence in errors.items()}
    if ADDRESS in one.answers or wrong:
        raise Invalid("invalid_answers", next(iter(wrong.values()), ""), fields=wrong or {f"{where}.answers": ""})
    company = companies.named(one.grid_company) if one.grid_company else None
    return Wanted(
        addresses.answer_of(one.address, f"{where}.address"),
        answers=answers,
        grid_company_id=company.id if company else None,
        again=one.again,
    )


def _one(actor: Actor, project_id: UUID) -> ProjectOut:
    project = projects.get(actor, project_id)
    return _shown(project, projects.progress(actor, [project])[project.id])


def _shown(project: Project, progress: Progress) -> ProjectOut:
    return ProjectOut(
        id=project.id,
        name=project.name,
        note=project.note,
        created_by=present.person(project.created_by),
        created_at=project.created_at,
        put_away=project.finished_at is not None,
        counts={status.value: count for status, count in progress.by_status.items()},
        finished=progress.finished,
        total=progress.total,
    )


def _lines(actor: Actor, ids: list[UUID]) -> list[NoticeLine]:
    rows = queries.as_lines(queries.visible_to(actor).filter(pk__in=ids)).order_by("address_key", "id")
    return [present.line(actor, one) for one in rows]
