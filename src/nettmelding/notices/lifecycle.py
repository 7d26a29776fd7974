"""The life of a notice: one table of moves and a pure function over it.

Pages, API, buttons, help, the state diagram and the model test read this same table, and nothing else writes a status.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.notices.status import OPEN, Status


class Action(StrEnum):
    """What can be done to a notice; the API's own names."""

    SEND = "send"
    DELETE = "delete"
    TAKE = "take"
    ASSIGN = "assign"
    RELEASE = "release"
    APPROVE = "approve"
    REJECT = "reject"
    ASK = "ask"
    ANSWER = "answer"
    OFFER_CHARGE = "offer_charge"
    CUSTOMER_ACCEPTS = "customer_accepts"
    CUSTOMER_DECLINES = "customer_declines"
    OFFER_EXPIRES = "offer_expires"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    START_GRID_WORK = "start_grid_work"
    FINISH_GRID_WORK = "finish_grid_work"
    CONNECT_TEMPORARILY = "connect_temporarily"
    EXTEND = "extend"
    PROPOSE_STOP = "propose_stop"
    STOP = "stop"
    RESUME = "resume"
    REPORT_COMPLETION = "report_completion"
    RETURN_COMPLETION = "return_completion"
    ORDER_METERING = "order_metering"
    METER_SET = "meter_set"
    RETURN_METERING = "return_metering"
    CALL_OFF_METERING = "call_off_metering"
    CLOSE = "close"
    REOPEN = "reopen"
    LAPSE = "lapse"
    TAKE_UP = "take_up"


class By(StrEnum):
    """The side that moves."""

    CONTRACTOR = "contractor"
    GRID_COMPANY = "grid_company"
    RULE = "rule"
    CUSTOMER = "customer"
    SYSTEM = "system"


class Text(StrEnum):
    """Whether words go with the move."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard may look at."""

    complete: bool = True
    has_remarks: bool = False
    has_decision: bool = False
    """It has been approved before."""
    changed: bool = False
    change_needs_decision: bool = False
    temporary: bool = False
    automatic: bool = False
    stop_proposed_by: str | None = None
    actor_id: str | None = None
    lapse_due: bool = False
    completion_reported: bool = False
    """The contractor has reported the work finished, in this round."""
    contractor_stopped: bool = False
    """The registers no longer say that the contractor may do such work."""


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
    target: Status | None
    """None: the notice goes away (a draft is deleted)."""
    by: By
    right: Right | None = None
    """What the person must hold; None: not a person that moves (rule, system, customer)."""
    guard: Guard | None = None
    text: Text = Text.NONE
    told: str = ""
    """Kind of the message that goes out."""
    performed_by: str = "notices"
    """The room that performs it; rows of rooms that are yet to come are marked with their name."""
    begins_work: bool = False
    """Not for a contractor that is stopped, and not by the grid company for one: what is under way may only be finished as far
    as done, withdrawn or handed over."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a stable code and the sentence."""

    code: str
    message: str | Promise


_SENDS, _REPORTS, _FILLS_IN = Right.SEND, Right.REPORT, Right.FILL_IN
_DECIDES, _PLANS = Right.DECIDE, Right.HANDLE
_REVIEW = frozenset({Status.SUBMITTED, Status.IN_REVIEW})

