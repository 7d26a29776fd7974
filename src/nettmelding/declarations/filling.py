"""Fills a declaration in from what is known: the issuer, the notice, the completion report, the registers, the metering point,
the work order. What cannot be known is asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import OrganisationKind
from nettmelding.core.text import place_name
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Kind, Origin, Place
from nettmelding.declarations.limits import system_of
from nettmelding.notices import labels, working_copy
from nettmelding.notices.catalogue import short_circuit
from nettmelding.notices.catalogue.display import address_text, text_of
from nettmelding.notices.catalogue.load import catalogue as notices
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.catalogue.notes import number_text
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.models import Notice, Submission, Transfer
from nettmelding.organisations.models import Organisation
from nettmelding.workorders.catalogue.load import catalogue as orders
from nettmelding.workorders.models import WorkOrder

_SCOPE = ("work", "protection", "load", "ev", "production", "service_line", "temporary", "metering")
"""Sections of a notice that say what the work covers."""
_NOT_SCOPE = frozenset({"work.split", "work.interface", "work.urgent", "work.urgent_leave", "work.urgent_reason"})
_OF_THE_CONTRACTOR = "who."
_CHARACTERISTICS = {"b": "b", "c": "c", "d": "d", "gg": "fuse"}


@dataclass(frozen=True, slots=True)
class Filled:
    """A value, where it is from, and when that was read (ISO time, empty where it does not matter)."""

    value: Any
    place: Place
    read_at: str = ""
    register: str = ""
    """Of a party: the register that confirmed the name."""

    def kept(self) -> dict[str, Any]:
        """As `content` keeps it."""
        more = {"register": self.register} if self.register else {}
        return {
            "value": self.value,
            "source": self.place.origin.value,
            "from": str(self.place),
            "read_at": self.read_at,
            **more,
        }


@dataclass(frozen=True)
class Known:
    """All that a declaration is filled in from, read once."""

    kind: Kind
    issuer: Organisation
    notice: Notice | None = None
    order: WorkOrder | None = None
    asked_by: Organisation | None = None
    split: bool = False
    """Other firms declare their part of the same work."""
    now: datetime = field(default_factory=clock.now)

    @cached_property
    def sent(self) -> Submission | None:
        """What the notice said last; to a firm that has handed it over, what it said then."""
        return self._last(Stage.NOTICE)

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """Answers of the notice, by path."""
        return _values(self.sent)

    @cached_property
    def completion(self) -> Mapping[str, Any]:
        """Answers of the completion report: the issuer's own working copy, others' as it was sent."""
        told = _values(self._last(Stage.COMPLETION))
        if self.notice is None or self.notice.contractor_id != self.issuer.id:
            return told
        form = working_copy.form_of(self.notice, Stage.COMPLETION)
        return {**told, **{one.path: one.value for one in form.fields() if one.shown and one.answered}}

    @cached_property
    def parties(self) -> Mapping[str, Mapping[str, Any]]:
        """Parties by role, one that is the same as another as that one."""
        if self.notice is None or self.sent is None:
            return {}
        told = {one["role"]: one for one in as_corrected(self.notice, self.sent.content["parties"])}
        return {role: told.get(one["same_as"], one) for role, one in told.items()}

    @property
    def point(self) -> Any:
        """The metering point in the customer system, for those who see the notice or do the order."""
        if self.order is not None and self.order.metering_point is not None:
            return self.order.metering_point
        return self.notice.metering_point if self.notice and self._sees_the_notice() else None

    def _last(self, stage: Stage) -> Submission | None:
        """A firm that was asked for its part sees nothing of the notice; one that has handed it over what it said then."""
        if self.notice is None:
            return None
        rows = self.notice.submissions.filter(stage=stage)
        if not self._sees_the_notice():
            mine = Transfer.objects.filter(notice=self.notice, from_contractor=self.issuer, state=Transfer.State.DONE)
            passed = mine.order_by("-done_at").first() if self.asked_by is None else None
            rows = rows.filter(number__lte=passed.last_submission or 0) if passed else rows.none()
        return rows.order_by("-number").first()

    def _sees_the_notice(self) -> bool:
        assert self.notice is not None
        return self.issuer.id in {self.notice.contractor_id, self.notice.grid_company_id} or self.order is not None


def fill(known: Known) -> dict[str, Filled]:
    """Everything that is known, by path. The first place that knows counts."""
    all_of_it = catalogue()
    found = {
        one.path: filled
        for one in all_of_it.fields.values()
        if known.kind in one.kinds and (filled := _first(known, one.places))
    }
    if known.kind is Kind.INSTALLATION:
        network = found.get("site.network_system")
        for measured in all_of_it.measurements_at(system_of(network.value if network else "")):
            if filled := _first(known, measured.places):
                found[f"circuit.1.{measured.code}"] = filled
    return found


def _first(known: Known, places: tuple[Place, ...]) -> Filled | None:
    for place in places:
        value, read_at, register = _READERS[place.origin](known, place.name)
        if value not in (None, "", []):
            return Filled(value, place, read_at or known.now.isoformat(), register)
    return None


Read = tuple[Any, str, str]
NOTHING: Read = (None, "", "")


def _company(known: Known, name: str) -> Read:
    issuer = known.issuer
    read_at = issuer.register_read_at.isoformat() if issuer.register_read_at else ""
    if name == "address":
        return (
            ", ".join(filter(None, [issuer.address, f"{issuer.postcode} {place_name(issuer.place)}".strip()])),
            read_at,
            "",
        )
    return getattr(issuer, name), read_at, ""


def _notice(known: Known, path: str) -> Read:
    """An answer of the notice; who answers for the contractor's work answers for nobody else's."""
    if path.startswith(_OF_THE_CONTRACTOR) and (known.notice is None or known.notice.contractor_id != known.issuer.id):
        return NOTHING
    return _plain(path, known.answers.get(path)), known.sent.sent_at.isoformat() if known.sent else "", ""


def _completion(known: Known, path: str) -> Read:
    return _plain(path, known.completion.get(path)), "", ""


def _plain(path: str, value: Any) -> Any:
    """An answer as a declaration keeps it: an address as its text."""
    return address_text(value) if isinstance(value, dict) and path.endswith("address") else value


def _party(known: Known, role: str) -> Read:
    party = known.parties.get(role)
    return (party["name"], party.get("read_at") or "", party.get("source", "")) if party else NOTHING


def _point(known: Known, name: str) -> Read:
    """A metering point as the customer system has it. Names of people there are for the grid company's own alone."""
    point = known.point
    if point is None or (name.endswith("_name") and known.issuer.kind != OrganisationKind.GRID_COMPANY):
        return NOTHING
    if name == "address":
        place = point.installation
        street = ", ".join(filter(None, [place.address, point.unit]))
        value: Any = ", ".join(filter(None, [street, f"{place.postcode} {place_name(place.place)}".strip()]))
    elif name == "phases":
        value = str(point.phases or "")
    elif name in {"network_system", "ov_a"}:
        value = getattr(point.installation, name)
    else:
        value = getattr(point, name)
    return value, point.read_at.isoformat(), ""


