"""What the grid company's customer system is told of notices: approved work asks for metering points, closed work tells what it
has changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import text
from nettmelding.core.actor import SYSTEM
from nettmelding.installations import changes, outgoing
from nettmelding.installations.changes import Because
from nettmelding.installations.models import MeteringPoint, OutgoingTask
from nettmelding.installations.outgoing import Case
from nettmelding.notices import family, labels
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.catalogue.shape import Source
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Notice, Submission
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

MAKES_METERING_POINT = frozenset({"new_installation", "new_metering_point", "temporary_installation"})
"""Types of the catalogue whose work ends in a meter that was not there."""
MERGING = "merging"
_READ_BY_US = frozenset(
    {Source.METERING_POINT.value, Source.INSTALLATION.value, Source.DEFAULT.value, "customer_system"}
)
"""What came from the customer system is not told back to it: it may know better by now."""
VALUES: Mapping[str, Sequence[str]] = {
    "ov_a": ("completion.ov_a", "protection.ov_new_a"),
    "kv_a": ("completion.kv_a", "protection.kv_new_a"),
    "mv_a": ("completion.mv_a", "protection.mv_new_a"),
    "phases": ("supply.phases",),
    "network_system": ("supply.network_system",),
    "metering_kind": ("completion.metering_kind", "metering.kind"),
    "ct_ratio": ("completion.ct_ratio", "metering.ct_ratio"),
    "production_kw": ("completion.feed_in_kw", "production.feed_in_kw"),
    "meter_number": ("completion.meter_number",),
}
"""The contract's names, and the answers they come from: as it was built before as it was approved."""
_METERS = "site.existing_meters"
_GOES = "site.meter_to_remove"
_METER = "completion.meter_number"
"""Filled in from what was approved it is the meter that was there before, and says nothing of the one that hangs there now."""
_ABOUT_THE_PLACE = ("site.address", "site.unit", _METERS)
VOLTAGES = {"it_230": 230, "tt_230": 230, "tn_c_s_400": 400, "tn_s_400": 400}
_PLACE = ("municipality_number", "gnr", "bnr", "unit")


def after_move(moved: Sequence[Moved]) -> None:
    """Ask for metering points, and tell what has changed. Few questions, however many moved."""
    ordering = [one.notice for one in moved if one.target is Status.APPROVED and _makes_one(one.notice)]
    closed = [one.notice for one in moved if one.target is Status.CLOSED]
    closing = [one for one in closed if one.metering_point_id]
    merging = [one for one in closed if MERGING in one.types]
    if not ordering and not closing and not merging:
        return
    mothers = Notice.objects.select_related("metering_point").in_bulk(
        [one.mother_id for one in ordering if one.mother_id]
    )
    sent = _sent([*ordering, *closing, *merging, *mothers.values()])
    for notice in ordering:
        mother = mothers.get(notice.mother_id) if notice.mother_id else None
        shared = _answers(sent.get(mother.id, {})) if mother else {}
        own = _answers(sent.get(notice.id, {}))
        _order(notice, {_METERS: shared.get(_METERS), **own}, mother)
    for notice in closing:
        _close(notice, sent.get(notice.id, {}))
    _take_down(merging, sent)


def metering_point_made(task: OutgoingTask, point: MeteringPoint) -> None:
    """The customer system has given the id: the notice has its metering point, and says so. Where the case is closed already,
    what was built is told now, since there was nothing to tell it of before."""
    rows = Notice.objects.select_for_update().filter(metering_point__isnull=True)
    notice = rows.filter(pk=task.case_id).first() if task.case_id else None
    if notice is None:
        return
    notice.metering_point = point
    Notice.objects.filter(pk=notice.pk).update(metering_point=point)
    record(
        SYSTEM,
        SUBJECT,
        notice.id,
        "metering_point_made",
        audience={Audience.CONTRACTOR, Audience.GRID_COMPANY},
        detail={"metering_point_id": point.metering_point_id},
    )
    if notice.status == Status.CLOSED:
        _close(notice, _sent([notice]).get(notice.id, {}))


def _makes_one(notice: Notice) -> bool:
    return (
        notice.grid_company_id is not None
        and notice.metering_point_id is None
        and not family.is_mother(notice)
        and not MAKES_METERING_POINT.isdisjoint(notice.types)
    )


def _sent(notices: Iterable[Notice]) -> dict[UUID, dict[str, Submission]]:
    """The last version of each stage."""
    found: dict[UUID, dict[str, Submission]] = {}
    for row in Submission.objects.filter(notice_id__in=[one.id for one in notices]).order_by("number"):
        found.setdefault(row.notice_id, {})[row.stage] = row
    return found


