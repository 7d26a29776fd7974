"""Whether a notice can be approved at once by the grid company's own rule."""

from dataclasses import dataclass

from nettmelding.notices.catalogue.form import Form
from nettmelding.notices.catalogue.ruleset import NoticeRules


@dataclass(frozen=True, slots=True)
class Automatic:
    """The rule's answer; the reasons are said to the contractor where it is approved."""

    allowed: bool
    reasons: tuple[str, ...] = ()


def decide_at_once(form: Form, rules: NoticeRules) -> Automatic:
    """Approved at once only where every type has a rule and every rule holds."""
    reasons = []
    for one in form.types:
        rule = rules.automatic_decision.get(one.id)
        if rule is None or not one.automatic_possible or not form.facts.holds(rule.when):
            return Automatic(False)
        reasons.append(rule.because)
    return Automatic(bool(reasons), tuple(reasons))
