"""Examples:
nettmelding import-grid --grid-company eksempelnett nett.gpkg --dry-run      says what is in it and what is wrong
nettmelding import-grid --grid-company eksempelnett nett.gpkg
nettmelding import-grid --grid-company eksempelnett skap.csv kabler.csv --mapping navn.toml
nettmelding import-grid --grid-company eksempelnett nett.gpkg --hold         made beside the one in force
nettmelding import-grid --grid-company eksempelnett --list
nettmelding import-grid --grid-company eksempelnett --take-over 0193…        an edition from the list
nettmelding import-grid --grid-company eksempelnett --back                   the one before takes over again

A mapping says what the company calls its layers and columns. It is kept, and need not be given the next time:

  projection = "EPSG:25833"
  [layers.NETT_SKAP]
  kind = "cable_cabinet"
  [layers.NETT_SKAP.columns]
  external_id = "SKAP_NR"
  [words.material]
  "A" = "al"
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from nettmelding.core.actor import Actor

MOST_SHOWN = 5
"""Of each kind of finding; `--report` writes the rest."""


def add(parser: argparse.ArgumentParser) -> None:
    """`--grid-company`, `FILE…`, `--mapping`, `--dry-run`, `--hold`, `--report`, `--list`, `--take-over`, `--back`."""
    parser.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="GeoPackage, GeoJSON or CSV; together one edition"
    )
    parser.add_argument("--grid-company", required=True, metavar="NAME", help="the grid company's short name")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="TOML that says what layers and columns are")
    parser.add_argument("--dry-run", action="store_true", help="read and check, and change nothing")
    parser.add_argument(
        "--hold", action="store_true", help="make the edition, and let another time say when it takes over"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="GeoJSON to write what is wrong to, to be seen on a map"
    )
    parser.add_argument("--list", action="store_true", help="list the editions there are")
    parser.add_argument("--take-over", type=UUID, metavar="EDITION", help="let an edition be the one in force")
    parser.add_argument("--back", action="store_true", help="let the edition before take over again")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where something is wrong in the file or nothing could be done, 2 for a call that is wrong."""
    import django

    django.setup()
    from nettmelding.core.actor import OrganisationKind
    from nettmelding.core.errors import AppError
    from nettmelding.grid.editions import operator
    from nettmelding.organisations.models import Organisation

    company = Organisation.objects.filter(slug=arguments.grid_company, kind=OrganisationKind.GRID_COMPANY.value).first()
    if company is None:
        sys.stderr.write(f"--grid-company {arguments.grid_company}: no such grid company.\n")
        return 2
    if bool(arguments.files) + arguments.list + arguments.back + bool(arguments.take_over) != 1:
        sys.stderr.write("Give either files, --list, --take-over or --back.\n")
        return 2
    actor = operator(company.id, company.name)
    try:
        return _import(actor, arguments) if arguments.files else _pointer(actor, arguments)
    except OSError as problem:
        sys.stderr.write(f"{problem.filename or ''}: {problem.strerror}\n")
    except AppError as problem:
        sys.stderr.write(f"{problem.message}\n")
    return 1


def _import(actor: "Actor", arguments: argparse.Namespace) -> int:
    from nettmelding.grid import editions
    from nettmelding.grid.importing import mapping

    words = mapping.read(arguments.mapping) if arguments.mapping else mapping.kept(actor.organisation)
    if arguments.dry_run:
        report = editions.try_out(actor, arguments.files, words, _progress).as_json()
        _tell(report, arguments.report)
        return 1 if report["found"] else 0
    before = editions.in_force(actor.organisation)
    edition = editions.make(actor, arguments.files, words, _progress)
    if arguments.mapping:
        mapping.keep(actor.organisation, words)
    _tell(edition.report, arguments.report)
    for one in editions.differences(before, edition):
        sys.stdout.write(f"{one.kind}: {one.new} new, {one.gone} gone, {one.changed} changed\n")
    if arguments.hold:
        sys.stdout.write(f"Edition {edition.id} is ready, and not in force.\n")
    else:
        editions.take_over(actor, edition.id)
        sys.stdout.write(f"Edition {edition.id} is in force.\n")
    return 1 if edition.report["found"] else 0


def _pointer(actor: "Actor", arguments: argparse.Namespace) -> int:
    from nettmelding.grid import editions

    if arguments.take_over:
        editions.take_over(actor, arguments.take_over)
    elif arguments.back:
        editions.go_back(actor)
    current = editions.in_force(actor.organisation)
    for one in editions.of_company(actor):
        mark = "*" if current and one.id == current.id else " "
        objects = sum(one.report.get("counts", {}).values())
        sys.stdout.write(f"{mark} {one.id}  {one.made_at:%Y-%m-%d %H:%M}  {objects:>9} objects  {one.file_name}\n")
    return 0


def _tell(report: dict[str, Any], path: Path | None) -> None:
    from nettmelding.grid.importing.report import WORDS

    for layer, columns in report["columns"].items():
        sys.stdout.write(f"{layer}: " + ", ".join(f"{heading} = {name}" for name, heading in columns.items()) + "\n")
        if report["not_read"].get(layer):
            sys.stdout.write(f"{layer}, not read: {', '.join(report['not_read'][layer])}\n")
    sys.stdout.write(", ".join(f"{count} {kind}" for kind, count in report["counts"].items()) + "\n")
    for code, count in report["found"].items():
        sys.stderr.write(f"{WORDS[code]}: {count}\n")
        for finding in [one for one in report["findings"] if one["code"] == code][:MOST_SHOWN]:
            said = (f"{finding['layer']} {finding['row']}", finding["external_id"], finding["detail"])
            sys.stderr.write("  " + "  ".join(part for part in said if part) + "\n")
    if path:
        path.write_text(json.dumps(_on_a_map(report), ensure_ascii=False), "utf-8")


def _on_a_map(report: dict[str, Any]) -> dict[str, Any]:
    """The findings as GeoJSON (RFC 7946); those without a place have no geometry."""
    features = []
    for finding in report["findings"]:
        place = [finding["longitude"], finding["latitude"]]
        geometry = None if None in place else {"type": "Point", "coordinates": place}
        features.append({"type": "Feature", "geometry": geometry, "properties": finding})
    return {"type": "FeatureCollection", "features": features}


def _progress(what: str, count: int) -> None:
    if count and count % 100_000 == 0:
        sys.stdout.write(f"{what}: {count}\n")
        sys.stdout.flush()
