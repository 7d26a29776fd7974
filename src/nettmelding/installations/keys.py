"""The key by which an installation is found and sorted by its address."""

import re

from nettmelding.core.text import fold

LONGEST = 160
_DIGITS = 5
"""House numbers are padded to this, so that 5 comes before 12."""
_PARTS = re.compile(r"[0-9]+|[a-z]+")


def of(address: str) -> str:
    """Street, number and letter as one word of a–z and 0–9: `Prøvevegen 5 B` and `prøve-vegen 5b` are `proevevegen00005b`.

    What follows the first comma does not count. No spaces, so that it sorts alike in every collation with digits before letters.
    """
    parts = _PARTS.findall(fold(address.partition(",")[0]))
    return "".join(part.rjust(_DIGITS, "0") if part[0].isdigit() else part for part in parts)[:LONGEST]
