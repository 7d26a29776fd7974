"""What a case handler can choose from: ready-made conditions and reasons, and the fields a reason can point at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from nettmelding.notices import findings
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.labels import PARTY_ROLES
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.web.case.head import Case
from nettmelding.web.components import Option

WHOLE = frozenset({"", "types", "attachments"})
"""Paths that every notice has."""
OTHER = "other"
STAGE_OF = {
    Action.REJECT: Stage.NOTICE,
    Action.RETURN_COMPLETION: Stage.COMPLETION,
    Action.RETURN_METERING: Stage.COMPLETION,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to tick, with the words and the field it begins with. `key` is unique on the page."""

    key: str
    label: str
    text: str
    path: str
    ticked: bool = False

    def with_typed(self, text: str, path: str, *, ticked: bool) -> "Reason":
        """As the case handler left it."""
        return replace(self, text=text, path=path, ticked=ticked)


def conditions_for(notice: Notice) -> list[Option]:
    """The ready-made conditions that fit the notice's types."""
    fitting = [
        one for one in catalogue().conditions.values() if not one.types or not set(one.types).isdisjoint(notice.types)
    ]
    return [Option(value=one.code, text=_(one.label), detail=_(one.text)) for one in fitting]


def reasons_for(case: Case, action: Action) -> list[Reason]:
    """The ready-made reasons whose field the notice has, and two for words of one's own."""
    stage = STAGE_OF[action]
    there = {option.value for option in paths_for(case, action)} | WHOLE
    ready = [
        Reason(one.code, _(one.label), _(one.text) if one.text else "", one.path if one.path not in WHOLE else "")
        for one in catalogue().reasons.values()
        if one.stage is stage and one.code != OTHER and one.path in there
    ]
    return [*ready, Reason(OTHER, _("Annet"), "", ""), Reason(f"{OTHER}-2", _("Enda noe annet"), "", "")]


def paths_for(case: Case, action: Action) -> Sequence[Option]:
    """The fields, parties and attachments of what was sent, in the order of the page."""
    completion = STAGE_OF[action] is Stage.COMPLETION
    sent = case.completion if completion else case.sent
    if sent is None:
        return []
    form = findings.form_of(case.notice, sent, case.sent if completion else None)
    shown = [one for one in form.fields() if one.shown and not one.field.internal]
    fields = [Option(value=one.path, text=_(one.label)) for one in shown]
    parties = [Option(value=f"party.{one.role}", text=str(PARTY_ROLES[one.role])) for one in form.parties()]
    papers = [Option(value=f"attachment.{one.code}", text=_(one.label)) for one in form.attachments()]
    return [*fields, *parties, *papers]
