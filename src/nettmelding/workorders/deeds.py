"""What an operation from the field changes, one function a kind. Nothing is overwritten in silence: see `docs/field-sync.md`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import AppError, Invalid, Refused
from nettmelding.core.ids import read_uuid
from nettmelding.workorders import deviations, feed, gate, photos, queries, steps
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.catalogue.model import Step
from nettmelding.workorders.deviations import Found
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import MAY_ENERGISE, Action
from nettmelding.workorders.models import Device, FeedRow, Operation, Photo, WorkOrder
from nettmelding.workorders.perform import BOTH, perform
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.ruleset import rules_of
from nettmelding.workorders.status import WITH_FITTER, Status

MOST_POINTS = 20_000
"""Points of a drawn signature."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One operation, on an order that the device has had."""

    device: Device | None
    order: WorkOrder
    kind: str
    data: Mapping[str, Any]
    happened_at: datetime


def known_order(device: Device, order_id: UUID) -> WorkOrder | None:
    """An order that is the device's company's, or has been handed to the device's person; None for any other."""
    order = WorkOrder.objects.filter(pk=order_id).first()
    if order is None or order.performer_id == device.organisation_id:
        return order
    had = FeedRow.objects.filter(order=order, organisation_id=device.organisation_id)
    return order if device.user_id and had.filter(user_id=device.user_id).exists() else None


def is_theirs(actor: Actor, order: WorkOrder) -> bool:
    """Whether the order is the actor's to do now."""
    mine = order.assignee_id is not None and order.assignee_id == actor.user_id
    return mine and order.performer_id == actor.organisation_id and actor.may(Right.DO_WORK) and order.state in _OPEN


