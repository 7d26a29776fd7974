"""The top of a case: what the program found, what was decided, and what can be done now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.notices import family, findings, labels
from nettmelding.notices.findings import Level
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Decision, Notice
from nettmelding.notices.offers import offers
from nettmelding.notices.status import INFO, Status
from nettmelding.organisations import access
from nettmelding.web import words
from nettmelding.web.case import whole
from nettmelding.web.case.head import Case
from nettmelding.web.case.steps import STEPS, Step
from nettmelding.web.components import Button, Check, Tone, Verdict, field_id
from nettmelding.web.components.button import Variant

_TONES = {Level.FINE: Tone.GOOD, Level.KNOW: Tone.INFO, Level.LOOK: Tone.WARN, Level.WRONG: Tone.BAD}
_DECIDED = {
    Status.APPROVED: Decision.Outcome.APPROVED,
    Status.CONNECTED_TEMPORARILY: Decision.Outcome.APPROVED,
    Status.REJECTED: Decision.Outcome.REJECTED,
    Status.STOPPED: Decision.Outcome.STOPPED,
    Status.COMPLETION_RETURNED: Decision.Outcome.RETURNED,
}
"""Statuses that a decision explains, and which."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button; `post` presses go straight there with the revision."""

    button: Button
    post: str = ""


def verdict(case: Case) -> Verdict:
    """What stands on top."""
    notice, actor = case.notice, case.actor
    if family.is_mother(notice) and notice.sent_at is not None:
        return _of_the_whole(case)
    if actor.is_grid_company and notice.state in {Status.SUBMITTED, Status.IN_REVIEW} and case.sent:
        return _found(notice, findings.of(actor, notice, case.sent))
    if actor.is_grid_company and notice.state is Status.COMPLETION_REPORTED and case.completion:
        return _found(notice, findings.of(actor, notice, case.completion, case.sent))
    return _decided(case)


def deeds(case: Case) -> tuple[list[Deed], list[Deed]]:
    """The buttons of the verdict, and those under „Mer”."""
    offered = set(offers(case.actor, case.notice))
    steps = [step for step in STEPS if step.action in offered]
    main = [_deed(case, step) for step in steps if step.main]
    return main, [_deed(case, step, more=True) for step in steps if not step.main]


def may_copy(actor: Actor, notice: Notice) -> bool:
    """Whether the notice can become a new draft of the reader's."""
    return actor.organisation_id == notice.contractor_id and access.may_write_notices(actor)


def _deed(case: Case, step: Step, *, more: bool = False) -> Deed:
    href = reverse(step.url or f"case:{step.action.value}", args=[case.notice.id])
    return Deed(
        Button(
            text=whole.button(case.actor, case.progress, step.action, str(step.button)),
            variant=Variant.TERTIARY if more else Variant(step.variant),
            danger=step.danger,
            key=step.key,
            href="" if step.at_once else href,
        ),
        post=href if step.at_once else "",
    )


def _of_the_whole(case: Case) -> Verdict:
    """How many of the metering points wait for what, and what was found in what is common to them."""
    found = _findings(case)
    checks = [*whole.checks(case.notice, case.progress), *(_checks(case.notice, found) if found else ())]
    said = whole.next_step(case.actor, case.progress)
    tone = _TONES[found.level] if found and found.level is not Level.FINE else _tone(case.notice)
    return Verdict(
        title=said or f"{INFO[case.notice.state].name}.",
        text=found.text if found else "",
        tone=tone,
        checks=[*checks, *_proposed(case)],
    )


def _findings(case: Case) -> findings.Findings | None:
    """For the grid company, as long as something is to be decided."""
    decides = whole.concerned(case.actor, case.progress, Action.APPROVE)
    return findings.of(case.actor, case.notice, case.sent) if decides and case.sent else None


def _found(notice: Notice, found: findings.Findings) -> Verdict:
    return Verdict(title=found.title, text=found.text, tone=_TONES[found.level], checks=_checks(notice, found))


def _checks(notice: Notice, found: findings.Findings) -> list[Check]:
    return [Check(text=item.text, tone=_TONES[item.level], href=_leads_to(notice, item)) for item in found.items]


def _leads_to(notice: Notice, item: findings.Finding) -> str:
    if item.corrects:
        return reverse("corrections:of_notice", args=[notice.id])
    return reverse("case:case", args=[item.notice_id]) if item.notice_id else ""


def _decided(case: Case) -> Verdict:
    """The status in words, and the decision behind it."""
    notice = case.notice
    outcome = _DECIDED.get(notice.state)
    rows = notice.decisions.filter(outcome=outcome).prefetch_related("remarks") if outcome else None
    decision = rows.order_by("-decided_at").first() if rows is not None else None
    checks = [*_remarks(case, decision), *_conditions(decision), *_proposed(case)]
    return Verdict(
        title=f"{INFO[notice.state].name}.",
        text=_text(case, decision),
        tone=Tone.WARN if notice.stop_proposed_by_id and not case.actor.is_contractor else _tone(notice),
        checks=checks,
    )


def _tone(notice: Notice) -> Tone:
    return whole.TONES.get(notice.state, Tone.INFO)


def _text(case: Case, decision: Decision | None) -> str:
    if case.notice.state is Status.AWAITING_INFORMATION:
        return _question(case)
    said = decision.text if decision else ""
    if decision is not None and decision.automatic:
        said = _("Avgjort med én gang av nettselskapets regel.")
    help_text = "" if said and not case.actor.is_contractor else str(INFO[case.notice.state].help)
    return " ".join(filter(None, [said, help_text]))


def _question(case: Case) -> str:
    asked = next((entry for entry in reversed(case.entries) if entry.action == Action.ASK), None)
    if asked is None:
        return str(INFO[case.notice.state].help)
    what = {"who": asked.actor_name, "when": words.at(asked.happened_at), "text": asked.text}
    return _("%(who)s spurte %(when)s: «%(text)s»") % what


def _remarks(case: Case, decision: Decision | None) -> list[Check]:
    """The reasons; the contractor is led to the field each is about."""
    if decision is None:
        return []
    checks = []
    for remark in decision.remarks.all():
        label = str(labels.path(remark.path))
        text = f"{label}: {remark.text}" if label else remark.text
        checks.append(Check(text=text, tone=Tone.BAD, href=_field(case, decision, remark.path)))
    return checks


def _field(case: Case, decision: Decision, path: str) -> str:
    if not case.actor.is_contractor:
        return ""
    page = "form:completion" if decision.outcome == Decision.Outcome.RETURNED else "form:edit"
    return reverse(page, args=[case.notice.id]) + (f"#{field_id(path)}" if path else "")


def _conditions(decision: Decision | None) -> list[Check]:
    if decision is None:
        return []
    conditions = [Check(text=text, tone=Tone.INFO) for text in decision.conditions]
    return [*conditions, *(Check(text=text, tone=Tone.GOOD) for text in decision.grounds)]


def _proposed(case: Case) -> list[Check]:
    """Within the grid company: that somebody has proposed to stop the work."""
    if case.actor.is_contractor or case.notice.stop_proposed_by_id is None:
        return []
    proposed = next((entry for entry in reversed(case.entries) if entry.action == Action.PROPOSE_STOP), None)
    if proposed is None:
        return []
    what = {"who": proposed.actor_name, "text": proposed.text}
    return [Check(text=_("%(who)s har foreslått stans: %(text)s") % what, tone=Tone.WARN)]
