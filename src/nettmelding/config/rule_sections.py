"""The sections of a grid company's rule set, one for each room that has rules."""

from nettmelding.declarations.ruleset import DeclarationRules
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.rules.sections import RuleSection
from nettmelding.workorders.ruleset import WorkOrderRules

SECTIONS = (
    RuleSection("notices", NoticeRules),
    RuleSection("workorders", WorkOrderRules),
    RuleSection("declarations", DeclarationRules),
)
