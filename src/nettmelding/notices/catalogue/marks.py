"""Marks on a notice's own map: where the contractor wants intake, meter, cabinet and service line.

The answer is a GeoJSON feature collection (RFC 7946, positions in EPSG:4326, longitude first), in the order the marks were
made. A feature has an `id` (UUID of who made it) and the properties `what` (a `What`), `text` and, of a line, `length_m`,
measured here and never taken from the one who sends it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.notices.catalogue.notes import number_text

MOST = 100
MOST_POINTS = 500
"""Of one line."""
MOST_POINTS_IN_ALL = 5_000
LONGEST_TEXT = 200
_LONGEST_JSON = 1_000_000
_DECIMALS = 7
"""Of a degree: a centimetre."""
_LEAST_MOVE_M = 0.1
"""As any shorter move is told."""

Position = tuple[float, float]
"""Longitude and latitude, degrees in EPSG:4326."""
Collection = dict[str, Any]


class NotMarks(Exception):
    """The sentence for the person."""


class What(StrEnum):
    """What is wanted there."""

    INTAKE = "intake"
    METER = "meter"
    CABINET = "cabinet"
    SERVICE_LINE = "service_line"
    LINE = "line"
    TEXT = "text"


LINES = frozenset({What.SERVICE_LINE, What.LINE})
NAMES: Mapping[What, str | Promise] = {
    What.INTAKE: gettext_lazy("Inntak"),
    What.METER: gettext_lazy("Måler"),
    What.CABINET: gettext_lazy("Skap"),
    What.SERVICE_LINE: gettext_lazy("Stikkledning"),
    What.LINE: gettext_lazy("Annen linje"),
    What.TEXT: gettext_lazy("Tekst"),
}
_NEW: Mapping[What, str | Promise] = {
    What.INTAKE: gettext_lazy("Nytt inntak"),
    What.METER: gettext_lazy("Ny måler"),
    What.CABINET: gettext_lazy("Nytt skap"),
    What.SERVICE_LINE: gettext_lazy("Ny stikkledning"),
    What.LINE: gettext_lazy("Ny linje"),
    What.TEXT: gettext_lazy("Ny tekst"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One of them. `points` has one position, of a line two or more; `length_m` is 0 for what is no line."""

    id: str
    what: What
    points: tuple[Position, ...]
    text: str = ""
    length_m: float = 0.0

    @property
    def is_line(self) -> bool:
        return self.what in LINES


def read(raw: object) -> Collection | None:
    """The answer as it is kept, from GeoJSON as an object or as text; None where there is no mark.

    Reading what is kept gives the same. Errors: NotMarks.
    """
    return collection(_marks(_unpacked(raw)))


def marks_of(kept: Any) -> list[Mark]:
    """The marks of an answer that is kept; none of none."""
    if not kept:
        return []
    return [
        Mark(
            feature["id"],
            What(feature["properties"]["what"]),
            _positions(feature["geometry"]),
            feature["properties"]["text"],
            feature["properties"].get("length_m", 0.0),
        )
        for feature in kept["features"]
    ]


def collection(marks: Iterable[Mark]) -> Collection | None:
    """The marks as they are kept."""
    features = [_feature(mark) for mark in marks]
    return {"type": "FeatureCollection", "features": features} if features else None


def together(base: Any, theirs: Any, mine: Any) -> tuple[Collection | None, list[Mark]]:
    """My changes since `base` laid on top of theirs, mark by mark: none that somebody has made or changed is lost.

    Beside it those that both changed: theirs stand. A mark that one took away and the other changed stays.
    """
    was, stand, wanted = ({mark.id: mark for mark in marks_of(side)} for side in (base, theirs, mine))
    result, clashed = dict(stand), []
    for key in [*wanted, *(key for key in was if key not in wanted)]:
        old, there, mark = was.get(key), stand.get(key), wanted.get(key)
        if mark in (old, there):
            continue
        if there == old or there is None:
            result = _put(result, key, mark)
        elif mark is not None:
            clashed.append(there)
    return collection(result.values()), clashed


