"""Fills in declarations of conformity for the demonstration: one that is signed, and one that waits for its signature."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.declarations import drafts, signing
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.models import Declaration
from nettmelding.demo.work_orders import person
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status

KEPT = "declarations.toml"


def fill() -> int:
    """Sign one for the newest finished change of protection, and begin one for the newest work that is reported finished.

    Returns how many are signed.
    """
    stian, kept = person("stian"), tomllib.loads((files("nettmelding.demo") / KEPT).read_text("utf-8"))
    own = Notice.objects.filter(contractor_id=stian.organisation, mother=None).order_by("-number")
    reported = own.filter(status=Status.COMPLETION_REPORTED.value, form="single")
    closed = own.filter(status=Status.CLOSED.value, leading_type="protection_change")
    _begun(stian, reported[0], kept["answers"])
    done = _begun(stian, closed[0], {**kept["answers"], **kept["measured"], **_points()})
    signing.sign(stian, done, {"name": stian.name, "strokes": kept["signature"]})
    return Declaration.objects.count()


def _begun(actor: Actor, notice: Notice, answers: dict[str, Any]) -> UUID:
    draft = drafts.begin(actor, notice.id)
    saved = drafts.save(actor, draft.id, mine={**answers, "work.done_on": clock.today().isoformat()})
    if saved.errors:
        raise ValueError(f"{notice.number}: {saved.errors}")
    return draft.id


def _points() -> dict[str, str]:
    return {f"point.{code}": "ok" for code in catalogue().points}
