"""The layers of a file, batch by batch, whichever format it has."""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.grid.importing.files import Format, broken, format_of
from nettmelding.grid.importing.mapping import FileWords

BATCH = 20_000
"""Objects at a time."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ";,\t|"
_PLACES: Mapping[str, tuple[str, ...]] = {
    "wkt": ("wkt", "geom", "geometri", "geometry", "the_geom", "geometrywkt"),
    "x": ("x", "oest", "øst", "east", "easting", "lon", "longitude", "lengdegrad"),
    "y": ("y", "nord", "north", "northing", "lat", "latitude", "breddegrad"),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one layer, column by column. `geometries`: WKB, None where a row has none; empty for a table without places.

    `first`: the number of the first row in its layer, from 1.
    """

    layer: str
    first: int
    columns: Mapping[str, Sequence[Any]]
    geometries: Sequence[Any]
    projection: str
    """As the file has it: an authority's code or WKT; empty where it says nothing."""
    size: int


def batches(path: Path, words: FileWords, *, first_only: bool = False) -> Iterator[Batch]:
    """All layers but those the mapping passes over. Errors: Invalid for what cannot be read.

    `first_only`: no more than the first batch of each, for a look at what is in the file.
    """
    form = format_of(path)
    if form is Format.CSV:
        yield from islice(_csv(path, words), 1 if first_only else None)
    else:
        yield from _vector(path, words, form, first_only)


def _vector(path: Path, words: FileWords, form: Format, first_only: bool) -> Iterator[Batch]:
    from pyogrio import list_layers
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    whole = path.resolve()
    try:
        for name, kind in list_layers(whole):
            layer = str(path.stem) if form is Format.GEOJSON else str(name)
            if not words.layer(layer).skip:
                rows = _layer(whole, str(name), layer, kind is not None, form)
                yield from islice(rows, 1 if first_only else None)
    except (DataLayerError, DataSourceError, FeatureError, UnicodeDecodeError) as problem:
        raise broken(path) from problem


def _layer(path: Path, name: str, called: str, has_places: bool, form: Format) -> Iterator[Batch]:
    """A GeoPackage is read by its keys, piece by piece; GeoJSON is in memory as a whole anyway."""
    from pyogrio.raw import read

    after, first = -1, 1
    while True:
        more: dict[str, Any] = {}
        if form is Format.GEOPACKAGE:
            # by the key and not by an offset, which would read everything before it again each time
            more = {"where": f"rowid > {after}" if after >= 0 else None, "max_features": BATCH}
        meta, fids, geometries, data = read(
            path, layer=name, read_geometry=has_places, force_2d=True, return_fids=True, datetime_as_string=True, **more
        )
        size = len(fids)
        for start in range(0, size, BATCH):
            part = slice(start, start + BATCH)
            yield Batch(
                layer=called,
                first=first + start,
                columns={str(f): column[part] for f, column in zip(meta["fields"], data, strict=True)},
                geometries=[] if geometries is None else geometries[part],
                projection=str(meta.get("crs") or ""),
                size=len(fids[part]),
            )
        if not more or size < BATCH:
            return
        after, first = int(fids[-1]), first + size


def _csv(path: Path, words: FileWords) -> Iterator[Batch]:
    layer = words.layer(path.stem)
    if layer.skip:
        return
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            separator = max(_SEPARATORS, key=file.readline().count)
            file.seek(0)
            reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=separator)
            heading = [cell.strip() for cell in next(reader, [])]
            first = 1
            while rows := list(islice(reader, BATCH)):
                whole = [row + [""] * (len(heading) - len(row)) for row in rows if any(row)]
                if len(rows) < BATCH and len(rows[-1]) < len(heading):
                    raise broken(path)
                yield _table(path.stem, first, heading, whole, layer.columns)
                first += len(whole)
    except (csv.Error, UnicodeDecodeError) as problem:
        raise broken(path) from problem


def _table(
    layer: str, first: int, heading: Sequence[str], rows: Sequence[Sequence[str]], called: Mapping[str, str]
) -> Batch:
    columns = {name: [row[at].strip() or None for row in rows] for at, name in enumerate(heading) if name}
    places = {place: _find(heading, called.get(place, ""), usual) for place, usual in _PLACES.items()}
    geometries: Sequence[Any] = []
    if places["wkt"]:
        geometries = _from_wkt(columns.pop(places["wkt"]))
    elif places["x"] and places["y"]:
        geometries = _from_numbers(columns.pop(places["x"]), columns.pop(places["y"]))
    return Batch(layer, first, columns, geometries, "", len(rows))


def _find(heading: Sequence[str], called: str, usual: Sequence[str]) -> str:
    if called:
        if called not in heading:
            raise Invalid("mapping", _("Filen har ingen kolonne som heter «%(heading)s».") % {"heading": called})
        return called
    return next((name for name in heading if name.casefold() in usual), "")


def _from_wkt(cells: Sequence[str | None]) -> Sequence[Any]:
    import shapely

    bare = [cell.partition(";")[2] if cell and cell.upper().startswith("SRID=") else cell for cell in cells]
    read = shapely.from_wkt(bare, on_invalid="ignore")
    # what is no geometry becomes bytes that are none, and is told of as such
    return [
        wkb if wkb is not None else (b"?" if cell else None)
        for wkb, cell in zip(shapely.to_wkb(shapely.force_2d(read)), bare, strict=True)
    ]


def _from_numbers(xs: Sequence[str | None], ys: Sequence[str | None]) -> Sequence[Any]:
    import shapely

    found: list[Any] = []
    for x, y in zip(xs, ys, strict=True):
        try:
            place = (float(x.replace(",", ".")), float(y.replace(",", "."))) if x and y else None
        except ValueError:
            found.append(b"?")
        else:
            found.append(None if place is None else shapely.to_wkb(shapely.Point(place)))
    return found


def _encoding(path: Path) -> str:
    """By its mark, UTF-8 where all of it is that, else Windows' Western European."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
