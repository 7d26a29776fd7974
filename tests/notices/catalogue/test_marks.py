"""Marks on a notice's own map: read, measured, joined and told."""

from typing import Any
from uuid import UUID

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.notices.catalogue import marks
from nettmelding.notices.catalogue.marks import NotMarks, What

GEOD = pyproj.Geod(ellps="GRS80")
places = st.tuples(st.floats(4.5, 31), st.floats(57.9, 71.2))
texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)


@st.composite
def features(draw: st.DrawFn) -> dict[str, Any]:
    what = draw(st.sampled_from(list(What)))
    text = draw(texts)
    if what is What.TEXT and not text.split():
        text = "Her"
    start = draw(places)
    steps = draw(st.lists(st.tuples(st.floats(-0.002, 0.002), st.floats(-0.001, 0.001)), min_size=1, max_size=5))
    line = [start]
    for east, north in steps:
        line.append((line[-1][0] + east + 1e-5, line[-1][1] + north))
    geometry = (
        {"type": "LineString", "coordinates": [list(one) for one in line]}
        if what in marks.LINES
        else {"type": "Point", "coordinates": list(start)}
    )
    key = str(UUID(int=draw(st.integers(1, 2**128 - 1))))
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": {"what": what.value, "text": text}}


def drawn(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": rows}


many = st.lists(features(), max_size=6, unique_by=lambda one: one["id"])


@given(many)
def test_reading_what_is_kept_gives_the_same(rows: list[dict[str, Any]]) -> None:
    kept = marks.read(drawn(rows))
    assert marks.read(kept) == kept if kept else rows == []
    assert len(marks.marks_of(kept)) == len(rows)


@given(many)
def test_a_length_is_what_a_geodesic_says(rows: list[dict[str, Any]]) -> None:
    for mark in marks.marks_of(marks.read(drawn(rows))):
        if mark.is_line:
            longitudes, latitudes = zip(*mark.points, strict=True)
            assert mark.length_m == pytest.approx(GEOD.line_length(longitudes, latitudes), rel=0.005, abs=0.1)


@given(many, many, many)
def test_nobody_loses_a_mark_that_only_they_drew(
    base: list[dict[str, Any]], theirs: list[dict[str, Any]], mine: list[dict[str, Any]]
) -> None:
    before = marks.read(drawn(base))
    there = marks.read(drawn([*base, *(one for one in theirs if one["id"] not in {row["id"] for row in base})]))
    here = marks.read(drawn([*base, *(one for one in mine if one["id"] not in {row["id"] for row in base})]))
    joined, clashed = marks.together(before, there, here)
    ids = {mark.id for mark in marks.marks_of(joined)}
    assert ids >= {mark.id for mark in marks.marks_of(there)} | {mark.id for mark in marks.marks_of(here)}
    assert {mark.id for mark in clashed} <= ids


def test_changes_are_told_in_words() -> None:
    key = str(UUID(int=1))
    intake = {"type": "Feature", "id": key, "properties": {"what": "intake", "text": ""}}
    line = {
        "type": "Feature", "id": str(UUID(int=2)), "properties": {"what": "service_line", "text": ""},
        "geometry": {"type": "LineString", "coordinates": [[9.65, 63.70], [9.6504, 63.7001]]},
    }  # fmt: skip
    before = marks.read(drawn([{**intake, "geometry": {"type": "Point", "coordinates": [9.65, 63.70]}}]))
    after = marks.read(drawn([{**intake, "geometry": {"type": "Point", "coordinates": [9.65, 63.700036]}}, line]))
    assert marks.differences(before, after) == ["Inntak flyttet 4 m", "Ny stikkledning, 23 m"]


@pytest.mark.parametrize(
    "wrong",
    [
        [], "x", {"type": "FeatureCollection"}, drawn([{}]),
        drawn([{"id": "x", "geometry": {"type": "Point", "coordinates": [9, 63]}, "properties": {"what": "intake"}}]),
        drawn([{"id": str(UUID(int=1)), "geometry": {"type": "Point", "coordinates": [9]}, "properties": {"what": "intake"}}]),
        drawn([{"id": str(UUID(int=1)), "geometry": {"type": "Point", "coordinates": [999, 63]},
                "properties": {"what": "meter"}}]),
        drawn([{"id": str(UUID(int=1)), "geometry": {"type": "LineString", "coordinates": [[9, 63], [9, 63]]},
                "properties": {"what": "service_line"}}]),
        drawn([{"id": str(UUID(int=1)), "geometry": {"type": "Point", "coordinates": [9, 63]},
                "properties": {"what": "text", "text": "x" * 201}}]),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused_in_words(wrong: Any) -> None:
    with pytest.raises(NotMarks) as refused:
        marks.read(wrong)
    assert str(refused.value).endswith(".")
