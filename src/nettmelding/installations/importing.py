"""Reading a grid company's metering points from a file: for those who have no customer system that answers.

What is right goes in, batch by batch, each in a transaction with the place in the file; what is wrong is told by line and
cell. A reading that is killed goes on where it was when the same file is read again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.installations import copying, importing_file
from nettmelding.installations.fields import Fault, Record, read
from nettmelding.installations.importing_file import Line, Reading
from nettmelding.installations.models import ImportRun, MeteringPoint, PastValue

BATCH = 1_000
"""Lines in one transaction: some tenths of a second, so that nobody waits for the write lock."""


@dataclass(slots=True)
class Outcome:
    """What a reading came to, or what it would come to."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: int = 0
    """Known here, and not in the file."""
    went_on_from: int = 0
    """The line after which it went on; 0: from the start."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that did not go in, and why, cell by cell."""

    line: Line
    faults: Sequence[Fault]


Listener = Callable[[Refused], None]
Progress = Callable[[int], None]


def import_file(
    grid_company_id: UUID,
    path: Path,
    by: Reading | None = None,
    *,
    dry_run: bool = False,
    whole: bool = False,
    refused: Listener = lambda one: None,
    progress: Progress = lambda line: None,
) -> Outcome:
    """Read a file of metering points. `refused` is told of each line that does not go in, `progress` of each batch's last line.

    `whole`: the file has every metering point of the company, and those it lacks are put out of use. A dry run writes nothing.
    Errors: Invalid for a file that is no table or lacks a column.
    """
    by = by or Reading()
    lines = importing_file.lines
    if dry_run:
        return _dry(grid_company_id, lines(path, by), by, refused, progress)
    run = _run(grid_company_id, path, importing_file.fingerprint(path, by))
    began = run.line
    for batch in _batches(lines(path, by, after=run.line)):
        _one_batch(run, batch, by, refused)
        progress(run.line)
    with write():
        run.gone = _missing(run, take_out=whole)
        run.finished_at = clock.now()
        run.save(update_fields=["gone", "finished_at"])
    return Outcome(run.new, run.changed, run.unchanged, run.refused, run.gone, began)


def _run(grid_company_id: UUID, path: Path, fingerprint: str) -> ImportRun:
    """The reading of this file that was cut off, or a new one."""
    with write():
        cut_off = ImportRun.objects.filter(
            grid_company_id=grid_company_id, fingerprint=fingerprint, finished_at__isnull=True
        )
        return cut_off.order_by("-started_at").first() or ImportRun.objects.create(
            grid_company_id=grid_company_id, file_name=path.name[:200], fingerprint=fingerprint
        )


def _one_batch(run: ImportRun, batch: Sequence[Line], by: Reading, refused: Listener) -> None:
    records, wrong = _read(batch, by)
    with write():
        told = copying.take(
            run.grid_company_id,
            list(records.values()),
            source=PastValue.Source.FILE,
            at=run.started_at,
            only_once=True,
        )
        run.line = batch[-1].number
        run.new += told.new
        run.changed += told.changed
        run.unchanged += told.unchanged
        run.refused += len(wrong) + len(told.twice)
        run.save(update_fields=["line", "new", "changed", "unchanged", "refused"])
    for one in [*wrong, *_twice(batch, records, told.twice)]:
        refused(one)


def _dry(grid_company_id: UUID, lines: Iterator[Line], by: Reading, refused: Listener, progress: Progress) -> Outcome:
    outcome, known, present = Outcome(), 0, clock.now()
    for batch in _batches(lines):
        records, wrong = _read(batch, by)
        told = copying.take(
            grid_company_id, list(records.values()), source=PastValue.Source.FILE, at=present, save=False
        )
        outcome.new += told.new
        outcome.changed += told.changed
        outcome.unchanged += told.unchanged
        outcome.refused += len(wrong) + len(told.twice)
        known += len(told.known)
        for one in [*wrong, *_twice(batch, records, told.twice)]:
            refused(one)
        progress(batch[-1].number)
    outcome.gone = max(0, MeteringPoint.objects.filter(grid_company_id=grid_company_id).count() - known)
    return outcome


def _read(batch: Sequence[Line], by: Reading) -> tuple[dict[int, Record], list[Refused]]:
    records, wrong = {}, []
    for line in batch:
        one = read(line.cells, by.words)
        faults = [Fault(name, line.cells[name], said) for name, said in line.problems.items()]
        if isinstance(one, Record) and not faults:
            records[line.number] = one
        else:
            also = [] if isinstance(one, Record) else one
            wrong.append(Refused(line, [*faults, *(fault for fault in also if fault.name not in line.problems)]))
    return records, wrong


def _twice(batch: Sequence[Line], records: Mapping[int, Record], twice: Sequence[str]) -> list[Refused]:
    """The later lines of metering points that were in already."""
    left, found = list(twice), []
    for line in reversed(batch):
        record = records.get(line.number)
        if record is not None and record.metering_point_id in left:
            left.remove(record.metering_point_id)
            sentence = _("Målepunktet står flere ganger i filen. Den første linjen gjelder.")
            found.append(Refused(line, (Fault("metering_point_id", record.metering_point_id, sentence),)))
    return found[::-1]


def _missing(run: ImportRun, *, take_out: bool) -> int:
    """How many are known here and were not in the file; taken out of use where the file is the whole."""
    known = MeteringPoint.objects.filter(grid_company_id=run.grid_company_id)
    gone = known.filter(read_at__lt=run.started_at).exclude(state=MeteringPoint.State.NOT_IN_USE)
    if not take_out:
        return gone.count()
    PastValue.objects.bulk_create(
        (
            PastValue(
                installation_id=point.installation_id,
                metering_point=point,
                name="state",
                old=point.state,
                new=MeteringPoint.State.NOT_IN_USE.value,
                since=run.started_at,
                source=PastValue.Source.FILE,
            )
            for point in gone.iterator(BATCH)
        ),
        batch_size=BATCH,
    )
    return gone.update(state=MeteringPoint.State.NOT_IN_USE)


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(lines, BATCH)):
        yield batch