def text_of(kept: Any) -> str:
    """`Inntak; Stikkledning, 23 m; Skap «ved garasjen»`."""
    return "; ".join(said(mark) for mark in marks_of(kept))


def said(mark: Mark) -> str:
    """A mark in words."""
    if mark.what is What.TEXT:
        return f"«{mark.text}»"
    return _with_details(str(NAMES[mark.what]), mark)


def differences(old: Any, new: Any) -> list[str]:
    """What has changed, a sentence without its full stop for each mark: `Inntak flyttet 4 m`, `Ny stikkledning, 23 m`."""
    before, after = ({mark.id: mark for mark in marks_of(side)} for side in (old, new))
    changed = [
        words for key, mark in after.items() if key in before and (words := _difference(before[key], mark))
    ]  # fmt: skip
    added = [_with_details(str(_NEW[mark.what]), mark) for key, mark in after.items() if key not in before]
    gone = [_("%(what)s fjernet") % {"what": said(mark)} for key, mark in before.items() if key not in after]
    return [*changed, *added, *gone]


def without_text(kept: Any) -> Collection | None:
    """The marks without what was written freely; a text alone goes altogether."""
    return collection(
        replace(mark, text="") for mark in marks_of(kept) if mark.what is not What.TEXT
    )  # fmt: skip


def length_m(points: Sequence[Position]) -> float:
    """Metres along the positions on the ground, to the decimetre (GRS 80, as `grid.earth` measures)."""
    import numpy as np  # heavy: where it is used

    from nettmelding.grid.earth import metres_per_degree

    along = np.array(points)
    east, north = metres_per_degree((along[1:, 1] + along[:-1, 1]) / 2)
    step = np.diff(along, axis=0)
    return round(float(np.hypot(step[:, 0] * east, step[:, 1] * north).sum()), 1)


def metres(length: float) -> str:
    """`23 m`, `4,5 m`: with a decimal only where it matters."""
    return f"{number_text(round(length, 1) if length < 10 else float(round(length)))} m"


def positions(kept: Any) -> list[Position]:
    """Every position of every mark."""
    return [point for mark in marks_of(kept) for point in mark.points]


