"""The only shell around the lifecycle: whatever moves a notice goes through `perform`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience, Event
from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock, search
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Conflict, Invalid, NotAllowed, Refused
from nettmelding.notices import hand, submissions, waiting
from nettmelding.notices.effects import EFFECTS, Effect
from nettmelding.notices.facts import facts_for
from nettmelding.notices.followers import Moved, follow
from nettmelding.notices.given import NOTHING, Given
from nettmelding.notices.lifecycle import NOT_YOURS, STOPPED, WORDS_NEEDED, Action, Move, Refusal, decide
from nettmelding.notices.models import Decision, Notice, Remark
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status
from nettmelding.organisations import waits

EVERYONE = (Audience.CONTRACTOR, Audience.GRID_COMPANY, Audience.INSPECTORATE)
INTERNAL_ACTIONS = frozenset({Action.ASSIGN, Action.RELEASE, Action.PROPOSE_STOP})
"""Only the actor's own organisation is told."""


_COLUMNS = [column.attname for column in Notice._meta.concrete_fields if not column.primary_key]


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
    """Move the notices, all or none, in one transaction and in as few statements as for one.

    Errors: NotFound for one the actor does not see, Conflict where a revision is not the current one, Refused, NotAllowed or
    Invalid as the table says.
    """
    with write():
        notices = hand.lock(actor, ids)
        _check_revisions(notices, revisions or {})
        return _move(actor, [_decided(actor, notice, action, given) for notice in notices], given)


def _check_revisions(notices: Sequence[Notice], revisions: Mapping[UUID, int]) -> None:
    if any(revisions.get(notice.id, notice.revision) != notice.revision for notice in notices):
        raise Conflict(
            "changed_meanwhile", _("Meldingen er endret av noen andre i mellomtiden. Se over og prøv igjen.")
        )


def _decided(actor: Actor, notice: Notice, action: Action, given: Given) -> tuple[Notice, Move]:
    facts, missing = facts_for(actor, notice, action, given)
    decided = decide(notice.state, action, actor, facts, words=bool(given.text.strip()))
    if isinstance(decided, Refusal):
        raise _refused(decided, missing)
    return notice, decided


def _move(actor: Actor, decided: Sequence[tuple[Notice, Move]], given: Given) -> list[Outcome]:
    """Carry out what was decided: effects, rows, events, statuses, whose turn it is, and what follows."""
    sources = [notice.state for notice, _move in decided]
    effects = [_effect(actor, notice, move, given) for notice, move in decided]
    _keep(effects)
    told = [
        _told(notice, move, source, effect, given)
        for (notice, move), source, effect in zip(decided, sources, effects, strict=True)
    ]
    events = record_all(actor, SUBJECT, told)
    remove([notice for notice, move in decided if move.target is None])
    moved = []
    for (notice, move), source, effect, event in zip(decided, sources, effects, events, strict=True):
        if move.target is not None:
            notice.status = move.target.value
            notice.revision += 1
            notice.changed_at = clock.now()
            words = given.text.strip()
            moved.append(
                Moved(notice, move, source, move.target, actor, event, effect.decision, effect.submission, words)
            )
    save([one.notice for one in moved])
    waiting.refresh(*(one.notice for one in moved))
    follow(moved)
    return [Outcome(notice, move, event) for (notice, move), event in zip(decided, events, strict=True)]


def _effect(actor: Actor, notice: Notice, move: Move, given: Given) -> Effect:
    return EFFECTS[move.action](actor, notice, given) if move.action in EFFECTS else Effect()


def _keep(effects: Sequence[Effect]) -> None:
    sent = [effect.submission for effect in effects if effect.submission]
    if sent:
        submissions.keep(sent)
    Decision.objects.bulk_create([effect.decision for effect in effects if effect.decision], batch_size=200)
    Remark.objects.bulk_create([remark for effect in effects for remark in effect.remarks], batch_size=200)


def _told(notice: Notice, move: Move, source: Status, effect: Effect, given: Given) -> Told:
    return Told(
        notice.id,
        move.action.value,
        (Audience.INTERNAL,) if move.action in INTERNAL_ACTIONS else EVERYONE,
        {"from": source.value, "to": move.target.value if move.target else None, **effect.detail},
        given.text.strip(),
    )


def save(notices: Sequence[Notice]) -> None:
    """Write the rows as they are in hand, in one statement."""
    if len(notices) == 1:
        notices[0].save()
    elif notices:
        Notice.objects.bulk_create(
            notices, update_conflicts=True, unique_fields=["id"], update_fields=_COLUMNS, batch_size=100
        )


def remove(notices: Sequence[Notice]) -> None:
    """Take drafts away with what they are found by and what waits for them, in the caller's transaction."""
    if notices:
        waits.replace_all(SUBJECT, {notice.id: [] for notice in notices})
        search.index_all(SUBJECT, {notice.id: ([], []) for notice in notices})
        Notice.objects.filter(pk__in=[notice.id for notice in notices]).delete()


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
