"""A block of flats as the table that is filled in like a spreadsheet shows it; it answers like the rooms do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from nettmelding.web.components.sheetgrid import GridCell, GridColumn, GridRow
from nettmelding.web.components.tones import Turn

COLUMNS = (
    GridColumn(path="unit", label="Leilighet", required=True),
    GridColumn(
        path="purpose",
        label="Gjelder",
        kind="choice",
        choices=(("flat", "Leilighet"), ("common", "Felles"), ("shop", "Butikk")),
        mothers="flat",
        mothers_text="Leilighet",
    ),
    GridColumn(path="mv", label="MV", unit="A", kind="number", mothers="25", mothers_text="25", required=True),
    GridColumn(
        path="phases", label="Faser", kind="choice", choices=(("1", "Én fase"), ("3", "Tre faser")), required=True
    ),
    GridColumn(
        path="heating",
        label="Oppvarming",
        kind="multi",
        choices=(("panel", "Panelovn"), ("pump", "Varmepumpe"), ("district", "Fjernvarme")),
    ),
    GridColumn(path="wanted", label="Ønskes utført", kind="date", mothers="2027-01-12", mothers_text="12.01.2027"),
    GridColumn(path="customer", label="Kunde", readonly=True),
)
_BY_PATH = {column.path: column for column in COLUMNS}
_OWN: Sequence[Mapping[str, str]] = (
    *({"unit": f"H0{floor}0{flat}", "phases": "1" if flat == 1 else "3"} for floor in range(1, 6) for flat in (1, 2)),
    {"unit": "Felles", "purpose": "common", "mv": "63", "heating": "district"},
)


def grids() -> dict[str, Any]:
    """What the example mentions."""
    return {"grid_columns": COLUMNS, "grid_rows": rows(11), "grid_href": reverse("components:grid")}


def rows(many: int) -> list[GridRow]:
    """The first eleven are a house; more of the same follow."""
    return [row(str(index), _OWN[index % len(_OWN)]) for index in range(many)]


def row(id: str, own: Mapping[str, str]) -> GridRow:
    """A row that says something itself, by path as typed."""
    finished = id == "9"
    return GridRow(
        id=id,
        title=str(int(id) + 1),
        href="#sheetgrid",
        state="completion_reported" if finished else "draft",
        turn=Turn.THEY if finished else Turn.IDLE,
        word="Ferdigmelding" if finished else "Kladd",
        editable=not finished,
        cells={column.path: _cell(column, own.get(column.path, "")) for column in COLUMNS},
    )


def changed(changes: Sequence[Sequence[str | None]]) -> list[GridRow]:
    """The answer to changes (row, path, value, was), forgotten at once: what was sent is what stands."""
    own: dict[str, dict[str, str]] = {}
    for id, path, value, _was in changes:
        if str(id).isdecimal() and path in _BY_PATH:
            own.setdefault(str(id), {**_OWN[int(str(id)) % len(_OWN)]})[str(path)] = value or ""
    return [row(id, said) for id, said in own.items()]


def _cell(column: GridColumn, typed: str) -> GridCell:
    if not typed:
        return GridCell(value=column.mothers, text=column.mothers_text, inherited=bool(column.mothers))
    if column.kind == "number" and not re.fullmatch(r"\d+", typed):
        return GridCell(error="Skriv et helt tall.")
    labels = dict(column.choices)
    if column.kind == "choice" and typed not in labels:
        return GridCell(error="Velg ett av valgene.")
    if short := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", typed):
        typed = f"2027-{int(short[2]):02d}-{int(short[1]):02d}"
    text = re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3.\2.\1", typed)
    return GridCell(value=typed, text=", ".join(labels.get(code, code) for code in text.split(",")))
