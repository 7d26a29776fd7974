"""Examples:
nettmelding import-metering-points --grid-company provenett malepunkter.csv --dry-run      says what would change
nettmelding import-metering-points --grid-company provenett malepunkter.xlsx
nettmelding import-metering-points --grid-company provenett uttrekk.csv --mapping kolonner.toml --errors feil.csv
nettmelding import-metering-points --grid-company provenett alt.csv --whole      what the file lacks is put out of use

A mapping names the columns that are not recognised, and the file's own words:

  [columns]
  metering_point_id = "MP-nr"
  ov_a = "Inntakssikring"
  [words.network_system]
  "230 V uten nøytral" = "IT"

A reading that was cut off goes on where it was when it is called again with the same file.
"""

import argparse
import sys
from pathlib import Path
from typing import TextIO

MOST_SHOWN = 20
"""Faults written to the screen; all of them go to the file of `--errors`."""


def add(parser: argparse.ArgumentParser) -> None:
    """`--grid-company`, `FILE`, `--mapping`, `--dry-run`, `--whole`, `--errors`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX with one line for each metering point")
    parser.add_argument("--grid-company", required=True, metavar="NAME", help="the grid company's short name")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="TOML that says what the columns are")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="CSV to write every line that did not go in to")
    parser.add_argument("--whole", action="store_true", help="the file has all; put those it lacks out of use")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where a line did not go in or the file cannot be read, 2 for an unknown grid company."""
    import django

    django.setup()
    from nettmelding.core.actor import OrganisationKind
    from nettmelding.core.errors import AppError
    from nettmelding.installations import importing, importing_file
    from nettmelding.organisations.models import Organisation

    company = Organisation.objects.filter(slug=arguments.grid_company, kind=OrganisationKind.GRID_COMPANY.value).first()
    if company is None:
        sys.stderr.write(f"--grid-company {arguments.grid_company}: no such grid company.\n")
        return 2
    errors: TextIO | None = None
    try:
        by = importing_file.mapping(arguments.mapping) if arguments.mapping else importing_file.Reading()
        known, unknown = importing_file.headings(arguments.file, by)
        _tell_columns(known, unknown)
        errors = arguments.errors.open("w", encoding="utf-8-sig", newline="") if arguments.errors else None
        outcome = importing.import_file(
            company.id,
            arguments.file,
            by,
            dry_run=arguments.dry_run,
            whole=arguments.whole,
            refused=_Faults(errors),
            progress=_progress,
        )
    except OSError as problem:
        sys.stderr.write(f"{problem.filename or arguments.file}: {problem.strerror}\n")
        return 1
    except AppError as problem:
        sys.stderr.write(f"{problem.message}\n")
        return 1
    finally:
        if errors is not None:
            errors.close()
    if outcome.went_on_from:
        sys.stdout.write(f"Went on after line {outcome.went_on_from}.\n")
    would = "Would be: " if arguments.dry_run else ""
    sys.stdout.write(
        f"{would}{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged, "
        f"{outcome.refused} lines not taken in, {outcome.gone} known here and not in the file.\n"
    )
    return 1 if outcome.refused else 0


class _Faults:
    """Writes what is wrong: the first on the screen, all of it to a file."""

    def __init__(self, file: TextIO | None) -> None:
        from nettmelding.installations.importing_faults import Writer

        self.shown = 0
        self.writer = Writer(file) if file else None

    def __call__(self, refused: object) -> None:
        from nettmelding.installations.importing import Refused
        from nettmelding.installations.importing_faults import sentences

        assert isinstance(refused, Refused)
        if self.writer:
            self.writer.write(refused)
        for sentence in sentences(refused):
            if self.shown < MOST_SHOWN:
                sys.stderr.write(f"{sentence}\n")
            elif self.shown == MOST_SHOWN:
                sys.stderr.write("… and more; --errors FILE writes them all.\n")
            self.shown += 1


def _tell_columns(known: dict[str, str], unknown: list[str]) -> None:
    sys.stdout.write("Columns: " + ", ".join(f"{heading} = {name}" for name, heading in known.items()) + "\n")
    if unknown:
        sys.stdout.write("Not read: " + ", ".join(unknown) + "\n")


def _progress(line: int) -> None:
    if line // 100_000 != (line - 1_000) // 100_000:
        sys.stdout.write(f"line {line}\n")
        sys.stdout.flush()