def _answers(sent: Mapping[str, Submission]) -> dict[str, Any]:
    """What was answered, by path; what we read ourselves is left out, but for the address."""
    kept: dict[str, Any] = {}
    for stage in (Stage.NOTICE, Stage.COMPLETION):
        answers = sent[stage].content["answers"] if stage in sent else {}
        kept |= {
            path: answer["value"]
            for path, answer in answers.items()
            if path in _ABOUT_THE_PLACE or answer["source"] not in _READ_BY_US
            if path != _METER or answer["source"] != Source.APPROVED.value
        }
    return kept


def _values(answers: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, paths in VALUES.items():
        given = [answers[path] for path in paths if answers.get(path) not in (None, "")]
        if given:
            found[name] = int(given[0]) if name == "phases" else given[0]
    if voltage := VOLTAGES.get(found.get("network_system", "")):
        found["voltage_v"] = voltage
    return found


def _order(notice: Notice, answers: Mapping[str, Any], mother: Notice | None) -> None:
    company_id = notice.grid_company_id
    if company_id is None:
        return
    place, values = _place(answers), _values(answers)
    body: dict[str, Any] = {
        "address": _street(notice, place),
        "postcode": notice.postcode,
        "place": text.place_name(notice.place),
        "unit": answers.get("site.unit"),
    }
    body |= {name: place[name] for name in _PLACE if place.get(name)}
    body |= {
        name: values[name] for name in ("phases", "network_system", "ov_a", "mv_a", "metering_kind") if name in values
    }
    if mother is not None:
        body["installation_reference"] = mother.number
    body["beside"] = _beside(company_id, answers, mother)
    body = {name: value for name, value in body.items() if value not in (None, "")}
    case = _case(notice, place)
    outgoing.put(company_id, OutgoingTask.Kind.ORDER, body, case=case, case_key=f"{notice.id}:order")


def _beside(grid_company_id: UUID, answers: Mapping[str, Any], mother: Notice | None) -> str:
    """The id of a metering point that stands in the installation already; empty where there is none."""
    if mother is not None and mother.metering_point is not None:
        return mother.metering_point.metering_point_id
    meters = answers.get(_METERS) or []
    known = MeteringPoint.objects.filter(grid_company_id=grid_company_id, meter_number__in=meters)
    found = known.order_by("id").first() if meters else None
    return found.metering_point_id if found else ""


def _place(answers: Mapping[str, Any]) -> dict[str, Any]:
    place = answers.get("site.address")
    return place if isinstance(place, dict) else {}


def _street(notice: Notice, place: Mapping[str, Any]) -> str:
    """Street and house number, without the dwelling."""
    return str(place.get("street") or notice.address.partition(",")[0])


def _close(notice: Notice, sent: Mapping[str, Submission]) -> None:
    point = notice.metering_point
    if point is None:
        return
    changes.report(
        point,
        _values(_answers(sent)),
        because=Because.WORK,
        case=_case(notice, _place(_answers(sent))),
        case_key=f"{notice.id}:{notice.submission_count}",
        customer=_customer(notice, sent),
    )


def _take_down(merging: Sequence[Notice], sent: Mapping[UUID, Mapping[str, Submission]]) -> None:
    """Of metering points that have become one (*Sammenkobling*) the meter that goes is gone when the case is closed; where a
    work order took it down, that has told so already."""
    going = {}
    for notice in merging:
        told = sent.get(notice.id, {}).get(Stage.NOTICE)
        if told is not None and (answer := told.content["answers"].get(_GOES)):
            going[notice.grid_company_id, answer["value"]] = notice
    numbers = {number for _company, number in going}
    points = MeteringPoint.objects.filter(meter_number__in=numbers).select_related("installation") if going else []
    for point in points:
        if whose := going.get((point.grid_company_id, point.meter_number)):
            changes.report(
                point,
                {},
                because=Because.METER,
                case=_case(whose, {}),
                case_key=f"{whose.id}:{whose.submission_count}:goes",
                meter={"old_number": point.meter_number},
            )
            changes.take_down(point)


def _customer(notice: Notice, sent: Mapping[str, Submission]) -> dict[str, str]:
    """How the customer is reached, as the last version says and as it was corrected; an address that no mail reaches is none."""
    told = sent[Stage.NOTICE].content["parties"] if Stage.NOTICE in sent else []
    for party in as_corrected(notice, told):
        if party["role"] == PartyRole.CUSTOMER:
            email = "" if party["unreached"] else party["email"]
            return {name: value for name, value in (("email", email), ("mobile", party["mobile"])) if value}
    return {}


def _case(notice: Notice, place: Mapping[str, Any]) -> Case:
    return Case(
        id=notice.id,
        number=notice.number or "",
        place=labels.address(notice),
        address=_street(notice, place),
        postcode=notice.postcode,
        owner_id=notice.handler_id,
    )