def do(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    """Do it, inside the caller's transaction; conflicts come back. Errors: those of the kind, Invalid for an unknown one."""
    kind = _KINDS.get(deed.kind)
    if kind is None:
        raise Invalid("kind", _("Appen er for gammel eller for ny. Oppdater den."))
    order = queries.locked(actor, deed.order.id)
    return kind(actor, Deed(deed.device, order, deed.kind, deed.data, deed.happened_at))


def hold(actor: Actor, deed: Deed) -> None:
    """What must be kept of an operation that changes nothing: a picture's bytes are to have somewhere to go."""
    if deed.kind == "photo":
        photo = _photo(actor, deed)
        photo.removed_at = clock.now()
        photos.announce(actor, deed.device, deed.order, photo)


def take_in(actor: Actor, order: WorkOrder, row: Operation) -> None:
    """The planner takes in what was held: answers where nothing stands, else side by side; pictures and deviations."""
    deed = Deed(row.device, order, row.kind, row.data, row.happened_at)
    try:
        if row.kind == "answer":
            for step, given in _answers(deed).items():
                _lay(order, step, steps.parse(step, given.get("value")), None, row.by_name, row.happened_at)
        elif row.kind == "photo":
            Photo.objects.filter(pk=_id(deed), order=order).update(removed_at=None)
        elif row.kind == "deviation":
            deviations.find(actor, order, _found(deed), row.happened_at)
    except (AppError, ValueError):
        return


def keep(order: WorkOrder) -> None:
    """Write the order after its answers have changed."""
    order.revision += 1
    order.changed_at = clock.now()
    order.save(update_fields=["answers", "conflicts", "revision", "changed_at"])


def _start(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    if deed.order.state is not Status.STARTED:
        perform(actor, deed.order.id, Action.START, Given(happened_at=deed.happened_at))
    return []


def _answer(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    order = _in_hand(actor, deed)
    answers = _answers(deed)
    if any(step.live and given.get("value") is not None for step, given in answers.items()):
        _require_open_gate(order)
    met = []
    for step, given in answers.items():
        try:
            value = steps.parse(step, given.get("value"))
        except ValueError as problem:
            raise Invalid("answer", f"{step.label}: {problem}", fields={step.id: str(problem)}) from None
        conflict = _lay(order, step, value, _plain(step, given.get("base")), actor.name, deed.happened_at)
        met += [conflict] if conflict else []
    keep(order)
    detail = {"steps": [step.id for step in answers]}
    record(actor, SUBJECT, order.id, "answered", audience=BOTH, detail=detail, happened_at=deed.happened_at)
    feed.tell(order)
    return met


def _require_open_gate(order: WorkOrder) -> None:
    """Where the order gives voltage, what needs voltage comes after the gate. Errors: Refused, with what is lacking."""
    if written().kinds[order.kind].energises and (reasons := gate.why_not(order)):
        raise Refused("gate", " ".join([str(MAY_ENERGISE.otherwise), *reasons]))


def _announce(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    order = _in_hand(actor, deed)
    photos.announce(actor, deed.device, order, _photo(actor, deed))
    feed.tell(order)
    return []


def _remove_photo(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    order = _in_hand(actor, deed)
    order.photos.filter(pk=_id(deed)).update(removed_at=clock.now())
    feed.tell(order)
    return []


def _deviation(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    order = _in_hand(actor, deed)
    deviations.find(actor, order, _found(deed), deed.happened_at)
    feed.tell(order)
    return []


def _remove_deviation(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    order = _in_hand(actor, deed)
    deviations.withdraw(actor, order, _id(deed))
    feed.tell(order)
    return []


def _missed(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    words = _text(deed, "text")
    perform(
        actor, deed.order.id, Action.MISS, Given(text=words, reason=_text(deed, "reason"), happened_at=deed.happened_at)
    )
    return []


def _report(actor: Actor, deed: Deed) -> list[dict[str, Any]]:
    signature = deed.data.get("signature")
    if signature is not None and not _is_signature(signature):
        raise Invalid("signature", _("Signaturen kan ikke leses. Signer på nytt."))
    given = Given(text=_text(deed, "text"), signature=signature, happened_at=deed.happened_at)
    perform(actor, deed.order.id, Action.REPORT, given)
    return []


def _lay(order: WorkOrder, step: Step, value: Any, base: Any, by: str, at: datetime) -> dict[str, Any] | None:
    """Lay an answer on the order in memory. Where somebody else has answered otherwise since `base`, both are kept."""
    stands = order.answers.get(step.id)
    theirs = stands["value"] if stands else None
    mine = {"value": value, "at": at.isoformat(), "by": by}
    rest = [one for one in order.conflicts if one["step"] != step.id]
    if value == theirs:
        order.conflicts = rest
        return None
    if theirs != base:
        conflict = {"step": step.id, "theirs": stands or {"value": None, "at": "", "by": ""}, "mine": mine}
        order.conflicts = [*rest, conflict]
        return conflict
    order.conflicts = rest
    if value is None:
        order.answers.pop(step.id, None)
    else:
        order.answers[step.id] = mine
    return None


def _in_hand(actor: Actor, deed: Deed) -> WorkOrder:
    """The order, which is begun by the first thing that is done. Errors: Refused where it has been reported."""
    order = deed.order
    if order.state not in WITH_FITTER:
        raise Refused("not_now", _("Ordren er rapportert eller avsluttet. Dette kom ikke med."))
    if order.state is not Status.STARTED:
        perform(actor, order.id, Action.START, Given(happened_at=deed.happened_at))
        order.refresh_from_db()
    return order


def _answers(deed: Deed) -> dict[Step, Mapping[str, Any]]:
    """The steps that are answered, as they are asked in this order. Errors: Invalid for one that is not asked."""
    asked = {one.step.id: one.step for one in steps.asked(deed.order, rules_of(deed.order.grid_company_id))}
    given = deed.data.get("answers")
    if not isinstance(given, Mapping) or not all(isinstance(one, Mapping) for one in given.values()):
        raise Invalid("answers", _("Svaret kan ikke leses."))
    unknown = given.keys() - asked.keys()
    if unknown:
        raise Invalid("unknown_step", _("Steget spørres det ikke om i denne ordren."))
    return {asked[name]: one for name, one in given.items()}


def _plain(step: Step, base: Any) -> Any:
    """What the device saw, as it is kept here."""
    try:
        return steps.parse(step, base)
    except ValueError:
        return base


def _photo(actor: Actor, deed: Deed) -> Photo:
    taken = deed.data.get("taken_at")
    sha256, size = str(deed.data.get("sha256", "")), deed.data.get("size")
    if len(sha256) != 64 or not isinstance(size, int):
        raise Invalid("photo", _("Bildet kan ikke leses."))
    return Photo(
        id=_id(deed),
        step=_text(deed, "step")[:40],
        taken_at=_moment(taken) or deed.happened_at,
        size=max(0, min(size, 2**31 - 1)),
        sha256=sha256.lower(),
        name=_text(deed, "name")[:160],
        taken_by_name=actor.name,
    )


def _found(deed: Deed) -> Found:
    pictures = deed.data.get("photos") or []
    ids = [read_uuid(str(one)) for one in pictures] if isinstance(pictures, list) else []
    return Found(
        id=_id(deed),
        kind=_text(deed, "kind"),
        severity=_text(deed, "severity"),
        text=_text(deed, "text"),
        photos=tuple(one for one in ids if one is not None),
    )


def _id(deed: Deed) -> UUID:
    found = read_uuid(str(deed.data.get("id", "")))
    if found is None:
        raise Invalid("id", _("Det mangler en id."))
    return found


def _text(deed: Deed, name: str) -> str:
    value = deed.data.get(name)
    return value[:2_000] if isinstance(value, str) else ""


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _is_signature(signature: Any) -> bool:
    """`{"name", "strokes": [[[x, y], …], …]}`."""
    if not isinstance(signature, Mapping) or not isinstance(signature.get("name"), str):
        return False
    strokes = signature.get("strokes")
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        return False
    points = [point for stroke in strokes for point in stroke]
    return 0 < len(points) <= MOST_POINTS and all(
        isinstance(point, list) and len(point) == 2 and all(isinstance(one, int | float) for one in point)
        for point in points
    )


_OPEN = WITH_FITTER | {Status.REPORTED}
_KINDS: Mapping[str, Callable[[Actor, Deed], list[dict[str, Any]]]] = {
    "start": _start,
    "answer": _answer,
    "photo": _announce,
    "remove_photo": _remove_photo,
    "deviation": _deviation,
    "remove_deviation": _remove_deviation,
    "missed": _missed,
    "report": _report,
}
