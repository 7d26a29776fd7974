"""What can be done to a notice: one function an action, each one transaction through `perform`.

`act` is the door for those that have an action's name only, such as the API and the pages' buttons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import numbers
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.notices import queries
from nettmelding.notices.given import Given, GivenRemark
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.perform import Outcome, perform

SERIES = "notice"
MOST_AT_ONCE = 500


def act(
    actor: Actor, notice_id: UUID, action: Action, given: Given | None = None, *, revision: int | None = None
) -> Outcome:
    """Do an action by its name. Errors: those of `perform`."""
    return _one(actor, notice_id, action, given or Given(), revision)


def act_on_all(
    actor: Actor,
    ids: Sequence[UUID],
    action: Action,
    given: Given | None = None,
    *,
    revisions: Mapping[UUID, int] | None = None,
    those_that_can: bool = False,
) -> list[Outcome]:
    """Do an action to several notices, all or none or those that can, with one transaction and one message a case.

    Errors: those of `perform`; Invalid for more than `MOST_AT_ONCE`.
    """
    if not ids or len(set(ids)) > MOST_AT_ONCE:
        raise Invalid("too_many", _("Velg fra 1 til %(most)s meldinger.") % {"most": MOST_AT_ONCE})
    given = given or Given()
    if action is Action.SEND:
        given = replace(given, numbers=_numbers(actor, ids))
    return perform(actor, ids, action, given, revisions=revisions, those_that_can=those_that_can)


def send(actor: Actor, notice_id: UUID, *, revision: int | None = None) -> Outcome:
    """Send a draft, or a rejected notice again. Takes the number before the transaction."""
    return _one(actor, notice_id, Action.SEND, Given(), revision)


def take(actor: Actor, notice_id: UUID, *, revision: int | None = None) -> Outcome:
    """A case handler takes a notice from the queue."""
    return _one(actor, notice_id, Action.TAKE, Given(), revision)


def assign(actor: Actor, notice_id: UUID, colleague_id: UUID, *, revision: int | None = None) -> Outcome:
    """Hand a notice to a colleague."""
    return _one(actor, notice_id, Action.ASSIGN, Given(assignee_id=colleague_id), revision)


def approve(
    actor: Actor, notice_id: UUID, *, text: str = "", conditions: Sequence[str] = (), revision: int | None = None
) -> Outcome:
    """Approve, with conditions by their codes or in words."""
    return _one(actor, notice_id, Action.APPROVE, Given(text=text, conditions=tuple(conditions)), revision)


def reject(
    actor: Actor, notice_id: UUID, *, remarks: Sequence[GivenRemark], text: str = "", revision: int | None = None
) -> Outcome:
    """Reject with reasons, each of which may point at a field."""
    return _one(actor, notice_id, Action.REJECT, Given(text=text, remarks=tuple(remarks)), revision)


def ask(actor: Actor, notice_id: UUID, text: str, *, revision: int | None = None) -> Outcome:
    """Ask the contractor; the clock goes over to them."""
    return _one(actor, notice_id, Action.ASK, Given(text=text), revision)


def answer(actor: Actor, notice_id: UUID, text: str, *, revision: int | None = None) -> Outcome:
    """Answer a question; what was corrected meanwhile goes with it as a new submission."""
    return _one(actor, notice_id, Action.ANSWER, Given(text=text), revision)


def change(actor: Actor, notice_id: UUID, *, text: str = "", revision: int | None = None) -> Outcome:
    """Send the changes of an approved notice: to be decided anew or told only, as the data says."""
    return _one(actor, notice_id, Action.CHANGE, Given(text=text), revision)


def withdraw(actor: Actor, notice_id: UUID, *, text: str = "", revision: int | None = None) -> Outcome:
    """Take a notice back."""
    return _one(actor, notice_id, Action.WITHDRAW, Given(text=text), revision)


def report_completion(actor: Actor, notice_id: UUID, *, text: str = "", revision: int | None = None) -> Outcome:
    """Report the work finished."""
    return _one(actor, notice_id, Action.REPORT_COMPLETION, Given(text=text), revision)


def return_completion(
    actor: Actor, notice_id: UUID, *, remarks: Sequence[GivenRemark], text: str = "", revision: int | None = None
) -> Outcome:
    """Return a completion report with deviations."""
    return _one(actor, notice_id, Action.RETURN_COMPLETION, Given(text=text, remarks=tuple(remarks)), revision)


def close(actor: Actor, notice_id: UUID, *, text: str = "", revision: int | None = None) -> Outcome:
    """Close a case that is finished."""
    return _one(actor, notice_id, Action.CLOSE, Given(text=text), revision)


def extend(actor: Actor, notice_id: UUID, until: date, *, text: str = "", revision: int | None = None) -> Outcome:
    """Let a temporary installation stand longer."""
    return _one(actor, notice_id, Action.EXTEND, Given(text=text, ends_on=until), revision)


def _numbers(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """New numbers for those that have none; a metering point has its mother's, with its own place in it."""
    rows = queries.visible_to(actor).filter(pk__in=ids).values_list("id", "number", "mother_id", "mother__number")
    unnumbered = {mother or key for key, number, mother, theirs in rows if not (theirs if mother else number)}
    if not unnumbered:
        return {}
    return dict(zip(sorted(unnumbered), numbers.yearly_many(SERIES, len(unnumbered)), strict=True))


def _one(actor: Actor, notice_id: UUID, action: Action, given: Given, revision: int | None) -> Outcome:
    revisions = {notice_id: revision} if revision is not None else None
    return act_on_all(actor, [notice_id], action, given, revisions=revisions)[0]
