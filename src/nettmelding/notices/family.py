"""A block notice: the mother is the installation, each child a metering point. What the mother's status is follows from them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.lifecycle import Action, offered
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status

_WAITS = frozenset({
    Status.SUBMITTED, Status.IN_REVIEW, Status.AWAITING_INFORMATION, Status.AWAITING_CUSTOMER, Status.GRID_WORK,
    Status.STOPPED,
})  # fmt: skip
"""With the grid company, or waiting for an answer."""
_TO_DO = frozenset({Status.APPROVED, Status.CONNECTED_TEMPORARILY, Status.COMPLETION_RETURNED, Status.REJECTED})
_LEFT_OUT = frozenset({Status.DRAFT, Status.WITHDRAWN, Status.LAPSED})
"""What is not sent counts for nothing to those it was not sent to."""
CHILDREN = "children"
"""The path under which it is said that there are no children."""
OF_THE_INSTALLATION = frozenset({
    Action.SEND, Action.ANSWER, Action.CHANGE, Action.TAKE, Action.ASSIGN, Action.RELEASE, Action.APPROVE, Action.REJECT,
    Action.ASK, Action.DELETE,
})  # fmt: skip
"""Actions that, done to the whole, are done to the mother's own content too."""


def derive(children: Iterable[Status]) -> Status:
    """The mother's status. Pure.

    Of the children that are sent and neither withdrawn nor lapsed: any with the grid company or waiting for an answer →
    under review; else any still to be done → approved, or rejected where only rejected ones are left to do; all reported
    finished or further → completion reported; all closed → closed. None left → withdrawn.
    """
    counted = {one for one in children if one not in _LEFT_OUT}
    if counted & _WAITS:
        return Status.IN_REVIEW
    if to_do := counted & _TO_DO:
        return Status.REJECTED if to_do == {Status.REJECTED} else Status.APPROVED
    if not counted:
        return Status.WITHDRAWN
    return Status.CLOSED if counted == {Status.CLOSED} else Status.COMPLETION_REPORTED


def is_mother(notice: Notice) -> bool:
    """Whether its status follows from its children."""
    return notice.form == FormKind.SEVERAL


def without_metering_point(mothers: Collection[UUID]) -> set[UUID]:
    """Those of the mothers that have no children under way, or one that the customer system has given no metering point."""
    counted = Notice.objects.filter(mother_id__in=mothers).exclude(status__in=_LEFT_OUT).order_by()
    ready = counted.values("mother_id").annotate(lacking=Count("id", filter=Q(metering_point=None)))
    return set(mothers) - {row["mother_id"] for row in ready if not row["lacking"]}


def states(notice: Notice) -> frozenset[Status]:
    """The statuses that say what can be done now: a notice's own; of a mother that is sent, those of her children."""
    if not is_mother(notice) or notice.sent_at is None:
        return frozenset({notice.state})
    return frozenset(map(Status, notice.children.order_by().values_list("status", flat=True).distinct()))


def offered_in(notice: Notice, actor: Actor) -> list[Action]:
    """The actions that the actor may try, in the table's order; with a mother what can be done to any of her children."""
    found = {action for state in states(notice) for action in offered(state, actor)}
    if is_mother(notice) and notice.sent_at is not None:
        found.discard(Action.DELETE)
    return [action for action in Action if action in found]


def called(visible: QuerySet[Notice], ids: Sequence[UUID]) -> frozenset[UUID]:
    """What a move of these concerns: a mother brings all her children that are visible, a child its mother.

    Whoever moves one of a family holds the mother's lock: it is taken here, so that nobody comes or goes meanwhile. Errors:
    NotFound where one of the ids is not visible.
    """
    asked = frozenset(ids)
    rows = visible.filter(pk__in=asked).values_list("id", "mother_id", "form")
    found = {key: mother or (key if form == FormKind.SEVERAL else None) for key, mother, form in rows}
    if not asked <= found.keys():
        raise NotFound
    mothers = frozenset(mother for mother in found.values() if mother)
    if not mothers:
        return asked
    list(Notice.objects.select_for_update().filter(pk__in=mothers).order_by("id").values_list("id"))
    children = visible.filter(mother__in=asked & mothers).values_list("id", flat=True)
    return asked | mothers | frozenset(children)


def children_of(mothers: Iterable[Notice], in_hand: Iterable[Notice]) -> Mapping[UUID, Sequence[Notice]]:
    """The children by mother, as they are after the move: rows in hand as they stand in memory, the others as they are kept.

    Under the mother's lock nobody else changes their status. What lists alone need is read.
    """
    found: dict[UUID, list[Notice]] = {mother.id: [] for mother in mothers}
    own = {notice.id: notice for notice in in_hand}
    if found:
        rows = Notice.objects.filter(mother__in=list(found)).order_by("position", "id")
        for row in rows.defer("answers", "known", "corrected", "unreached"):
            assert row.mother_id is not None
            found[row.mother_id].append(own.get(row.id, row))
    return found
