"""`/users`: colleagues for everybody; inviting, roles and deleting for those who administer people."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from nettmelding.api import headers, lists
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.common import ListOf, Person
from nettmelding.api.schemas.users import InvitationOut, NewUser, UserOut, UserPatch
from nettmelding.api.sign_in import ActingRequest, require_lately
from nettmelding.organisations import invitations, leaving, people, queries
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import Invitation, Membership

router = Router()
HandOverTo = Annotated[
    UUID | None,
    Query(None, description="A colleague from `/users` who takes over drafts and cases; left out: nobody by name."),
]


@router.get("/users", response=ListOf[Person], summary="List colleagues")
def list_users(request: ActingRequest, cursor: Cursor = None, limit: Limit = 50) -> ListOf[Person]:
    """The people of your own company, by name."""
    rows = queries.colleagues(request.auth)
    return lists.paged(rows, "name", cursor, limit, lambda row: Person(id=row.id, name=row.name))


@router.post("/users", response={201: InvitationOut}, summary="Invite a user")
def create_user(request: ActingRequest, body: NewUser) -> Status[InvitationOut]:
    """Sends one link, by e-mail or else SMS: whoever opens it chooses how to sign in, and is a user.

    Where the company wants it so, a user name with a temporary password is sent instead.
    """
    require_lately(request)
    somebody = Somebody(body.name, body.email, body.mobile, tuple(body.roles))
    made = invitations.invite(request.auth, somebody)
    return Status(201, _invited(invitations.send(request.auth, made.id)))


@router.get("/users/{uuid:user_id}", response=UserOut, summary="Read a user")
def read_user(request: ActingRequest, response: HttpResponse, user_id: UUID) -> UserOut:
    """A user of your own company. The ETag is for `If-Match`."""
    return _answer(response, people.of_user(request.auth, user_id))


@router.patch("/users/{uuid:user_id}", response=UserOut, summary="Change a user's roles")
def patch_user(request: ActingRequest, response: HttpResponse, user_id: UUID, body: UserPatch) -> UserOut:
    """The person is told by e-mail. A company always has an administrator."""
    membership = people.of_user(request.auth, user_id)
    require_lately(request)
    revision = headers.wanted_revision(request)
    people.change(request.auth, membership.id, revision=revision, roles=[role.value for role in body.roles])
    return _answer(response, people.of_user(request.auth, user_id))


@router.delete("/users/{uuid:user_id}", response={204: None}, summary="Delete a user")
def delete_user(
    request: ActingRequest,
    user_id: UUID,
    hand_over_to: HandOverTo = None,
) -> Status[None]:
    """Access ends at once everywhere, their name stays on notices. An administrator can undo it on the pages for 30 days."""
    membership = people.of_user(request.auth, user_id)
    require_lately(request)
    leaving.leave(request.auth, membership.id, hand_to=hand_over_to)
    return Status(204, None)


def _answer(response: HttpResponse, membership: Membership) -> UserOut:
    user = membership.user
    headers.tag(response, membership.revision)
    return UserOut(
        id=user.id,
        name=user.name,
        email=user.email,
        mobile=user.mobile,
        username=user.username,
        roles=sorted(membership.role_set),
        since=membership.created_at,
        last_seen_at=people.last_seen(membership),
    )


def _invited(row: Invitation) -> InvitationOut:
    assert row.sent_at is not None
    return InvitationOut(
        id=row.id,
        name=row.name,
        email=row.email,
        mobile=row.mobile,
        roles=row.roles,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )
