"""The figures as a table that can be pasted into the README."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MOST_QUERIES = 20
COLUMNS = ("", "queries", "half ms", "95 % ms", "CPU ms", "raw ms", "× raw", "32: half", "32: 95 %", "32: per s", "")


def table(rows: Sequence[Row]) -> str:
    """A Markdown table, and the plans that read through a large table."""
    lines = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(COLUMNS))]
    text = [_line(lines[0], widths), _line(["-" * width for width in widths], widths)]
    text += [_line(line, widths) for line in lines[1:]]
    plans = [f"  {row['name']}: {plan}" for row in rows for plan in row["plans"]]
    return "\n".join([*text, "", "Plans that read through a large table:", *(plans or ["  none"]), ""])


def _cells(row: Row) -> tuple[str, ...]:
    times = [row["half"], row["most"], row["cpu"], row["raw"]]
    at_32 = [row["half_at_32"], row["most_at_32"], row["per_second_at_32"]]
    ratio = row["half"] / row["raw"] if row["raw"] else 0
    return (
        row["name"], str(row["queries"]), *(f"{one:.1f}" for one in times[:3]), f"{times[3]:.2f}", f"{ratio:.0f}",
        *("" if one is None else f"{one:.0f}" for one in at_32), _verdict(row),
    )  # fmt: skip


def _verdict(row: Row) -> str:
    found = [f"aim {row['aim_ms']} ms"] if row["most"] > row["aim_ms"] else []
    if row["queries"] > MOST_QUERIES and row["is_page"]:
        found.append(f"more than {MOST_QUERIES} queries")
    return ", ".join(found)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(width) if at == 0 else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "| " + " | ".join([first, *rest]) + " |"
