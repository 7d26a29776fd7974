"""The only shell around the lifecycle: whatever moves a notice goes through `perform`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience, Event
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.notices import waiting
from nettmelding.notices.effects import EFFECTS, Effect
from nettmelding.notices.facts import facts_for
from nettmelding.notices.followers import Moved, follow
from nettmelding.notices.given import NOTHING, Given
from nettmelding.notices.lifecycle import NOT_YOURS, STOPPED, WORDS_NEEDED, Action, Move, Refusal, decide
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT, locked

EVERYONE = (Audience.CONTRACTOR, Audience.GRID_COMPANY, Audience.INSPECTORATE)
INTERNAL_ACTIONS = frozenset({Action.ASSIGN, Action.RELEASE, Action.PROPOSE_STOP})
"""Only the actor's own organisation is told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One notice that was moved."""

    notice: Notice
    move: Move
    event: Event


def perform(
    actor: Actor,
    ids: Sequence[UUID],
    action: Action,
    given: Given = NOTHING,
    *,
    revisions: Mapping[UUID, int] | None = None,
) -> list[Outcome]:
    """Move the notices, all or none, in one transaction.

    Errors: NotFound for one the actor does not see, Conflict where a revision is not the current one, Refused, NotAllowed or
    Invalid as the table says.
    """
    with write():
        return [_step(actor, notice, action, given, (revisions or {}).get(notice.id)) for notice in _found(actor, ids)]


def _found(actor: Actor, ids: Sequence[UUID]) -> list[Notice]:
    """All of them, locked. Errors: NotFound."""
    found = list(locked(actor, ids).select_related("contractor", "grid_company").prefetch_related("parties"))
    if len(found) != len(set(ids)):
        raise NotFound
    return found


def _step(actor: Actor, notice: Notice, action: Action, given: Given, revision: int | None) -> Outcome:
    if revision is not None and revision != notice.revision:
        raise Conflict(
            "changed_meanwhile", _("Meldingen er endret av noen andre i mellomtiden. Se over og prøv igjen.")
        )
    source = notice.state
    facts, missing = facts_for(actor, notice, action, given)
    decided = decide(source, action, actor, facts, words=bool(given.text.strip()))
    if isinstance(decided, Refusal):
        raise _refused(decided, missing)
    effect = EFFECTS[action](actor, notice, given) if action in EFFECTS else Effect()
    event = record(
        actor,
        SUBJECT,
        notice.id,
        action.value,
        audience=(Audience.INTERNAL,) if action in INTERNAL_ACTIONS else EVERYONE,
        detail={"from": source.value, "to": decided.target.value if decided.target else None, **effect.detail},
        reason=given.text.strip(),
    )
    if decided.target is None:
        remove(notice)
        return Outcome(notice, decided, event)
    notice.status = decided.target.value
    notice.revision += 1
    notice.changed_at = clock.now()
    notice.save()
    waiting.refresh(notice)
    follow(Moved(notice, decided, source, decided.target, actor, event, effect.decision, given.text.strip()))
    return Outcome(notice, decided, event)


def remove(notice: Notice) -> None:
    """Take a draft away with what it is found by and what waits for it, in the caller's transaction."""
    from nettmelding.core import search
    from nettmelding.organisations import waits

    waits.replace(SUBJECT, notice.id, [])
    search.index([], SUBJECT, notice.id, [])
    notice.delete()


def _refused(refusal: Refusal, missing: Mapping[str, str]) -> AppError:
    message = str(refusal.message)
    if refusal is NOT_YOURS:
        return NotAllowed(refusal.code, message)
    if refusal is WORDS_NEEDED:
        return Invalid(refusal.code, message, fields={"text": message})
    if refusal is STOPPED:
        return Refused(refusal.code, message)
    if missing:
        return Invalid("incomplete", message, fields=dict(missing))
    return Refused(refusal.code, message)
