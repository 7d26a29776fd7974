"""The table of OWASP ASVS says nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/security/asvs.md").read_text()
NUMBERS = {
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
}  # fmt: skip
"""How many requirements of levels 1 and 2 each section of the standard has; in each they are its first."""
STATUSES = {"met", "partly", "not yet", "not applicable"}


def rows() -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| \d", line)
    ]


def test_every_requirement_has_a_line_with_a_status_and_what_shows_it() -> None:
    wanted = [f"{section}.{number}" for section, count in NUMBERS.items() for number in range(1, count + 1)]
    assert [row[0] for row in rows()] == wanted
    for number, level, what, status, shown in rows():
        assert level in {"1", "2"}, number
        assert status in STATUSES, number
        assert what, number
        assert shown, number


def test_every_file_and_test_named_is_there() -> None:
    missing = []
    for path, test in re.findall(r"`((?:src|tests|docs)/[\w./-]+)(?:::(\w+))?`", TEXT):
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text()):
            missing.append(f"{path}::{test}" if test else path)
    assert missing == []
