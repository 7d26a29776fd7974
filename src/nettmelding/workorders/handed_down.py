"""An order as a device has it: everything that is needed where there is no network. The shape stands in `docs/field-sync.md`."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor, Right
from nettmelding.notices import labels
from nettmelding.notices.catalogue import short_circuit
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.models import Attachment, Notice
from nettmelding.notices.sent import read
from nettmelding.rules.queries import in_force
from nettmelding.workorders import feed, files, gate, known, steps, stock
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.contacts import contacts
from nettmelding.workorders.models import Deviation, Photo, StockMeter, WorkOrder
from nettmelding.workorders.ruleset import rules_of

FACTS_TOLD = 40
STANDING = (Deviation.State.OPEN, Deviation.State.MENDED)


def order_down(actor: Actor, order: WorkOrder, root: str = "/api/v1") -> dict[str, Any]:
    """One order, whole. `root`: where the API is, for the addresses of files."""
    known_kinds = catalogue()
    kind = known_kinds.kinds[order.kind]
    why_not = gate.why_not(order)
    return {
        "id": str(order.id),
        "number": order.number,
        "revision": order.revision,
        "status": order.status,
        "kind": order.kind,
        "kind_name": kind.name,
        "address": order.address,
        "unit": order.unit,
        "postcode": order.postcode,
        "place": order.place,
        "latitude": order.latitude,
        "longitude": order.longitude,
        "planned_from": _moment(order.planned_from),
        "planned_until": _moment(order.planned_until),
        "contacts": [{"role": one.role, "name": one.name, "mobile": one.mobile} for one in contacts(order)],
        "access_note": order.access_note,
        "note": order.note,
        "remarks": order.remarks,
        "grid_company": {
            "name": order.grid_company.name,
            "control_room_phone": in_force(order.grid_company_id).section(NoticeRules).texts.control_room_phone,
        },
        "notice": _notice(order),
        "files": [_file(order, one, root) for one in files.of_order(order)],
        "grid_values": _grid_values(order.notice),
        "meter": _meter(order),
        "energise": {"asked": kind.energises, "may": not why_not, "why_not": why_not},
        "steps": [_step(one) for one in steps.asked(order, rules_of(order.grid_company_id))],
        "answers": order.answers,
        "photos": [_photo(one, root) for one in order.photos.all() if one.removed_at is None],
        "deviations": [_deviation(one) for one in order.deviations.all() if one.state in STANDING],
        "deviation_kinds": [
            {"code": one.code, "name": one.name, "severity": one.severity.value}
            for one in known_kinds.deviations.values()
        ],
        "severities": [{"code": code, "name": name} for code, name in known_kinds.severities.items()],
        "conflicts": order.conflicts,
        "declaration": _declaration(actor, order) if kind.declares else None,
        "missed_reasons": [{"code": code, "name": name} for code, name in known_kinds.missed.items()],
    }


def meters_down(actor: Actor) -> list[dict[str, Any]]:
    """The meters that a device checks numbers against."""
    companies = set(feed.own(actor).values_list("grid_company_id", flat=True))
    return [_stock_meter(one) for one in stock.on_device(actor, companies)]


def _step(asked: steps.Asked) -> dict[str, Any]:
    step = asked.step
    return {
        "id": step.id,
        "group": step.group,
        "kind": step.kind.value,
        "label": step.label,
        "help": step.help,
        "needed": asked.needed,
        "unit": step.unit,
        "min": step.minimum,
        "max": step.maximum,
        "options": [{"value": one.value, "text": one.text} for one in step.choices],
        "after": None,
        "default": asked.default,
        "fault": step.fault,
        "live": step.live,
    }


def _notice(order: WorkOrder) -> dict[str, Any] | None:
    notice = order.notice
    if notice is None:
        return None
    return {
        "id": str(notice.id),
        "number": notice.number,
        "types": [labels.type_names([one]) for one in notice.types],
        "facts": _facts(notice),
    }


def _facts(notice: Notice) -> list[dict[str, str]]:
    """What was answered, as it was sent last; a metering point of a block notice has its mother's besides."""
    found = []
    for one in filter(None, (notice, notice.mother)):
        last = one.submissions.filter(stage=Stage.NOTICE).order_by("-number").first()
        parts = read(one, last).parts if last else ()
        found += [{"term": line.label, "value": line.text} for part in parts for line in part.lines if line.text]
    return found[:FACTS_TOLD]


def _file(order: WorkOrder, one: Attachment, root: str) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.document.name,
        "content_type": one.document.content_type,
        "size": one.document.size,
        "href": f"{root}/field/orders/{order.id}/files/{one.id}",
    }


def _grid_values(notice: Notice | None) -> list[dict[str, str]]:
    """The short-circuit values that the notice holds, as they were sent."""
    for one in filter(None, (notice, notice.mother if notice else None)):
        last = one.submissions.filter(stage=Stage.NOTICE).order_by("-number").values_list("content", flat=True).first()
        kept = (last or {}).get("answers", {}).get("map.short_circuit")
        if kept:
            return [{"term": term, "value": value} for term, value in short_circuit.rows(kept["value"])]
    return []


def _meter(order: WorkOrder) -> dict[str, Any]:
    reserved = StockMeter.objects.filter(reserved_for=order).values_list("number", flat=True).first()
    point = order.metering_point
    return {
        "old_number": order.facts.get("old_number", ""),
        "reserved_number": reserved or "",
        "taken_number": stock.taken_number(order),
        "network_system": order.facts.get("network_system", ""),
        "phases": order.facts.get("phases"),
        "metering_kind": order.facts.get("metering_kind", ""),
        "ct_ratio": order.facts.get("ct_ratio", ""),
        "others": known.others(point) if point else [],
    }


def _photo(one: Photo, root: str) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "step": one.step,
        "state": one.state,
        "problem": one.problem,
        "href": f"{root}/field/photos/{one.id}",
    }


def _deviation(one: Deviation) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "kind": one.kind,
        "severity": one.severity,
        "text": one.text,
        "photos": one.photos,
        "state": one.state,
    }


def _declaration(actor: Actor, order: WorkOrder) -> dict[str, Any]:
    parts = {"work": catalogue().kinds[order.kind].name.lower(), "address": order.address}
    return {
        "title": _("Samsvarserklæring for måleren"),
        "text": _(
            "Jeg erklærer at arbeidet (%(work)s, %(address)s) er utført og kontrollert slik at det oppfyller "
            "sikkerhetskravene i FEL kapittel V, og at verdiene over er målt av meg."
        )
        % parts,
        "may_sign": actor.may(Right.DECLARE),
    }


def _stock_meter(one: StockMeter) -> dict[str, Any]:
    reserved: UUID | None = one.reserved_for_id
    return {
        "number": one.number,
        "kind": one.kind,
        "phases": 1 if one.kind == StockMeter.Kind.DIRECT_1 else 3,
        "place": one.place,
        "reserved_for": str(reserved) if reserved else None,
    }


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
