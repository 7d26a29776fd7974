"""Stand-in for Elvirksomhetsregisteret (DSB): the register file as an operator gets it and imports it.

The register has a public web search and no open interface, so what stands in for it is a file: CSV with
semicolons, UTF-8 with a byte order mark as spreadsheets write it, several values in a cell parted by `|`.
"""

import csv
from pathlib import Path

from standins.world import World

HEADINGS = (
    "Organisasjonsnummer",
    "Navn",
    "Register-ID",
    "Status",
    "Arbeidsområder",
    "Underenheter",
    "Registrert",
)


def write_csv(world: World, path: Path) -> int:
    """Write the register's lines to `path`; returns how many."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for entry in world.contractor_register:
            writer.writerow(
                (
                    entry.firm.organisation_number,
                    entry.firm.name,
                    entry.dsb_id,
                    "Aktiv",
                    "|".join(entry.kinds),
                    "|".join(unit.organisation_number for unit in entry.sub_units),
                    entry.registered.isoformat(),
                )
            )
    return len(world.contractor_register)
