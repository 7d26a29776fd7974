"""The answer of a check before the job, in facts and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.grid import figures
from nettmelding.grid.figures import Origin
from nettmelding.notices.models import PreCheck
from nettmelding.notices.precheck_answer import MAP_CLOSED, NO_GRID
from nettmelding.web.components import Fact


@dataclass(frozen=True, slots=True)
class Values:
    """Short-circuit values, and what they rest on."""

    title: str
    facts: Sequence[Fact]
    origin: str
    rests_on: Sequence[str]
    missing: Sequence[str]


def network(check: PreCheck) -> list[Fact]:
    """Whose grid it is, its system and where it is nearest."""
    answer = check.answer
    facts = [Fact(term=_("Nettselskap"), value=check.grid_company.name if check.grid_company else _("Ukjent"))]
    system = answer.get("system")
    if system:
        facts.append(Fact(term=_("Nettsystem"), value=_system(system["code"]), source=_said_by(system)))
    elif check.grid_company:
        facts.append(Fact(term=_("Nettsystem"), value=""))
    nearest = answer.get("nearest")
    if nearest:
        distance = _("%(metres)s m fra adressen") % {"metres": nearest["distance_m"]}
        facts.append(Fact(term=_("Nærmeste skap eller nettstasjon"), value=nearest["title"], source=distance))
    elif answer.get("map") == "":
        facts.append(Fact(term=_("Nærmeste skap eller nettstasjon"), value=_("Ingen innenfor 200 m")))
    return facts


def map_word(check: PreCheck) -> str:
    """Why the grid company's own data say nothing; empty where they do."""
    sentences = {
        MAP_CLOSED: _("Nettselskapet viser ikke nettet sitt til firmaet ditt. Spør dem om nettsystem og kortslutningsverdier."),
        NO_GRID: _("Nettselskapet har ikke lagt inn nettet sitt ennå. Spør dem om nettsystem og kortslutningsverdier."),
    }  # fmt: skip
    if check.grid_company is None:
        return _("Vi vet ikke hvilket nettselskap som har nettet her.")
    return sentences.get(check.answer.get("map", ""), "")


def edition(check: PreCheck) -> str:
    """Which edition of the grid the answer is of, in words."""
    on = check.answer.get("edition_on")
    return _("Kartgrunnlag fra %(day)s") % {"day": date_format(date.fromisoformat(on), "j. F Y")} if on else ""


def usual(check: PreCheck) -> list[Fact]:
    """What OV is usual there; empty where too few are known."""
    found = check.answer.get("usual")
    if not found:
        return []
    facts = []
    if found["commonest_a"]:
        facts.append(Fact(term=_("Vanligste størrelse"), value=f"{found['commonest_a']} A"))
    return [*facts, Fact(term=_("Halvparten har så mye eller mindre"), value=f"{found['median_a']} A")]


def usual_rests_on(check: PreCheck) -> str:
    """How many it rests on, and in which network system."""
    found = check.answer["usual"]
    count = ngettext(
        "Minst %(count)s anlegg med %(system)s i området.", "Minst %(count)s anlegg med %(system)s i området.", found["at_least"]
    )  # fmt: skip
    return count % {"count": found["at_least"], "system": _system(found["network_system"])}


def short_circuit(check: PreCheck) -> Values | None:
    """Short-circuit values; None where there are none."""
    found = check.answer.get("values")
    if not found:
        return None
    shown = [one for one in figures.of_system(found["system"]) if one.in_short and one.name in found["figures"]]
    facts = [Fact(term=str(one.label), value=one.text(found["figures"][one.name])) for one in shown]
    return Values(
        title=_("%(object)s, %(terminal)s") % {"object": found["title"], "terminal": found["terminal"]},
        facts=[*facts, *_protection(found)],
        origin=_origin(found),
        rests_on=found["assumptions"],
        missing=found["missing"],
    )


def _protection(found: Mapping[str, Any]) -> list[Fact]:
    one = found["protection"]
    if not one:
        return []
    rated = figures.number_text(one["rated_a"], 0)
    return [Fact(term=_("Foranstående vern"), value=" ".join(filter(None, (one["type"], f"{rated} A"))))]


def _origin(found: Mapping[str, Any]) -> str:
    words = Origin(found["origin"]).words
    return f"{words} ({found['on']})" if found["on"] else words


def _said_by(system: Mapping[str, Any]) -> str:
    """Where the network system is known from."""
    if system["of"]:
        return _("fra %(object)s") % {"object": system["title"]}
    return _("vanligst i området, se det an på stedet")


def _system(code: str) -> str:
    return figures.SYSTEM_NAMES.get(code, code)