COMPLETE = Guard("complete", lambda f: f.complete, _("Noe mangler. Fyll ut det som er merket."))
EXPLAINED = Guard("explained", lambda f: f.has_remarks, _("Velg minst én grunn eller skriv den selv."))
CHANGED_FOR_DECISION = Guard(
    "change_needs_decision",
    lambda f: f.complete and f.changed and f.change_needs_decision,
    _("Det er ikke endret noe som må avgjøres på nytt."),
)
CHANGED_TO_TELL = Guard(
    "change_is_told",
    lambda f: f.complete and f.changed and not f.change_needs_decision,
    _("Det er ikke endret noe, eller noe mangler."),
)
TEMPORARY = Guard("temporary", lambda f: f.temporary, _("Dette gjelder bare midlertidig installasjon."))
COMPLETION_COMPLETE = Guard(
    "completion_complete", lambda f: f.complete, _("Noe mangler i ferdigmeldingen. Fyll ut det som er merket.")
)
AUTOMATIC = Guard("automatic", lambda f: f.automatic, _("Denne meldingen må en saksbehandler avgjøre."))
SECOND_PERSON = Guard(
    "second_person",
    lambda f: f.stop_proposed_by is not None and f.stop_proposed_by != f.actor_id,
    _("Stans må foreslås av én og bekreftes av en annen."),
)
LAPSE_DUE = Guard("lapse_due", lambda f: f.lapse_due, _("Fristen er ikke ute."))
COMPLETION_IN = Guard("completion_reported", lambda f: f.completion_reported, _("Arbeidet er ikke meldt ferdig."))
STANDS_FOR_A_TIME = Guard(
    "stands_for_a_time",
    lambda f: f.temporary and not f.completion_reported,
    _("Dette gjelder bare midlertidig installasjon."),
)
WAS_APPROVED = Guard("was_approved", lambda f: f.has_decision, _("Meldingen har ikke vært godkjent."))


def _row(
    action: Action,
    sources: Status | frozenset[Status],
    target: Status | None,
    by: By,
    right: Right | None = None,
    guard: Guard | None = None,
    text: Text = Text.NONE,
    told: str = "",
    performed_by: str = "notices",
    begins_work: bool = False,
) -> Move:
    sources = frozenset({sources}) if isinstance(sources, Status) else sources
    return Move(action, sources, target, by, right, guard, text, told, performed_by, begins_work)


_S, _A, _C, _G = Status, Action, By.CONTRACTOR, By.GRID_COMPANY

