"""The metering points of a block notice."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Status

from nettmelding.api import lists, present
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.routes.actions import given_of
from nettmelding.api.schemas.children import (
    CellRefused,
    Cells,
    CellsSaved,
    ChildrenAction,
    Moved,
    NewChild,
    NewChildren,
    RowSaved,
)
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.schemas.notices import NoticeLine
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.notices import actions, children_table, making_children, queries, working_copy
from nettmelding.notices import making as rows
from nettmelding.notices.children_table import Change
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice

router = Router()


@router.get(
    "/notices/{uuid:notice_id}/children",
    response=ListOf[NoticeLine],
    summary="List the metering points of a block notice",
)
def list_children(
    request: ActingRequest, notice_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[NoticeLine]:
    """Those you may see, by their place. A notice of another form has none."""
    mother = queries.get(request.auth, notice_id)
    standing = queries.as_lines(queries.visible_to(request.auth).filter(mother=mother))
    return lists.paged(standing, "position", cursor, limit, lambda row: present.line(request.auth, row))


@router.post("/notices/{uuid:notice_id}/children", response={201: ListOf[NoticeLine]}, summary="Add metering points")
def add_children(request: ActingRequest, notice_id: UUID, body: NewChildren) -> Status[ListOf[NoticeLine]]:
    """All of them or none. Where the block notice has been sent, they are drafts until they are sent by themselves."""
    mother = queries.own(request.auth, notice_id)
    made = making_children.make(request.auth, notice_id, list(_read(mother, body.children)))
    return Status(201, ListOf(items=_lines(request, [one.id for one in made]), next=None))


@router.patch(
    "/notices/{uuid:notice_id}/children/cells",
    response=CellsSaved,
    summary="Fill in many metering points, cell by cell",
)
def patch_cells(request: ActingRequest, notice_id: UUID, body: Cells) -> CellsSaved:
    """What holds is kept; what does not, or was changed by somebody else meanwhile, is in `refused`."""
    changes = [Change(one.id, one.path, one.value, one.was) for one in body.cells]
    saved = children_table.save_cells(request.auth, notice_id, changes)
    return CellsSaved(
        items=[RowSaved(id=row.id, revision=row.revision, missing=row.missing) for row in saved],
        refused=[
            CellRefused(id=row.id, path=path, detail=cell.error)
            for row in saved
            for path, cell in row.cells.items()
            if cell.error
        ],
    )


@router.post(
    "/notices/{uuid:notice_id}/children/actions/{action}", response=Moved, summary="Move several metering points"
)
def act_on_children(request: ActingRequest, notice_id: UUID, action: Action, body: ChildrenAction) -> Moved:
    """One of the lifecycle's actions on several, with one message; `errors` name each that was refused by its id."""
    mother = queries.get(request.auth, notice_id)
    own = queries.visible_to(request.auth).filter(mother=mother, pk__in=body.notices)
    if own.count() != len(set(body.notices)):
        raise NotFound
    moved = actions.act_on_all(
        request.auth,
        body.notices,
        action,
        given_of(body),
        revisions=body.revisions,
        those_that_can=body.those_that_can,
    )
    return Moved(items=_lines(request, [one.notice.id for one in moved if one.notice.mother_id == mother.id]))


def _read(mother: Notice, children: Iterable[NewChild]) -> Iterable[rows.NewChild]:
    """Errors: Invalid for answers that do not hold."""
    wrong: dict[str, str] = {}
    for at, one in enumerate(children):
        values, errors = working_copy.parse(mother, one.answers)
        wrong |= {f"children.{at}.answers.{path}": sentence for path, sentence in errors.items()}
        yield rows.NewChild(values, one.entrance, one.unit)
    if wrong:
        raise Invalid("invalid_answers", _("Noen svar holder ikke."), fields=wrong)


def _lines(request: ActingRequest, ids: Iterable[UUID]) -> list[NoticeLine]:
    standing = queries.as_lines(queries.visible_to(request.auth).filter(pk__in=list(ids)))
    return [present.line(request.auth, row) for row in standing.order_by("position", "id")]
