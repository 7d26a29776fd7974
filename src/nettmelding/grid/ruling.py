"""What a grid company lets others see of its grid, and which firms it lets in or shuts out: changed here, in force at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.grid import followers, seeing
from nettmelding.grid.models import MapFirm, MapRules
from nettmelding.organisations import access, own
from nettmelding.organisations.models import GridAccess, Organisation
from nettmelding.registers.contacts import parse_phone

SUBJECT = "map_rules"
BOUNDS: Mapping[str, tuple[int, int]] = {
    "radius_m": (50, seeing.MOST_AROUND_M),
    "draft_objects": (0, 50),
    "daily_quota": (0, 500),
}
"""The least and the most of each number."""
CHOICES: Mapping[str, type[Any]] = {
    "open_to": MapRules.OpenTo, "tolerance": MapRules.Tolerance, "operable": MapRules.Operable,
}  # fmt: skip
SWITCHES = ("downloads", "prints")
LONGEST_WHY = 200
MOST_FIRMS = 500


def of(actor: Actor) -> MapRules:
    """The actor's company's rules. Errors: NotAllowed."""
    _require(actor)
    return seeing.rules_of(actor.organisation)


def save(actor: Actor, wanted: Mapping[str, Any]) -> MapRules:
    """Lay down the rules. `wanted` holds any of the fields, numbers and the phone as they were typed.

    Errors: NotAllowed, Invalid by field.
    """
    _require(actor)
    read, problems = _read(wanted)
    if problems:
        raise Invalid("bad_rules", _("Rett det som er merket."), fields=problems)
    with write():
        own.locked(actor.organisation)
        row = seeing.rules_of(actor.organisation)
        changed = {name: (getattr(row, name), value) for name, value in read.items() if getattr(row, name) != value}
        if not changed:
            return row
        for name, (_was, value) in changed.items():
            setattr(row, name, value)
        row.changed_at = clock.now()
        row.save()
        _record(actor, "changed", {name: {"from": was, "to": now} for name, (was, now) in changed.items()})
        if "radius_m" in changed:
            followers.radius_changed(row)
    return row


def firms(actor: Actor) -> list[MapFirm]:
    """Those that are let in or shut out by name, in order of name. Errors: NotAllowed."""
    _require(actor)
    rows = MapFirm.objects.filter(grid_company_id=actor.organisation).select_related("contractor")
    return list(rows.order_by("contractor__name", "id")[:MOST_FIRMS])


def choices(actor: Actor) -> list[Organisation]:
    """The firms that have access to the company and are not named yet, by name."""
    _require(actor)
    named = MapFirm.objects.filter(grid_company_id=actor.organisation).values("contractor_id")
    rows = _with_access(actor).exclude(contractor_id__in=named)
    return [row.contractor for row in rows.order_by("contractor__name", "id")[:MOST_FIRMS]]


def name_firm(actor: Actor, contractor_id: UUID, *, may: bool, why: str) -> MapFirm:
    """Let a firm in or shut it out. Errors: NotAllowed, NotFound for one without access to the company, Invalid."""
    _require(actor)
    why = why.strip()
    if not why or len(why) > LONGEST_WHY:
        sentence = _("Skriv kort hvorfor, med høyst %(n)s tegn.") % {"n": LONGEST_WHY}
        raise Invalid("bad_why", sentence, fields={"why": sentence})
    access_row = _with_access(actor).filter(contractor_id=contractor_id).first()
    if access_row is None:
        raise NotFound
    with write():
        own.locked(actor.organisation)
        row, _made = MapFirm.objects.update_or_create(
            grid_company_id=actor.organisation, contractor_id=contractor_id,
            defaults={"may": may, "why": why, "by": actor.name, "at": clock.now()},
        )  # fmt: skip
        _record(actor, "firm_let_in" if may else "firm_shut_out", {"firm": access_row.contractor.name}, why)
    return row


def forget_firm(actor: Actor, firm_id: UUID) -> None:
    """Let the firm be as all others again. Errors: NotAllowed, NotFound."""
    _require(actor)
    with write():
        own.locked(actor.organisation)
        row = (
            MapFirm.objects.filter(grid_company_id=actor.organisation, pk=firm_id).select_related("contractor").first()
        )
        if row is None:
            raise NotFound
        row.delete()
        _record(actor, "firm_as_others", {"firm": row.contractor.name})


def _with_access(actor: Actor) -> QuerySet[GridAccess]:
    rows = GridAccess.objects.filter(grid_company_id=actor.organisation, state=GridAccess.State.APPROVED)
    return rows.select_related("contractor")


def _require(actor: Actor) -> None:
    access.require(actor, Right.MANAGE_COMPANY)
    if not actor.is_grid_company:
        raise NotFound


def _record(actor: Actor, action: str, detail: dict[str, Any], reason: str = "") -> None:
    record(
        actor,
        SUBJECT,
        actor.organisation,
        f"map_rules_{action}",
        audience=[Audience.INTERNAL],
        detail=detail,
        reason=reason,
    )


def _read(wanted: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    read: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in wanted.items():
        if name in BOUNDS:
            least, most = BOUNDS[name]
            text = str(value).replace(" ", "").replace("\xa0", "")
            if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
                read[name] = int(text)
            else:
                problems[name] = _("Skriv et helt tall fra %(least)s til %(most)s.") % {"least": least, "most": most}
        elif name in CHOICES:
            if value in CHOICES[name].values:
                read[name] = value
            else:
                problems[name] = _("Velg ett av svarene.")
        elif name in SWITCHES:
            read[name] = bool(value)
        elif name == "control_room_phone":
            _read_phone(str(value), read, problems)
    return read, problems


def _read_phone(text: str, read: dict[str, Any], problems: dict[str, str]) -> None:
    try:
        read["control_room_phone"] = parse_phone(text) if text.strip() else ""
    except Invalid as problem:
        problems["control_room_phone"] = problem.message