# fmt: off
MOVES: tuple[Move, ...] = (
    _row(_A.SEND, frozenset({_S.DRAFT, _S.REJECTED}), _S.SUBMITTED, _C, _SENDS, COMPLETE, told="notice_new",
         begins_work=True),
    _row(_A.DELETE, _S.DRAFT, None, _C, _FILLS_IN),
    _row(_A.TAKE, _S.SUBMITTED, _S.IN_REVIEW, _G, _PLANS),
    _row(_A.ASSIGN, _S.IN_REVIEW, _S.IN_REVIEW, _G, _PLANS),
    _row(_A.RELEASE, _S.IN_REVIEW, _S.SUBMITTED, _G, _PLANS),
    _row(_A.APPROVE, _REVIEW, _S.APPROVED, _G, _DECIDES, None, Text.OPTIONAL, "notice_approved", begins_work=True),
    _row(_A.APPROVE, _S.SUBMITTED, _S.APPROVED, By.RULE, None, AUTOMATIC, Text.OPTIONAL, "notice_approved",
         begins_work=True),
    _row(_A.REJECT, _REVIEW, _S.REJECTED, _G, _DECIDES, EXPLAINED, Text.OPTIONAL, "notice_rejected"),
    _row(_A.ASK, _REVIEW, _S.AWAITING_INFORMATION, _G, _PLANS, None, Text.REQUIRED, "notice_question"),
    _row(_A.ANSWER, _S.AWAITING_INFORMATION, _S.IN_REVIEW, _C, _REPORTS, COMPLETE, Text.REQUIRED, "notice_answered"),
    _row(_A.OFFER_CHARGE, _S.IN_REVIEW, _S.AWAITING_CUSTOMER, _G, _PLANS, performed_by="charges"),
    _row(_A.CUSTOMER_ACCEPTS, _S.AWAITING_CUSTOMER, _S.IN_REVIEW, By.CUSTOMER, performed_by="charges"),
    _row(_A.CUSTOMER_ACCEPTS, _S.AWAITING_CUSTOMER, _S.APPROVED, By.RULE, guard=AUTOMATIC, performed_by="charges"),
    _row(_A.CUSTOMER_DECLINES, _S.AWAITING_CUSTOMER, _S.IN_REVIEW, By.CUSTOMER, text=Text.OPTIONAL, performed_by="charges"),
    _row(_A.OFFER_EXPIRES, _S.AWAITING_CUSTOMER, _S.IN_REVIEW, By.SYSTEM, performed_by="charges"),
    _row(_A.CHANGE, _S.APPROVED, _S.SUBMITTED, _C, _SENDS, CHANGED_FOR_DECISION, Text.OPTIONAL, begins_work=True),
    _row(_A.CHANGE, _S.APPROVED, _S.APPROVED, _C, _SENDS, CHANGED_TO_TELL, Text.OPTIONAL, begins_work=True),
    _row(_A.WITHDRAW, OPEN, _S.WITHDRAWN, _C, _SENDS, None, Text.OPTIONAL),
    _row(_A.START_GRID_WORK, _S.APPROVED, _S.GRID_WORK, _G, _PLANS, text=Text.OPTIONAL, performed_by="grid_work"),
    _row(_A.FINISH_GRID_WORK, _S.GRID_WORK, _S.APPROVED, _G, _PLANS, text=Text.OPTIONAL, performed_by="grid_work"),
    _row(_A.CONNECT_TEMPORARILY, _S.APPROVED, _S.CONNECTED_TEMPORARILY, _G, _PLANS, TEMPORARY, Text.OPTIONAL,
         begins_work=True),
    _row(_A.CONNECT_TEMPORARILY, _S.APPROVED, _S.CONNECTED_TEMPORARILY, By.SYSTEM, None, TEMPORARY,
         performed_by="workorders"),
    _row(_A.EXTEND, _S.CONNECTED_TEMPORARILY, _S.CONNECTED_TEMPORARILY, _C, _REPORTS, TEMPORARY, Text.OPTIONAL,
         begins_work=True),
    _row(_A.PROPOSE_STOP, _S.APPROVED, _S.APPROVED, _G, _DECIDES, None, Text.REQUIRED),
    _row(_A.STOP, _S.APPROVED, _S.STOPPED, _G, _DECIDES, SECOND_PERSON, Text.REQUIRED, "notice_stopped"),
    _row(_A.RESUME, _S.STOPPED, _S.IN_REVIEW, _G, _DECIDES, None, Text.REQUIRED),
    _row(_A.REPORT_COMPLETION, frozenset({_S.APPROVED, _S.CONNECTED_TEMPORARILY, _S.COMPLETION_RETURNED}),
         _S.COMPLETION_REPORTED, _C, _REPORTS, COMPLETION_COMPLETE, Text.OPTIONAL, "notice_completion"),
    _row(_A.RETURN_COMPLETION, _S.COMPLETION_REPORTED, _S.COMPLETION_RETURNED, _G, _PLANS, EXPLAINED,
         Text.OPTIONAL, "notice_returned"),
    _row(_A.ORDER_METERING, _S.APPROVED, _S.METERING, _G, _PLANS, performed_by="workorders", begins_work=True),
    _row(_A.ORDER_METERING, _S.COMPLETION_REPORTED, _S.METERING, _G, _PLANS, performed_by="workorders"),
    _row(_A.ORDER_METERING, frozenset({_S.APPROVED, _S.COMPLETION_REPORTED}), _S.METERING, By.RULE,
         performed_by="workorders"),
    _row(_A.METER_SET, _S.METERING, _S.CONNECTED_TEMPORARILY, By.SYSTEM, None, STANDS_FOR_A_TIME,
         performed_by="workorders"),
    _row(_A.METER_SET, _S.METERING, _S.CLOSED, By.SYSTEM, None, COMPLETION_IN, performed_by="workorders"),
    _row(_A.METER_SET, _S.METERING, _S.APPROVED, By.SYSTEM, performed_by="workorders"),
    _row(_A.CALL_OFF_METERING, _S.METERING, _S.COMPLETION_REPORTED, By.SYSTEM, None, COMPLETION_IN,
         performed_by="workorders"),
    _row(_A.CALL_OFF_METERING, _S.METERING, _S.APPROVED, By.SYSTEM, performed_by="workorders"),
    _row(_A.RETURN_METERING, _S.METERING, _S.COMPLETION_RETURNED, _G, _PLANS, EXPLAINED, Text.OPTIONAL,
         "notice_returned", "workorders"),
    _row(_A.CLOSE, _S.COMPLETION_REPORTED, _S.CLOSED, _G, _PLANS, None, Text.OPTIONAL),
    _row(_A.REOPEN, _S.CLOSED, _S.COMPLETION_REPORTED, _G, _DECIDES, None, Text.REQUIRED),
    _row(_A.LAPSE, _S.APPROVED, _S.LAPSED, By.SYSTEM, guard=LAPSE_DUE, told="notice_lapsed"),
    _row(_A.TAKE_UP, _S.LAPSED, _S.APPROVED, _C, _SENDS, WAS_APPROVED, begins_work=True),
)
# fmt: on

