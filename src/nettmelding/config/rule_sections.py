"""The sections of a grid company's rule set, one for each room that has rules."""

from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.rules.sections import RuleSection

SECTIONS = (RuleSection("notices", NoticeRules),)
