"""Fills in declarations of conformity for the demonstration, in each state that one can be in: begun, ready to be signed, signed
and sent to the owner, corrected, asked of another firm, and a meter's that is being corrected."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.declarations import drafts, sharing, signing
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.declarations.models import Declaration
from nettmelding.demo.work_orders import person
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.organisations.models import Organisation

KEPT = "declarations.toml"


def fill() -> int:
    """Make one of each for the newest notice of the contractor that fits. Returns how many versions are signed."""
    stian = person("stian")
    _begun(stian, _newest(stian, Status.COMPLETION_REPORTED, "ev_charging"), content()["answers"])
    _begun(stian, _newest(stian, Status.COMPLETION_RETURNED, "production"), _whole("inverter"))
    _sent(stian, _signed(stian, _newest(stian, Status.CLOSED, "protection_change"), _whole()))
    _corrected(stian, _signed(stian, _newest(stian, Status.CLOSED, "ev_charging"), _whole("charger")))
    _asked(stian, _newest(stian, Status.APPROVED, "new_installation"))
    _corrected_meter(stian)
    return Declaration.objects.count()


@cache
def content() -> Mapping[str, Any]:
    return tomllib.loads((files("nettmelding.demo") / KEPT).read_text("utf-8"))


def _newest(actor: Actor, status: Status, leading_type: str) -> Notice:
    own = Notice.objects.filter(contractor_id=actor.organisation_id, mother=None).exclude(form="several")
    return own.filter(status=status.value, leading_type=leading_type).order_by("-number")[0]


def _whole(circuit: str = "") -> dict[str, Any]:
    """Everything that is asked, answered; of the main circuit, where no other is named."""
    kept, points = content(), {f"point.{code}": "ok" for code in catalogue().points}
    return {**points, **kept["answers"], **kept["measured"], **kept.get(circuit, {})}


def _begun(actor: Actor, notice: Notice, answers: Mapping[str, Any]) -> UUID:
    draft = drafts.begin(actor, notice.id)
    return _saved(actor, draft.id, {**answers, "work.done_on": clock.today().isoformat()})


def _saved(actor: Actor, draft_id: UUID, answers: Mapping[str, Any]) -> UUID:
    saved = drafts.save(actor, draft_id, mine=answers)
    if saved.errors:
        raise ValueError(f"{draft_id}: {saved.errors}")
    return draft_id


def _signed(actor: Actor, notice: Notice, answers: Mapping[str, Any]) -> Declaration:
    return _with_signature(actor, _begun(actor, notice, answers))


def _with_signature(actor: Actor, draft_id: UUID) -> Declaration:
    return signing.sign(actor, draft_id, {"name": actor.name, "strokes": content()["signature"]})


def _sent(actor: Actor, declaration: Declaration) -> None:
    """To the owner, whose mail can be read in the mail catcher."""
    owner = sharing.owner_of(declaration.notice)
    assert owner is not None
    sharing.share(actor, declaration.id, email=owner.email, name=owner.name)


def _corrected(actor: Actor, first: Declaration) -> None:
    """A value was read wrong, and the declaration signed once more."""
    draft = drafts.correct(actor, first.id)
    _with_signature(actor, _saved(actor, draft.id, content()["corrected"]))


def _asked(actor: Actor, notice: Notice) -> None:
    """Another firm has done a part of the work."""
    asked = content()["asked"]
    drafts.ask(actor, notice.id, Organisation.objects.get(slug=asked["firm"]), asked["part"])


def _corrected_meter(actor: Actor) -> None:
    """The newest meter that the firm has declared, about to be corrected."""
    own = Declaration.objects.filter(kind=Kind.METER, issuer_id=actor.organisation_id)
    drafts.correct(actor, own.latest("recorded_at").id)
