"""One section of a grid company's rules, changed by its administrator: in force at once as a new version with a reason."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.organisations import access
from nettmelding.rules import actions
from nettmelding.rules.models import RuleSet, RuleSetStatus
from nettmelding.rules.queries import S, history, in_force

LONGEST_REASON = 500
SHOWN = 20
"""Versions that a page tells of."""


def standing(actor: Actor, schema: type[S]) -> S:
    """What holds now. Errors: those of `require`."""
    require(actor)
    return in_force(actor.organisation).section(schema)


def versions(actor: Actor) -> list[RuleSet]:
    """Those that hold or have held, the newest first; at most 20. Errors: those of `require`."""
    require(actor)
    return [one for one in history(actor.organisation) if one.in_force_from is not None][:SHOWN]


def put(
    actor: Actor, section: str, content: Mapping[str, object], reason: str, *, event: str, problems: Mapping[str, str]
) -> RuleSet:
    """Put the section in force; the others stay as they are. `event`: the audit trail's word. `problems`: what was wrong with
    the form, by its names.

    Errors: those of `require`; Invalid by the form's and the section's names, `reason` besides; Refused as `actions` has it.
    """
    require(actor)
    words = reason.strip()[:LONGEST_REASON]
    fields = {**({} if words else {"reason": _("Skriv hvorfor.")}), **problems}
    if fields:
        raise Invalid("rule_section", _("Noe må rettes først."), fields=fields)
    with write():
        kept = RuleSet.objects.filter(organisation_id=actor.organisation, status=RuleSetStatus.IN_FORCE).first()
        draft = _drafted(actor, section, {**(kept.content if kept else {}), section: content}, words)
        made = actions.put_in_force(actor, actor.organisation, draft.version)
        record(
            actor, "organisation", actor.organisation, event, audience=(Audience.INTERNAL,),
            detail={"version": made.version}, reason=words,
        )  # fmt: skip
    return made


def require(actor: Actor) -> None:
    """Errors: NotFound for others than a grid company's people, NotAllowed."""
    if not actor.is_grid_company:
        raise NotFound
    access.require(actor, Right.MANAGE_COMPANY)


def _drafted(actor: Actor, section: str, content: Mapping[str, object], reason: str) -> RuleSet:
    try:
        return actions.save_draft(actor, actor.organisation, content, reason=reason)
    except Invalid as problem:
        fields = {path.removeprefix(f"{section}."): sentence for path, sentence in problem.fields.items()}
        raise Invalid(problem.code, problem.message, fields=fields) from None
