"""The rows of the page that makes many from one: as they were posted, and as they are shown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor
from nettmelding.notices import projects_making, projects_rows
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.models import Notice
from nettmelding.notices.projects_making import Prospect, Wanted
from nettmelding.notices.projects_places import MOST
from nettmelding.notices.projects_rows import Checked, Row
from nettmelding.web.components import Field, FieldKind, Option
from nettmelding.web.rows import href_of

OTHER = "other"
_LABELS: Mapping[str, str | Promise] = {
    "customer": gettext_lazy("Kunde"),
    "ov": gettext_lazy("OV"),
    "wanted": gettext_lazy("Ønskes utført"),
    "reference": gettext_lazy("Vår referanse"),
}
_CELLS = ("customer", "ov", "wanted", "reference")


@dataclass(frozen=True, slots=True)
class Posted:
    """What one row was posted with."""

    row: Row
    ticked: bool = True
    again: bool = False
    grid_company: str = ""
    searching: bool = False
    """None of the addresses offered is the right one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the preview."""

    at: int
    data: str
    address: str
    detail: str
    ticked: bool
    again: bool
    existing: str
    existing_href: str
    twice: bool
    grid_company: str
    fields: tuple[Field, ...]
    """What has to be mended or chosen."""
    told: tuple[tuple[str, str], ...]
    """The cells that hold, each with its heading."""
    error: str = ""

    @property
    def is_new(self) -> bool:
        return not (self.existing or self.twice or self.fields)


def as_posted(data: QueryDict) -> list[Posted]:
    """The rows of the preview, with what was chosen and mended in them."""
    ticked, again = set(data.getlist("take")), set(data.getlist("again"))
    rows = []
    for at, kept in enumerate(data.getlist("row")[:MOST]):
        row, searching = _mended(_opened(kept), data, at)
        rows.append(Posted(row, str(at) in ticked, str(at) in again, data.get(f"grid.{at}", ""), searching))
    return rows


def first_seen(rows: Sequence[Row]) -> list[Posted]:
    """Rows that nobody has looked at yet."""
    return [Posted(row) for row in rows]


def typed_again(rows: Sequence[Posted]) -> list[int]:
    """Those whose address was written anew as text, and has to be looked up."""
    return [at for at, one in enumerate(rows) if one.searching and one.row.typed and not one.row.address]


def wanted(rows: Sequence[Posted], checked: Sequence[Checked]) -> list[Wanted]:
    """As the room understands them, all of them."""
    return [
        look.wanted(grid_company_id=_uuid(one.grid_company), again=one.again)
        for one, look in zip(rows, checked, strict=True)
    ]


def shown(
    actor: Actor,
    rows: Sequence[Posted],
    checked: Sequence[Checked],
    errors: Mapping[int, str],
    *,
    fresh: bool,
) -> list[Shown]:
    """As they are shown. `fresh`: nobody has ticked yet, and what can be made without asking is ticked."""
    prospects = projects_making.look(actor, wanted(rows, checked))
    return [
        _shown(actor, at, one, look, prospect, errors.get(at, ""), fresh=fresh)
        for at, (one, look, prospect) in enumerate(zip(rows, checked, prospects, strict=True))
    ]


def _shown(actor: Actor, at: int, one: Posted, look: Checked, prospect: Prospect, error: str, *, fresh: bool) -> Shown:
    row, existing = one.row, prospect.existing if one.row.address else None
    twice = prospect.twice and bool(row.address)
    fields = [*_address_field(at, one, look), *_cell_fields(at, look), *_company_field(at, one, prospect, look)]
    told = [
        (str(_LABELS[name]), look.customer.name if name == "customer" and look.customer else row.cells[name])
        for name in _CELLS
        if row.cells.get(name) and name not in look.problems
    ]
    companies = prospect.companies if row.address else ()
    return Shown(
        at=at,
        data=_sealed(row),
        address=_street(row),
        detail=_post(row),
        ticked=(not existing and not twice) if fresh else one.ticked,
        again=one.again,
        existing=_named(existing) if existing else "",
        existing_href=href_of(actor, existing) if existing else "",
        twice=twice,
        grid_company=companies[0].name if len(companies) == 1 else "" if companies or not row.address else _("ukjent"),
        fields=tuple(fields),
        told=(*told, *((str(_LABELS[name]), note) for name, note in look.notes.items())),
        error=error,
    )


def _address_field(at: int, one: Posted, look: Checked) -> list[Field]:
    if "address" not in look.problems:
        return []
    label = _("Adresse for «%(typed)s»") % {"typed": one.row.typed}
    if one.row.choices and not one.searching:
        options = [Option(value=str(n), text=address_text(dict(c))) for n, c in enumerate(one.row.choices)]
        return [
            Field(
                name=f"choice.{at}",
                label=label,
                kind=FieldKind.SELECT,
                options=[*options, Option(value=OTHER, text=_("Ingen av disse"))],
                placeholder=_("Mente du …"),
                error=look.problems["address"],
            )
        ]
    return [
        Field(
            name=f"address.{at}",
            label=label,
            kind=FieldKind.SEARCH,
            search_href=reverse("form:addresses"),
            shown=one.row.typed,
            error=look.problems["address"],
        )
    ]


def _cell_fields(at: int, look: Checked) -> list[Field]:
    return [
        Field(name=f"cell.{at}.{name}", label=str(_LABELS[name]), value=look.row.cells.get(name, ""), error=problem)
        for name, problem in look.problems.items()
        if name in _LABELS
    ]


def _company_field(at: int, one: Posted, prospect: Prospect, look: Checked) -> list[Field]:
    if len(prospect.companies) < 2 or "address" in look.problems:
        return []
    return [
        Field(
            name=f"grid.{at}",
            label=_("Nettselskap"),
            kind=FieldKind.SELECT,
            options=[Option(value=str(company.id), text=company.name) for company in prospect.companies],
            value=one.grid_company,
            hint=_("Stedet ligger der to nettområder møtes."),
        )
    ]


def _mended(row: Row, data: QueryDict, at: int) -> tuple[Row, bool]:
    """The row with what was chosen for it, and whether its address is being searched for."""
    cells = {
        name: data.get(f"cell.{at}.{name}", row.cells.get(name, "")).strip()[:200]
        for name in projects_rows.COLUMNS
        if name in row.cells
    }
    row = replace(row, cells={name: text for name, text in cells.items() if text})
    choice = data.get(f"choice.{at}", "")
    if choice == OTHER:
        return row, True
    if choice.isdecimal() and int(choice) < len(row.choices):
        return replace(row, address=row.choices[int(choice)], choices=()), False
    if f"address.{at}.q" in data:
        picked = _json(data.get(f"address.{at}", ""))
        typed = data.get(f"address.{at}.q", "").strip()[:160] or row.typed
        return replace(row, address=picked, typed=typed, choices=()), True
    return row, False


def _sealed(row: Row) -> str:
    kept = {"typed": row.typed, "address": row.address, "choices": list(row.choices), "cells": row.cells}
    return json.dumps(kept, ensure_ascii=False)


def _opened(kept: str) -> Row:
    """As the page kept it; what is not as it should be is left out, and the room checks the rest."""
    data = _json(kept)
    cells, address, choices = data.get("cells"), data.get("address"), data.get("choices")
    return Row(
        typed=str(data.get("typed") or "")[:160],
        address=address if isinstance(address, dict) else {},
        choices=tuple(one for one in choices if isinstance(one, dict)) if isinstance(choices, list) else (),
        cells={name: str(text)[:200] for name, text in cells.items() if name in projects_rows.COLUMNS}
        if isinstance(cells, dict)
        else {},
    )


def _json(kept: str) -> dict[str, Any]:
    try:
        data = json.loads(kept) if kept else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _street(row: Row) -> str:
    return address_text({**row.address, "postcode": "", "place": ""}) if row.address else row.typed


def _post(row: Row) -> str:
    if row.address.get("source") == "typed":
        return _("ikke bekreftet")
    return address_text({name: row.address[name] for name in ("postcode", "place") if row.address.get(name)})


def _named(notice: Notice) -> str:
    return notice.number or _("kladd")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
