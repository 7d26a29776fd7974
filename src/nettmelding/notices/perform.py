"""The only shell around the lifecycle: whatever moves a notice goes through `perform`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience, Event
from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock, search
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Conflict, Invalid, NotAllowed, Refused
from nettmelding.notices import effects, family, hand, labels, refusals, screening, submissions, waiting, working_copy
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.effects import Effect
from nettmelding.notices.facts import facts_for
from nettmelding.notices.followers import Moved, follow
from nettmelding.notices.given import NOTHING, Given
from nettmelding.notices.lifecycle import (
    COMPLETE,
    NOT_NOW,
    NOT_YOURS,
    STOPPED,
    WORDS_NEEDED,
    Action,
    Move,
    Refusal,
    decide,
    offered,
)
from nettmelding.notices.models import Decision, Notice, Remark
from nettmelding.notices.queries import SUBJECT, visible_to
from nettmelding.notices.status import Status
from nettmelding.organisations import waits
from nettmelding.organisations.queries import case_handlers

EVERYONE = (Audience.CONTRACTOR, Audience.GRID_COMPANY, Audience.INSPECTORATE)
CHILDREN_MOVED = "children_moved"
"""The event on a mother whose children were moved by themselves."""
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
    those_that_can: bool = False,
    in_hand: Sequence[Notice] = (),
) -> list[Outcome]:
    """Move the notices in one transaction and in as few statements as for one: all or none, or those that can.

    A mother is moved by moving those of her children that the action is for; her status follows from them, as it does when
    children move by themselves. What was asked for comes first in the answer. `in_hand`: the rows as the caller's transaction has
    locked them with `hand.lock`, mothers among them, and perhaps changed; no others are read then.

    Errors: NotFound for one the actor does not see, Conflict where a revision is not the current one, Refused, NotAllowed or
    Invalid as the table says; where several are refused, `fields` has a sentence for each by the notice's id.
    """
    with write():
        rows = _with_mothers(in_hand) if in_hand else hand.lock(actor, family.called(visible_to(actor), ids))
        _check_revisions(rows, revisions or {})
        meant = _Meant(actor, action, _with_colleagues(actor, given), frozenset(ids), those_that_can)
        return _move(meant, rows, _decided(meant, rows))


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is wanted."""

    actor: Actor
    action: Action
    given: Given
    asked: frozenset[UUID]
    those_that_can: bool

    def moves(self, notice: Notice) -> bool:
        """Whether the table is asked for this row: a mother is moved through her children, once there are any to be seen."""
        if family.is_mother(notice):
            return notice.id in self.asked and self.action is Action.DELETE
        if notice.id in self.asked:
            return True
        return notice.mother_id in self.asked and self.action in offered(notice.state, self.actor)


def _with_mothers(children: Sequence[Notice]) -> list[Notice]:
    return [*dict.fromkeys(one.mother for one in children if one.mother), *children]


def _check_revisions(notices: Sequence[Notice], revisions: Mapping[UUID, int]) -> None:
    if any(revisions.get(notice.id, notice.revision) != notice.revision for notice in notices):
        raise Conflict(
            "changed_meanwhile", _("Meldingen er endret av noen andre i mellomtiden. Se over og prøv igjen.")
        )


def _with_colleagues(actor: Actor, given: Given) -> Given:
    return replace(given, colleagues=tuple(case_handlers(actor))) if given.assignee_id else given


def _decided(meant: _Meant, rows: Sequence[Notice]) -> list[tuple[Notice, Move]]:
    """The rows of the table that apply, mothers that move with their children first."""
    chosen = [notice for notice in rows if meant.moves(notice)]
    decided, refused = [], {}
    for notice in chosen:
        with_mother = notice.mother_id in meant.asked
        facts, missing = facts_for(meant.actor, notice, meant.action, meant.given, with_mother=with_mother)
        move = decide(notice.state, meant.action, meant.actor, facts, words=bool(meant.given.text.strip()))
        if isinstance(move, Refusal):
            refused[notice] = _refused(move, missing)
        else:
            decided.append((notice, move))
    if not chosen:
        raise _nobody_to_move(meant)
    if refused and not (meant.those_that_can and decided):
        raise refusals.of(refused, len(chosen))
    return [*_leading(meant, decided), *decided]


def _nobody_to_move(meant: _Meant) -> AppError:
    """The mother has no child that the action is for."""
    if meant.action is Action.SEND:
        sentence = _("Legg til minst ett anlegg.")
        return Invalid("incomplete", str(COMPLETE.otherwise), fields={family.CHILDREN: sentence})
    return Refused(NOT_NOW.code, str(NOT_NOW.message))


