"""What an electrician looks a place up for before the job: a short list, each with the notice it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.notices.catalogue.model import Value

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Purpose:
    """`types` or `question` of the catalogue is where the way to a notice begins; neither for one that is said in words."""

    code: str
    name: str | Promise
    types: tuple[str, ...] = ()
    question: str = ""
    prefill: Mapping[str, Value] = field(default_factory=dict)
    """Answers that follow from it."""


# fmt: off
PURPOSES: Mapping[str, Purpose] = {one.code: one for one in (
    Purpose("home", _("Ny bolig"), types=("new_installation",)),
    Purpose("cabin", _("Hytte"), types=("new_installation",), prefill={"building.kind": "holiday_home"}),
    Purpose("charger", _("Elbillader"), question="ev_size"),
    Purpose("solar", _("Solceller"), question="production_size"),
    Purpose("heat_pump", _("Varmepumpe"), question="disturbing_load"),
    Purpose("protection", _("Større vern"), types=("protection_change",), prefill={"work.protection_change": ["ov"]}),
    Purpose("building_site", _("Byggestrøm"), types=("temporary_installation",), prefill={"temporary.action": "connect"}),
    Purpose(OTHER, _("Noe annet")),
)}
# fmt: on
"""By code, in the order they are shown."""
