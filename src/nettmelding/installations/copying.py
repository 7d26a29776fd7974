"""Bringing our copy in line with what a grid company hands in, and keeping what the values were before.

Rows keep their ids for ever: notices point at them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.installations import keys
from nettmelding.installations.fields import TECHNICAL, Record, shown
from nettmelding.installations.models import Installation, MeteringPoint, PastValue

BATCH = 500
_PLACE = (str, str)


@dataclass(slots=True)
class Told:
    """What a taking came to."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    twice: list[str] = field(default_factory=list)
    """Ids that were in before, at the same moment."""
    known: set[str] = field(default_factory=set)
    """Ids that were known before, changed or not."""


def take(
    grid_company_id: UUID,
    records: Sequence[Record],
    *,
    source: PastValue.Source,
    at: datetime | None = None,
    save: bool = True,
    only_once: bool = False,
) -> Told:
    """Take records in, in one transaction: new ones made, changed ones written, the others marked as read at `at`.

    `only_once`: one that was read at the very moment `at` already is told as `twice` and left alone. Without `save`
    nothing is written.
    """
    at = at or clock.now()
    with write():
        return _Taking(grid_company_id, source, at, save, only_once).take(records)


class _Taking:
    """One batch at work."""

    def __init__(self, company: UUID, source: PastValue.Source, at: datetime, save: bool, only_once: bool) -> None:
        self.company, self.source, self.at, self.save, self.only_once = company, source, at, save, only_once
        self.past: list[PastValue] = []
        self.new_installations: list[Installation] = []
        self.made: set[UUID] = set()
        self.changed_installations: dict[UUID, tuple[Installation, set[str]]] = {}

    def take(self, records: Sequence[Record]) -> Told:
        told = Told()
        ids = [record.metering_point_id for record in records]
        standing = {
            point.metering_point_id: point
            for point in MeteringPoint.objects.select_related("installation").filter(
                grid_company_id=self.company, metering_point_id__in=ids
            )
        }
        told.known = set(standing)
        places = self._places(records, standing)
        new: list[MeteringPoint] = []
        changed: list[tuple[MeteringPoint, set[str]]] = []
        same: list[UUID] = []
        seen: set[str] = set()
        for record in records:
            point = standing.get(record.metering_point_id)
            if record.metering_point_id in seen or (self.only_once and point and point.read_at == self.at):
                told.twice.append(record.metering_point_id)
                continue
            seen.add(record.metering_point_id)
            installation = self._installation(record, point, places)
            if point is None:
                new.append(self._made(record, installation))
                continue
            moved = point.installation_id != installation.id
            values: dict[str, Any] = {"installation_id": installation.id} if moved else {}
            names = self._set(point, {**record.point, **values}, installation, point)
            touched = bool(names) or installation.id in self.changed_installations
            told.changed += touched
            told.unchanged += not touched
            if names:
                point.read_at = self.at
                changed.append((point, names | {"read_at"}))
            else:
                same.append(point.id)
        told.new = len(new)
        if self.save:
            self._write(new, changed, same)
        return told

    def _write(self, new: list[MeteringPoint], changed: list[tuple[MeteringPoint, set[str]]], same: list[UUID]) -> None:
        Installation.objects.bulk_create(self.new_installations, batch_size=BATCH)
        rows = self.changed_installations.values()
        _update(Installation, [row for row, _names in rows], [names for _row, names in rows])
        MeteringPoint.objects.bulk_create(new, batch_size=BATCH)
        _update(MeteringPoint, [point for point, _names in changed], [names for _point, names in changed])
        for start in range(0, len(same), BATCH):
            MeteringPoint.objects.filter(pk__in=same[start : start + BATCH]).update(read_at=self.at)
        PastValue.objects.bulk_create(self.past, batch_size=BATCH)

    def _places(self, records: Sequence[Record], standing: dict[str, MeteringPoint]) -> dict[Any, Installation]:
        """The installations that new metering points can belong to: by the customer system's key, else by where they are."""
        ours = {point.installation_id: point.installation for point in standing.values()}
        named = {record.installation.get("external_id") for record in records} - {None, ""}
        found: dict[Any, Installation] = {}
        own = Installation.objects.filter(grid_company_id=self.company)
        for row in own.filter(external_id__in=named) if named else ():
            found[row.external_id] = ours.setdefault(row.id, row)
        unnamed = {
            keys.of(record.installation["address"])
            for record in records
            if not record.installation.get("external_id")
            and record.metering_point_id not in standing
            and record.installation.get("address")
        }
        # those that stand first are the oldest, and a new metering point at the same address joins that
        for row in own.filter(address_key__in=unnamed).order_by("id") if unnamed else ():
            found.setdefault((row.address_key, row.postcode), ours.setdefault(row.id, row))
        return found

    def _installation(
        self, record: Record, point: MeteringPoint | None, places: dict[Any, Installation]
    ) -> Installation:
        values = record.installation
        name = values.get("external_id")
        where = (keys.of(values.get("address", "")), values.get("postcode", ""))
        if name and name in places:
            row = places[name]
        elif point is not None and (not name or point.installation.external_id in ("", name)):
            row = point.installation
        elif not name and where in places:
            row = places[where]
        else:
            row = Installation(grid_company_id=self.company, **_given(values))
            row.address_key = keys.of(row.address)
            self.new_installations.append(row)
            self.made.add(row.id)
            places[name or where] = row
            return row
        if name:
            places[name] = row
        if row.id in self.made:
            return row
        names = self._set(row, values, row, None)
        if names:
            kept, before = self.changed_installations.get(row.id, (row, set()))
            self.changed_installations[row.id] = (kept, before | names)
        return row

    def _made(self, record: Record, installation: Installation) -> MeteringPoint:
        return MeteringPoint(
            installation=installation,
            grid_company_id=self.company,
            metering_point_id=record.metering_point_id,
            read_at=self.at,
            **_given(record.point),
        )

    def _set(self, row: Any, values: Any, installation: Installation, point: MeteringPoint | None) -> set[str]:
        """Set what differs, keep what it was; the names of what was set."""
        names = set()
        for name, value in values.items():
            old = getattr(row, name)
            if shown(name, old) == shown(name, value):
                continue
            setattr(row, name, value)
            names.add(name)
            if name in TECHNICAL:
                self.past.append(
                    PastValue(
                        installation=installation,
                        metering_point=point,
                        name=name,
                        old=shown(name, old),
                        new=shown(name, value),
                        since=self.at,
                        source=self.source,
                    )
                )
        if "address" in names:
            row.address_key = keys.of(row.address)
            names.add("address_key")
        if names & {"customer_name", "customer_kind"}:
            row.customer_key = keys.of_customer(row)
            names.add("customer_key")
        return names


def _given(values: Any) -> dict[str, Any]:
    """Of a new row only what is known: the columns have their own words for nothing."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def _update(model: Any, rows: Sequence[Any], names: Iterable[set[str]]) -> None:
    """Few statements for many rows: the columns that changed in any of them."""
    columns = sorted(set().union(*names))
    if rows and columns:
        model.objects.bulk_update(rows, columns, batch_size=200)