NOT_NOW = Refusal("not_now", _("Dette kan ikke gjøres nå. Meldingen har fått en annen status."))
NOT_YOURS = Refusal("not_yours", _("Dette kan ikke du gjøre med meldingen."))
WORDS_NEEDED = Refusal("reason_needed", _("Skriv hvorfor."))
STOPPED = Refusal(
    "contractor_stopped",
    _(
        "Firmaet er stanset, fordi registrene ikke lenger sier at det kan utføre slikt arbeid. Det som er gjort, kan meldes "
        "ferdig. Resten kan trekkes eller overføres til et annet firma."
    ),
)


BUILT = frozenset({"notices", "workorders"})
"""The rooms that perform their rows; the others are yet to come."""


def side(actor: Actor) -> By:
    """The side an actor moves for."""
    if actor.kind is ActorKind.SYSTEM:
        return By.SYSTEM
    if actor.kind is ActorKind.RULE:
        return By.RULE
    if actor.kind is ActorKind.CUSTOMER:
        return By.CUSTOMER
    return By.CONTRACTOR if actor.organisation_kind is OrganisationKind.CONTRACTOR else By.GRID_COMPANY


def may(actor: Actor, move: Move) -> bool:
    """Whether the move is the actor's to make, as far as side and right go."""
    return side(actor) is move.by and (move.right is None or actor.may(move.right))


def decide(status: Status, action: Action, actor: Actor, facts: Facts, *, words: bool = True) -> Move | Refusal:
    """The row that applies, or why none does. Pure: same arguments, same answer.

    `words`: whether the actor gave a text. Of several rows the first whose guard holds is taken.
    """
    here = [m for m in MOVES if m.action is action and m.performed_by in BUILT and status in m.sources]
    if not here:
        return NOT_NOW
    mine = [m for m in here if may(actor, m)]
    if not mine:
        return NOT_YOURS
    if facts.contractor_stopped:
        mine = [m for m in mine if not m.begins_work]
        if not mine:
            return STOPPED
    for move in mine:
        if move.guard is None or move.guard.holds(facts):
            return WORDS_NEEDED if move.text is Text.REQUIRED and not words else move
    last = mine[-1].guard
    assert last is not None
    return Refusal(last.name, last.otherwise)


def offered(status: Status, actor: Actor) -> list[Action]:
    """What the actor may try now, in the table's order, by status, side and right; guards speak when it is tried."""
    found = dict.fromkeys(m.action for m in MOVES if m.performed_by in BUILT and status in m.sources and may(actor, m))
    return list(found)
