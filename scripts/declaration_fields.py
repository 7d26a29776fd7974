"""Writes docs/declaration-fields.md from the data of the declaration: each field, and where its value comes from.

.venv/bin/python scripts/declaration_fields.py            write the table
.venv/bin/python scripts/declaration_fields.py --check    end with 1 where it is out of date
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "declaration-fields.md"
ORIGINS = {
    "company": "the issuer: {name}",
    "notice": "the notice: `{name}`",
    "completion": "the completion report: `{name}`",
    "party": "the {name} on the notice",
    "point": "the metering point in the customer system: {name}",
    "order": "the work order's step `{name}`",
    "order_is": "the work order: {name}",
    "derived": "put together: {name}",
    "default": "what is usual: {name}",
    "asked": "asked",
}
REGISTERS = {
    "company:name": "Enhetsregisteret: the issuer's name",
    "company:organisation_number": "Enhetsregisteret: the issuer's number",
    "company:address": "Enhetsregisteret: the issuer's address",
    "company:dsb_id": "Elvirksomhetsregisteret: the issuer's id",
    "company:technically_responsible": "the issuer's own settings (*Selskapsinformasjon*)",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    _set_up()
    new = "\n".join(lines()) + "\n"
    old = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else ""
    if check and old != new:
        print(f"{DOCUMENT.name} is out of date. Run: .venv/bin/python scripts/declaration_fields.py", file=sys.stderr)
        return 1
    if old != new:
        DOCUMENT.write_text(new, "utf-8")
    return 0


def lines() -> Iterator[str]:
    """The document, line by line."""
    from nettmelding.declarations.catalogue.load import written

    known = written()
    yield "# The declaration's fields, and where each comes from"
    yield ""
    yield "Made by `scripts/declaration_fields.py` from `src/nettmelding/declarations/catalogue/`; a test fails when it is old."
    yield "Places are tried in order: the first that knows counts. What is typed stands over all of them, and says who typed it."
    for kind, title in (("installation", "Of the installation"), ("meter", "Of the meter")):
        yield from (
            "",
            f"## {title}",
            "",
            "| field | path | where from | asked | needed |",
            "| --- | --- | --- | --- | --- |",
        )
        for one in known.fields.values():
            if kind in one.kinds:
                places = _places(one.places) if one.places or not one.is_asked else "typed"
                yield _row(one.asked.label, one.path, places, one.is_asked, kind in one.needed or one.needed_when_split)
    yield from _final_check(known)


def _final_check(known: Any) -> Iterator[str]:
    yield from (
        "",
        "## Visual inspection (NEK 400-6, 6.4.2.3)",
        "",
        "Each is asked: checked, not relevant, or a deviation in words.",
    )
    yield from ("", "| point | path | clause |", "| --- | --- | --- |")
    yield from (f"| {one.label} | `point.{one.code}` | {one.clause} |" for one in known.points.values())
    yield from ("", "## Measured and tested, circuit by circuit", "")
    yield "`circuit.N.CODE`. Filled in for the first circuit only. `systems`: where the network system asks for it."
    yield from (
        "",
        "| value | code | unit | where from | systems | limit | clause |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    )
    for one in known.measurements.values():
        systems = "all" if len(one.systems) == 3 else ", ".join(sorted(system.upper() for system in one.systems))
        limit = "; ".join(_limit(each) for each in one.limits) or (
            ", ".join(sorted(one.right)) and "in order: " + ", ".join(sorted(one.right))
        )
        cells = (
            one.asked.label,
            f"`{one.code}`",
            one.asked.unit,
            _places(one.places) if one.places else "measured",
            systems,
            limit,
            one.clause,
        )
        yield "| " + " | ".join(cells) + " |"


def _row(label: str, path: str, places: str, asked: bool, needed: bool) -> str:
    return f"| {label} | `{path}` | {places} | {'yes' if asked else 'no'} | {'yes' if needed else ''} |"


def _places(places: Iterable[Any]) -> str:
    return ", ".join(
        REGISTERS.get(str(one))
        or ORIGINS[one.origin].format(
            name=one.name.replace("_", " ") if one.origin not in {"notice", "completion", "order"} else one.name
        )
        for one in places
    )


def _limit(limit: Any) -> str:
    said = [
        f"at least `{limit.at_least.text}`" if limit.at_least else "",
        f"at most `{limit.at_most.text}`" if limit.at_most else "",
    ]
    when = f" where `{limit.when.text}`" if limit.when else ""
    return " and ".join(filter(None, said)) + when


def _set_up() -> None:
    """Django, for what is imported; what it wants to write goes to a folder that is thrown away."""
    import django

    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
    os.environ.setdefault("NETTMELDING_SECRET_KEY", "not needed here")
    os.environ.setdefault("DATA", tempfile.gettempdir())
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
