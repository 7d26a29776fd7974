"""The mapping's form: sent back as it stands it changes nothing, whatever was found and said; what is chosen is what is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.grid.fields import FIELDS, fields_of
from nettmelding.grid.importing import mapping
from nettmelding.grid.models import GridImport
from nettmelding.web.admin.grid_import_form import NOT_USED, Form, form, read

pytestmark = pytest.mark.one_database
HEADINGS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
KINDS = sorted(str(kind) for kind in FIELDS)


@st.composite
def layers(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A layer as it was found, and what has been said of it, which is what was found."""
    kind = draw(st.sampled_from(KINDS))
    names = draw(st.lists(st.sampled_from([one.name for one in fields_of(kind)]), unique=True, max_size=6))
    headings = draw(st.lists(HEADINGS, unique=True, min_size=len(names), max_size=len(names) + 3))
    said = dict(zip(names, headings, strict=False))
    mine = {name: heading for name, heading in said.items() if draw(st.booleans())}
    ignored = [heading for heading in headings[len(names) :] if draw(st.booleans())]
    told: dict[str, Any] = {"kind": kind} if draw(st.booleans()) else {}
    told |= {"columns": mine} if mine else {}
    told |= {"ignored": ignored} if ignored else {}
    fields = {heading: name for name, heading in said.items()}
    columns = [
        {"heading": heading, "field": fields.get(heading, ""), "values": ["1"], "unread": []} for heading in headings
    ]
    found = {"name": "", "file": "nett.gpkg", "kind": kind, "kind_column": "", "has_places": True, "projection": "",
             "columns": columns}  # fmt: skip
    return found, told


@st.composite
def imports(draw: st.DrawFn) -> GridImport:
    found, words = [], {}
    for number, (layer, said) in enumerate(draw(st.lists(layers(), min_size=1, max_size=3))):
        layer["name"] = f"lag {number}"
        found.append(layer)
        if said:
            words[layer["name"]] = said
    words["et annet"] = {"skip": True}
    projection = draw(st.sampled_from(["", *mapping.PROJECTIONS]))
    return GridImport(layers=found, words={"layers": words, "projection": projection})


def answers(shown: Form) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    fields = [shown.projection, *(one for layer in shown.layers for one in (layer.kind, *layer.columns))]
    return {one.name: one.value for one in fields}


def said(words: dict[str, Any]) -> tuple[Any, ...]:
    told = mapping.of(words)
    return told.projection, told.swap_axes, told.layers, told.words


@given(imports())
def test_a_form_sent_as_it_stands_says_what_was_said_before(row: GridImport) -> None:
    posted = read(row, answers(form(row)))
    assert posted.errors == {}
    assert said(posted.words) == said(row.words)


@given(imports())
def test_every_choice_that_is_shown_is_one_of_those_that_can_be_made(row: GridImport) -> None:
    shown = form(row)
    for layer in shown.layers:
        for one in (layer.kind, *layer.columns):
            assert one.value in {option.value for option in one.options}


@given(imports(), st.data())
def test_a_column_that_is_not_used_is_said_to_be_nothing_and_no_other_is_touched(
    row: GridImport, data: st.DataObject
) -> None:
    shown = form(row)
    used = [one for layer in shown.layers for one in layer.columns if one.value != NOT_USED]
    if not used:
        return
    one = data.draw(st.sampled_from(used))
    posted = read(row, {**answers(shown), one.name: NOT_USED})
    number = int(one.name[1:].partition(".")[0])
    name = row.layers[number]["name"]
    before, after = mapping.of(row.words), mapping.of(posted.words)

    assert one.label in after.layer(name).ignored
    assert one.label not in after.layer(name).columns.values()
    assert {k: v for k, v in before.layer(name).columns.items() if v != one.label} == after.layer(name).columns
    assert all(before.layer(other) == after.layer(other) for other in before.layers if other != name)
