"""What is wrong in a file of metering points, as sentences and as a file to mend by."""

import csv
from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext as _

from nettmelding.installations.fields import BY_NAME
from nettmelding.installations.importing import Refused

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sentences(refused: Refused) -> Iterator[str]:
    """`Linje 12, Målepunkt-ID: …`, one for each cell."""
    for fault in refused.faults:
        yield _("Linje %(line)s, %(column)s: %(sentence)s") % {
            "line": refused.line.number,
            "column": BY_NAME[fault.name].label,
            "sentence": fault.sentence,
        }


class Writer:
    """A CSV with a line for each cell that is wrong, opened by any spreadsheet."""

    def __init__(self, file: TextIO) -> None:
        self._rows = csv.writer(file, delimiter=";")
        self._rows.writerow([_("Linje"), _("Målepunkt-ID"), _("Kolonne"), _("Står i filen"), _("Hva som er galt")])

    def write(self, refused: Refused) -> None:
        """Add what is wrong in one line."""
        whose = refused.line.cells.get("metering_point_id", "")
        for fault in refused.faults:
            row = (whose, str(BY_NAME[fault.name].label), fault.cell, fault.sentence)
            self._rows.writerow([refused.line.number, *map(_harmless, row)])


def _harmless(text: str) -> str:
    """No cell is a formula: a spreadsheet runs what begins like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text
