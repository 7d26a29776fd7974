"""Moving a notice: the lifecycle's own actions."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from nettmelding.api import headers, present
from nettmelding.api.schemas.notices import ActionBody, Notice
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import actions, queries
from nettmelding.notices.given import Given, GivenRemark
from nettmelding.notices.lifecycle import Action

router = Router()


@router.post("/notices/{uuid:notice_id}/actions/{action}", response={200: Notice, 204: None}, summary="Move a notice")
def act(
    request: ActingRequest, response: HttpResponse, notice_id: UUID, action: Action, body: ActionBody | None = None
) -> Status[Notice] | Status[None]:
    """One of the notice's `actions`. `delete` of a draft answers 204, all others the notice as it is now.

    `send`, `answer`, `change` and `report_completion` name everything that is missing (422, `incomplete`).
    """
    actions.act(request.auth, notice_id, action, given_of(body), revision=headers.wanted_revision(request))
    if action is Action.DELETE:
        return Status(204, None)
    notice = queries.get(request.auth, notice_id)
    headers.tag(response, notice.revision)
    return Status(200, present.whole(request.auth, notice))


def given_of(body: ActionBody | None) -> Given:
    """What goes with an action."""
    if body is None:
        return Given()
    return Given(
        text=body.text,
        remarks=tuple(GivenRemark(one.text, one.code, one.path) for one in body.remarks),
        conditions=tuple(body.conditions),
        assignee_id=body.assignee_id,
        ends_on=body.ends_on,
    )