def _order(known: Known, step: str) -> Read:
    """What the fitter answered, as it is read."""
    kept = known.order.answers.get(step) if known.order else None
    if not kept:
        return NOTHING
    value, at = kept["value"], str(kept.get("at") or "")
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    elif isinstance(value, dict):
        value = ", ".join(f"{name} {number_text(float(volts))} V" for name, volts in value.items())
    return value, at, ""


def _order_is(known: Known, name: str) -> Read:
    order = known.order
    return (_OF_ORDER[name](order), "", "") if order else NOTHING


def _order_done_on(order: WorkOrder) -> str:
    moment = order.report.get("at") or order.reported_at
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return clock.oslo(moment).date().isoformat() if moment else ""


_OF_ORDER: Mapping[str, Callable[[WorkOrder], Any]] = {
    "assignee": lambda order: order.report.get("by") or (order.assignee.name if order.assignee else ""),
    "done_on": _order_done_on,
    "does": lambda order: orders().kinds[order.kind].does,
    "old_number": lambda order: order.facts.get("old_number", ""),
    "kept_number": lambda order: "" if orders().kinds[order.kind].hangs else order.facts.get("old_number", ""),
    "phases": lambda order: str(order.facts.get("phases") or ""),
}


def _derived(known: Known, name: str) -> Read:
    return _DERIVED[name](known), "", ""


