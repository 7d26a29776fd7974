"""The life of a work order: one table of moves and a pure function over it. Pages, API, the field protocol and the model test
read this same table, and nothing but `perform` writes a status."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.workorders.status import NOT_BEGUN, OPEN, Status


class Action(StrEnum):
    """What can be done to a work order; the API's own names."""

    PLAN = "plan"
    UNPLAN = "unplan"
    OFFER_TIMES = "offer_times"
    PICK_TIME = "pick_time"
    TIMES_DECLINED = "times_declined"
    TIMES_EXPIRED = "times_expired"
    HAND_OVER = "hand_over"
    START = "start"
    MISS = "miss"
    REPORT = "report"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"
    CANCEL = "cancel"


class By(StrEnum):
    """The side that moves."""

    PERFORMER = "performer"
    """The planner of the firm whose fitter does the work."""
    FITTER = "fitter"
    """The fitter the order is given to."""
    GRID_COMPANY = "grid_company"
    ORDERER = "orderer"
    """The contractor that asked for it, such as a disconnection."""
    CUSTOMER = "customer"
    RULE = "rule"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard may look at."""

    has_fitter: bool = True
    fitter_may: bool = True
    """The fitter has the papers that the grid company asks for on that day."""
    has_times: bool = False
    complete: bool = True
    """Every needed step is answered."""
    conflicts: bool = False
    photos_here: bool = True
    may_energise: bool = True
    dangerous: bool = False
    """A dangerous deviation stands open."""
    accepted_by_rule: bool = False
    in_time: bool = True
    """It is not too late to cancel."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition of a move and the sentence that says why it does not hold."""

    name: str
    holds: Callable[[Facts], bool]
    otherwise: str | Promise


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table."""

    action: Action
    sources: frozenset[Status]
    target: Status
    by: By
    right: Right | None = None
    guards: tuple[Guard, ...] = ()
    words: bool = False
    """Whether a reason must go with it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a stable code and the sentence."""

    code: str
    message: str | Promise


HAS_FITTER = Guard("has_fitter", lambda f: f.has_fitter, _("Velg en montør."))
FITTER_MAY = Guard(
    "fitter_may", lambda f: f.fitter_may, _("Montøren mangler instruksjonen som nettselskapet krever den dagen.")
)
HAS_TIMES = Guard("has_times", lambda f: f.has_times, _("Velg minst én tid fram i tid."))
COMPLETE = Guard("complete", lambda f: f.complete, _("Noen steg er ikke gjort ennå."))
NO_CONFLICTS = Guard(
    "no_conflicts", lambda f: not f.conflicts, _("To har svart forskjellig. Velg hva som er riktig først.")
)
PHOTOS_HERE = Guard("photos_here", lambda f: f.photos_here, _("Noen bilder er ikke kommet fram ennå."))
MAY_ENERGISE = Guard("may_energise", lambda f: f.may_energise, _("Anlegget kan ikke spenningssettes ennå."))
NOT_DANGEROUS = Guard("not_dangerous", lambda f: not f.dangerous, _("Et farlig avvik er ikke rettet."))
BY_RULE = Guard("accepted_by_rule", lambda f: f.accepted_by_rule, _("Denne rapporten må en saksbehandler se over."))
IN_TIME = Guard("in_time", lambda f: f.in_time, _("Det er for sent å avlyse her. Ring nettselskapet."))

_S, _A = Status, Action
_PLANS, _DOES, _HANDLES = Right.PLAN_WORK, Right.DO_WORK, Right.HANDLE


def _row(
    action: Action,
    sources: Status | frozenset[Status],
    target: Status,
    by: By,
    right: Right | None = None,
    *guards: Guard,
    words: bool = False,
) -> Move:
    return Move(
        action, frozenset({sources}) if isinstance(sources, Status) else sources, target, by, right, guards, words
    )


# fmt: off
MOVES: tuple[Move, ...] = (
    _row(_A.PLAN, NOT_BEGUN, _S.PLANNED, By.PERFORMER, _PLANS, HAS_FITTER, FITTER_MAY),
    _row(_A.UNPLAN, frozenset({_S.OFFERED, _S.PLANNED}), _S.UNPLANNED, By.PERFORMER, _PLANS),
    _row(_A.UNPLAN, OPEN - {_S.UNPLANNED, _S.REPORTED}, _S.UNPLANNED, By.SYSTEM),
    _row(_A.OFFER_TIMES, NOT_BEGUN, _S.OFFERED, By.PERFORMER, _PLANS, HAS_TIMES),
    _row(_A.PICK_TIME, frozenset({_S.OFFERED, _S.PLANNED}), _S.PLANNED, By.CUSTOMER, None, HAS_FITTER),
    _row(_A.PICK_TIME, frozenset({_S.OFFERED, _S.PLANNED}), _S.UNPLANNED, By.CUSTOMER),
    _row(_A.TIMES_DECLINED, frozenset({_S.OFFERED, _S.PLANNED}), _S.UNPLANNED, By.CUSTOMER, None, words=True),
    _row(_A.TIMES_EXPIRED, _S.OFFERED, _S.UNPLANNED, By.SYSTEM),
    _row(_A.HAND_OVER, NOT_BEGUN, _S.UNPLANNED, By.GRID_COMPANY, _HANDLES),
    _row(_A.HAND_OVER, NOT_BEGUN, _S.UNPLANNED, By.SYSTEM),
    _row(_A.START, frozenset({_S.PLANNED, _S.RETURNED}), _S.STARTED, By.FITTER, _DOES),
    _row(_A.MISS, frozenset({_S.PLANNED, _S.STARTED}), _S.MISSED, By.FITTER, _DOES),
    _row(_A.REPORT, frozenset({_S.PLANNED, _S.STARTED, _S.RETURNED}), _S.REPORTED, By.FITTER, _DOES,
         NO_CONFLICTS, COMPLETE, MAY_ENERGISE),
    _row(_A.ACCEPT, _S.REPORTED, _S.ACCEPTED, By.GRID_COMPANY, _HANDLES, PHOTOS_HERE, NOT_DANGEROUS),
    _row(_A.ACCEPT, _S.REPORTED, _S.ACCEPTED, By.RULE, None, PHOTOS_HERE, NOT_DANGEROUS, BY_RULE),
    _row(_A.RETURN, _S.REPORTED, _S.RETURNED, By.GRID_COMPANY, _HANDLES, words=True),
    _row(_A.REOPEN, _S.ACCEPTED, _S.REPORTED, By.GRID_COMPANY, _HANDLES, words=True),
    _row(_A.CANCEL, OPEN - {_S.REPORTED}, _S.CANCELLED, By.GRID_COMPANY, _HANDLES, words=True),
    _row(_A.CANCEL, NOT_BEGUN, _S.CANCELLED, By.ORDERER, Right.REPORT, IN_TIME),
    _row(_A.CANCEL, OPEN, _S.CANCELLED, By.SYSTEM),
)
# fmt: on

NOT_NOW = Refusal("not_now", _("Dette kan ikke gjøres nå. Ordren har fått en annen status."))
NOT_YOURS = Refusal("not_yours", _("Dette kan ikke du gjøre med ordren."))
WORDS_NEEDED = Refusal("reason_needed", _("Skriv hvorfor."))


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose an order is; what the sides of an actor are worked out from."""

    grid_company_id: object
    performer_id: object
    assignee_id: object
    orderer_id: object