def _leading(meant: _Meant, decided: Sequence[tuple[Notice, Move]]) -> list[tuple[Notice, Move]]:
    """The mothers that are moved too: those asked for, and those that have not been sent before.

    Errors: Invalid where such a mother lacks something.
    """
    leading: dict[Notice, Move] = {}
    for notice, move in decided:
        mother = notice.mother
        if mother is not None and (mother.id in meant.asked or (mother.sent_at is None and move.target is not None)):
            leading.setdefault(mother, move)
    for mother, move in leading.items():
        missing = working_copy.missing_by_path(mother, Stage.NOTICE) if move.guard is COMPLETE else {}
        if missing:
            raise Invalid("incomplete", str(COMPLETE.otherwise), fields=missing)
    own = {notice for notice, _move in decided}
    return [(mother, move) for mother, move in leading.items() if mother not in own]


def _move(meant: _Meant, rows: Sequence[Notice], moving: Sequence[tuple[Notice, Move]]) -> list[Outcome]:
    """Carry out what was decided: effects, statuses, rows, events, whose turn it is, and what follows."""
    actor, given = meant.actor, meant.given
    sources = {notice.id: notice.state for notice in rows}
    done = {notice.id: effects.of(actor, notice, move.action, given) for notice, move in moving}
    screening.mark_notices([notice for notice, _move in moving if done[notice.id].tells_the_notice])
    gone = [notice for notice, move in moving if move.target is None]
    for notice, move in moving:
        if move.target is not None and not family.is_mother(notice):
            notice.status = move.target.value
    mothers = _derive([notice for notice, _move in moving], gone)
    if meant.action is Action.REPORT_COMPLETION:
        done |= {one.id: effects.of_installation(actor, one, done.get(one.id, Effect())) for one in mothers}
    _keep(list(done.values()))
    told = [_told(notice, move, sources[notice.id], done[notice.id], given) for notice, move in moving]
    moved = {notice.id for notice, _move in moving}
    told += [_told_of_children(one, sources[one.id], meant, moving) for one in mothers if one.id not in moved]
    events = record_all(actor, SUBJECT, told)
    remove(gone)
    stay = [notice for notice in rows if notice.id in moved | {one.id for one in mothers} and notice not in gone]
    for notice in stay:
        notice.revision += 1
        notice.changed_at = clock.now()
    save(stay)
    waiting.refresh(*stay)
    words = given.text.strip()
    outcomes = [Outcome(notice, move, event) for (notice, move), event in zip(moving, events, strict=False)]
    follow(
        [
            Moved(one.notice, one.move, sources[one.notice.id], one.notice.state, actor, one.event, effect.decision,
                  effect.submission, words)
            for one in outcomes
            if one.move.target is not None
            for effect in [done[one.notice.id]]
        ]
    )  # fmt: skip
    return sorted(outcomes, key=lambda outcome: outcome.notice.id not in meant.asked)


def _derive(moving: Sequence[Notice], gone: Sequence[Notice]) -> list[Notice]:
    """Bring the mothers of those that move in line, in memory; those that are sent, and not gone."""
    mothers = {one.mother.id: one.mother for one in moving if one.mother and one.mother not in gone}
    sent = [mother for mother in mothers.values() if mother.sent_at is not None]
    children = family.children_of(sent, moving)
    for mother in sent:
        mother.status = family.derive(child.state for child in children[mother.id] if child not in gone).value
    return sent


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
        {"from": source.value, "to": notice.status if move.target else None, **effect.detail},
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
        rows = Notice.objects.filter(pk__in=[notice.id for notice in notices])
        rows.filter(mother__isnull=False).delete()
        rows.filter(mother__isnull=True).delete()


def _told_of_children(mother: Notice, source: Status, meant: _Meant, moving: Sequence[tuple[Notice, Move]]) -> Told:
    """What the mother's timeline tells of children that moved by themselves."""
    own = [notice for notice, _move in moving if notice.mother_id == mother.id]
    return Told(
        mother.id,
        CHILDREN_MOVED,
        (Audience.INTERNAL,) if meant.action in INTERNAL_ACTIONS else EVERYONE,
        {
            "from": source.value,
            "to": mother.status,
            "action": meant.action.value,
            "children": [notice.position for notice in own],
            "named": labels.several(own),
        },
        meant.given.text.strip(),
    )


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