def _scope(known: Known) -> str:
    """What the work covers: the kinds of work, and what was notified of it, a line each."""
    if known.kind is Kind.METER and known.order is not None:
        place = ", ".join(filter(None, [known.order.address, known.order.unit]))
        return f"{orders().kinds[known.order.kind].does}: {place}"
    if known.notice is None or known.sent is None:
        return ""
    return "\n".join([labels.type_names(known.sent.content["types"]), *_scope_lines(known.answers)])


def _scope_lines(answers: Mapping[str, Any]) -> Iterator[str]:
    for path, one in notices().fields.items():
        value = answers.get(path)
        if one.section in _SCOPE and path not in _NOT_SCOPE and value not in (None, "", [], False):
            yield f"{_(one.label)}: {text_of(one, value)}"


def _interface(known: Known) -> str:
    """Where other firms' part begins, as far as the program knows."""
    if known.asked_by is None or known.notice is None:
        return ""
    sentence = _(
        "%(firm)s har meldt arbeidet og erklærer sin del. Denne erklæringen gjelder bare det som står under «Hva arbeidet "
        "omfatter»."
    )
    return sentence % {"firm": known.asked_by.name}


def _ik2p_min(known: Known) -> float | None:
    """The grid's smallest short-circuit current at the customer point, in A, as the notice has it."""
    answer = known.answers.get(short_circuit.PATH) or {}
    value = answer.get("values", {}).get("ik2p_min_ka")
    return round(value * 1000, 1) if value else None


_DERIVED: Mapping[str, Callable[[Known], Any]] = {
    "notice_number": lambda known: known.notice.number if known.notice else "",
    "scope": _scope,
    "interface": _interface,
    "responsible": lambda known: (
        known.notice.responsible.name
        if known.notice and known.notice.responsible and known.notice.contractor_id == known.issuer.id
        else ""
    ),
    "characteristic": lambda known: _CHARACTERISTICS.get(str(known.answers.get("protection.ov_characteristic")), ""),
    "ik2p_min": _ik2p_min,
}


def _default(known: Known, name: str) -> Read:
    return _DEFAULTS[name](known), "", ""


def _usual_risks(known: Known) -> list[str]:
    types = set(known.sent.content["types"]) if known.sent else set[str]()
    return [one.code for one in catalogue().risks.values() if one.always or types & set(one.types)]


_DEFAULTS: Mapping[str, Callable[[Known], Any]] = {
    "standards": lambda known: [one.code for one in catalogue().standards.values() if one.usual],
    "risks": _usual_risks,
    "main_circuit": lambda known: _("Hovedkurs (OV)"),
}


_READERS: Mapping[Origin, Callable[[Known, str], Read]] = {
    Origin.COMPANY: _company,
    Origin.NOTICE: _notice,
    Origin.COMPLETION: _completion,
    Origin.PARTY: _party,
    Origin.POINT: _point,
    Origin.ORDER: _order,
    Origin.ORDER_IS: _order_is,
    Origin.DERIVED: _derived,
    Origin.DEFAULT: _default,
}


def _values(submission: Submission | None) -> dict[str, Any]:
    return {path: kept["value"] for path, kept in submission.content["answers"].items()} if submission else {}


def day_text(value: str) -> str:
    """A kept day as it is read: `20.11.2026`."""
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else ""