def _unpacked(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    if len(raw) > _LONGEST_JSON:
        raise NotMarks(_too_detailed())
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise NotMarks(_not_understood()) from None


def _marks(raw: object) -> list[Mark]:
    features = raw.get("features") if isinstance(raw, Mapping) and raw.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise NotMarks(_not_understood())
    if len(features) > MOST:
        raise NotMarks(_("Høyst %(n)s merker.") % {"n": MOST})
    marks = [_mark(feature) for feature in features]
    if len({mark.id for mark in marks}) < len(marks):
        raise NotMarks(_not_understood())
    if sum(len(mark.points) for mark in marks) > MOST_POINTS_IN_ALL:
        raise NotMarks(_too_detailed())
    return marks


def _mark(feature: object) -> Mark:
    if not isinstance(feature, Mapping) or not isinstance(feature.get("properties"), Mapping):
        raise NotMarks(_not_understood())
    properties, geometry = feature["properties"], feature.get("geometry")
    try:
        key, what = str(UUID(str(feature.get("id")))), What(str(properties.get("what")))
    except ValueError:
        raise NotMarks(_not_understood()) from None
    expected = "LineString" if what in LINES else "Point"
    if not isinstance(geometry, Mapping) or geometry.get("type") != expected:
        raise NotMarks(_not_understood())
    text = _text(properties.get("text"))
    if what is What.TEXT and not text:
        raise NotMarks(_("Skriv teksten som skal stå i kartet."))
    points = _read_points(geometry.get("coordinates"), is_line=what in LINES)
    return Mark(key, what, points, text, length_m(points) if what in LINES else 0.0)


def _text(raw: object) -> str:
    if raw is not None and not isinstance(raw, str):
        raise NotMarks(_not_understood())
    text = " ".join((raw or "").replace("\x00", "").split())
    if len(text) > LONGEST_TEXT:
        raise NotMarks(_("Teksten er for lang: høyst %(n)s tegn.") % {"n": LONGEST_TEXT})
    return text


def _read_points(raw: object, *, is_line: bool) -> tuple[Position, ...]:
    if not is_line:
        return (_position(raw),)
    if not isinstance(raw, list | tuple):
        raise NotMarks(_not_understood())
    if len(raw) > MOST_POINTS:
        raise NotMarks(_too_detailed())
    points = [_position(one) for one in raw]
    apart = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    if len(apart) < 2:
        raise NotMarks(_("En linje trenger minst to punkter."))
    return tuple(apart)


def _position(raw: object) -> Position:
    if not isinstance(raw, list | tuple) or len(raw) < 2:
        raise NotMarks(_not_understood())
    longitude, latitude = (_degrees(one) for one in raw[:2])
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise NotMarks(_("Posisjonen finnes ikke. Skriv breddegrad og lengdegrad."))
    return longitude, latitude


def _degrees(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or abs(raw) > 360 or not isfinite(raw):
        raise NotMarks(_("Posisjonen finnes ikke. Skriv breddegrad og lengdegrad."))
    return round(float(raw), _DECIMALS) + 0.0


def _not_understood() -> str:
    return _("Merkene ble ikke forstått. Last siden på nytt, og tegn dem igjen.")


def _too_detailed() -> str:
    return _("Tegningen har for mange punkter. Tegn den enklere.")


def _feature(mark: Mark) -> dict[str, Any]:
    properties: dict[str, Any] = {"what": mark.what.value, "text": mark.text}
    geometry: dict[str, Any] = {"type": "Point", "coordinates": list(mark.points[0])}
    if mark.is_line:
        properties["length_m"] = mark.length_m
        geometry = {"type": "LineString", "coordinates": [list(point) for point in mark.points]}
    return {"type": "Feature", "id": mark.id, "geometry": geometry, "properties": properties}


def _positions(geometry: Mapping[str, Any]) -> tuple[Position, ...]:
    found = geometry["coordinates"]
    return tuple((one[0], one[1]) for one in (found if geometry["type"] == "LineString" else [found]))


def _put(marks: dict[str, Mark], key: str, mark: Mark | None) -> dict[str, Mark]:
    return {**marks, key: mark} if mark else {name: one for name, one in marks.items() if name != key}


def _with_details(name: str, mark: Mark) -> str:
    """`Stikkledning, 23 m «langs gjerdet»`."""
    length = f", {metres(mark.length_m)}" if mark.is_line else ""
    return f"{name}{length}{_quoted(mark.text)}"


def _quoted(text: str) -> str:
    return f" «{text}»" if text else ""


def _difference(old: Mark, new: Mark) -> str:
    return ", ".join(_difference_parts(old, new))


def _difference_parts(old: Mark, new: Mark) -> Iterator[str]:
    name = str(NAMES[old.what])
    if old.what is not new.what:
        yield _("%(what)s er nå %(now)s") % {"what": name, "now": str(NAMES[new.what]).lower()}
    elif old.points != new.points:
        yield from _moved(name, old, new)
    if old.text != new.text:
        told = _("ny tekst: «%(text)s»") if new.text else _("uten teksten «%(text)s»")
        told %= {"text": new.text or old.text}
        yield told if old.points != new.points else f"{name}, {told}"


def _moved(name: str, old: Mark, new: Mark) -> Iterator[str]:
    if not old.is_line:
        far = max(length_m((old.points[0], new.points[0])), _LEAST_MOVE_M)
        yield _("%(what)s flyttet %(far)s") % {"what": name, "far": metres(far)}
        return
    was, now = metres(old.length_m), metres(new.length_m)
    if was == now:
        yield _("%(what)s lagt om, %(length)s") % {"what": name, "length": now}
    else:
        yield _("%(what)s lagt om, fra %(was)s til %(now)s") % {"what": name, "was": was, "now": now}
