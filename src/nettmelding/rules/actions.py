"""Drafting a rule set, trying it and putting it in force. Each function is one transaction.

A version in force is never changed: what a notice was judged by can be read for ever.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import NotAllowed, NotFound, Refused
from nettmelding.rules import sections
from nettmelding.rules.models import RuleSet, RuleSetStatus


def save_draft(actor: Actor, organisation_id: UUID, content: Mapping[str, object], *, reason: str = "") -> RuleSet:
    """Keep the content as the grid company's draft, in place of the draft it has or as a new version.

    Raises `Invalid` with a sentence for each path that does not hold.
    """
    _must_administer(actor, organisation_id)
    sections.read(content)
    with write():
        draft = _draft_of(organisation_id) or RuleSet(
            organisation_id=organisation_id, version=_next_version(organisation_id)
        )
        draft.content, draft.reason, draft.status = dict(content), reason, RuleSetStatus.DRAFT
        draft.created_by, draft.created_at = actor.name, clock.now()
        draft.save()
    return draft


def mark_tried(actor: Actor, organisation_id: UUID, version: int) -> RuleSet:
    """Say that the draft has been tried; its content no longer changes, and a new draft is a new version."""
    _must_administer(actor, organisation_id)
    with write():
        rule_set = _locked(organisation_id, version)
        if rule_set.status != RuleSetStatus.DRAFT:
            raise Refused("rule_set_not_draft", _("Bare et utkast kan prøves."))
        rule_set.status = RuleSetStatus.TRIED
        rule_set.save(update_fields=["status"])
    return rule_set


def put_in_force(actor: Actor, organisation_id: UUID, version: int) -> RuleSet:
    """Let this version hold from now, and retire the one that held until now."""
    _must_administer(actor, organisation_id)
    now = clock.now()
    with write():
        rule_set = _locked(organisation_id, version)
        if rule_set.status not in (RuleSetStatus.DRAFT, RuleSetStatus.TRIED):
            raise Refused("rule_set_used", _("Denne versjonen har alt vært i bruk. Lag et nytt utkast."))
        sections.read(rule_set.content)
        RuleSet.objects.filter(organisation_id=organisation_id, status=RuleSetStatus.IN_FORCE).update(
            status=RuleSetStatus.RETIRED, in_force_until=now
        )
        rule_set.status, rule_set.in_force_from = RuleSetStatus.IN_FORCE, now
        rule_set.save(update_fields=["status", "in_force_from"])
    return rule_set


def _draft_of(organisation_id: UUID) -> RuleSet | None:
    return (
        RuleSet.objects.select_for_update()
        .filter(organisation_id=organisation_id, status=RuleSetStatus.DRAFT)
        .order_by("-version")
        .first()
    )


def _locked(organisation_id: UUID, version: int) -> RuleSet:
    rule_set = RuleSet.objects.select_for_update().filter(organisation_id=organisation_id, version=version).first()
    if rule_set is None:
        raise NotFound
    return rule_set


def _next_version(organisation_id: UUID) -> int:
    highest = RuleSet.objects.filter(organisation_id=organisation_id).aggregate(highest=Max("version"))["highest"]
    return (highest or 0) + 1


def _must_administer(actor: Actor, organisation_id: UUID) -> None:
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.organisation_id != organisation_id:
        raise NotFound
    if not (actor.is_grid_company and actor.may(Right.MANAGE_COMPANY)):
        raise NotAllowed("not_administrator", _("Bare nettselskapets administrator kan endre reglene."))