def sides(actor: Actor, order: Sides) -> frozenset[By]:
    """The sides an actor moves for; one person can be several."""
    fixed = {ActorKind.SYSTEM: By.SYSTEM, ActorKind.RULE: By.RULE, ActorKind.CUSTOMER: By.CUSTOMER}
    if actor.kind in fixed:
        return frozenset({fixed[actor.kind]})
    held = {
        By.GRID_COMPANY: order.grid_company_id == actor.organisation_id,
        By.PERFORMER: order.performer_id == actor.organisation_id,
        By.FITTER: order.performer_id == actor.organisation_id and order.assignee_id == actor.user_id,
        By.ORDERER: order.orderer_id == actor.organisation_id,
    }
    return frozenset(side for side, is_held in held.items() if is_held)


def may(actor: Actor, order: Sides, move: Move) -> bool:
    """Whether the move is the actor's to make, as far as side and right go."""
    return move.by in sides(actor, order) and (move.right is None or actor.may(move.right))


def decide(status: Status, action: Action, actor: Actor, order: Sides, facts: Facts, *, words: bool) -> Move | Refusal:
    """The row that applies, or why none does. Pure. Of several rows the first whose guards hold is taken."""
    here = [move for move in MOVES if move.action is action and status in move.sources]
    if not here:
        return NOT_NOW
    mine = [move for move in here if may(actor, order, move)]
    if not mine:
        return NOT_YOURS
    failed: Guard | None = None
    for move in mine:
        failed = next((guard for guard in move.guards if not guard.holds(facts)), None)
        if failed is None:
            return WORDS_NEEDED if move.words and not words else move
    assert failed is not None
    return Refusal(failed.name, failed.otherwise)


def offered(status: Status, actor: Actor, order: Sides) -> list[Action]:
    """What the actor may try now, in the table's order; guards speak when it is tried."""
    return list(dict.fromkeys(m.action for m in MOVES if status in m.sources and may(actor, order, m)))
