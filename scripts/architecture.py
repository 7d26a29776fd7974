"""Draws what `ARCHITECTURE.md` shows from the code itself: the lifecycle, the rooms, the lists.

    .venv/bin/python scripts/architecture.py            write the drawings into the file
    .venv/bin/python scripts/architecture.py --check    end with 1 where the file is out of date

A drawing stands between `<!-- made by scripts/architecture.py: NAME -->` and `<!-- end of NAME -->`.
"""

import argparse
import ast
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "ARCHITECTURE.md"
PACKAGE = ROOT / "src" / "nettmelding"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    old = DOCUMENT.read_text("utf-8")
    new = drawn(old)
    if check and old != new:
        print("ARCHITECTURE.md is out of date. Run: .venv/bin/python scripts/architecture.py", file=sys.stderr)
        return 1
    if old != new:
        DOCUMENT.write_text(new, "utf-8")
    return 0


def drawn(document: str) -> str:
    """The document with every drawing made anew. Raises `ValueError` where a drawing has no place in it."""
    _set_up()
    for name, draw in DRAWINGS.items():
        place = re.compile(
            rf"(<!-- made by scripts/architecture.py: {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL
        )
        content = "\n".join(draw())
        document, places = place.subn(lambda found, content=content: f"{found[1]}{content}\n{found[2]}", document)
        if places != 1:
            raise ValueError(f"ARCHITECTURE.md must have one place for {name}, it has {places}")
    return document


def _set_up() -> None:
    """Django, for what is imported; what it wants to write goes to a folder that is thrown away."""
    import django

    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
    os.environ.setdefault("NETTMELDING_SECRET_KEY", "not needed here")
    os.environ.setdefault("DATA", tempfile.gettempdir())
    django.setup()


def lifecycle() -> Iterator[str]:
    """The table of moves as a state diagram; moves between the same two statuses share an arrow."""
    from nettmelding.notices.lifecycle import BUILT, MOVES
    from nettmelding.notices.status import INFO, OPEN, Status

    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        if move.sources == OPEN:
            continue
        target = move.target.value if move.target else "[*]"
        mark = "" if move.performed_by in BUILT else f" ({move.performed_by})"
        said = f"{move.action.value}{mark}"
        for source in sorted(move.sources, key=list(Status).index):
            told = arrows.setdefault((source.value, target), [])
            if said not in told:
                told.append(said)
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f'    state "{INFO[status].name}" as {status.value}' for status in Status)
    yield "    [*] --> draft"
    yield from (f"    {source} --> {target}: {', '.join(said)}" for (source, target), said in arrows.items())
    yield from (f"    {status.value} --> [*]" for status in (Status.CLOSED, Status.WITHDRAWN))
    yield "```"
    yield ""
    anywhere = [move for move in MOVES if move.sources == OPEN and move.target]
    for move in anywhere:
        yield f"From every open status: `{move.action.value}` leads to `{move.target}` ({move.by.value})."
    later = sorted({move.performed_by for move in MOVES} - BUILT)
    yield f"In brackets: rows in the table that rooms to come will perform ({', '.join(later)})."


def rooms() -> Iterator[str]:
    """The layers of the import contract, from the top of the house, and what each room really imports."""
    layers = _layers()
    imports = {room: _imported(room) for layer in layers for room in layer}
    yield "```mermaid"
    yield "flowchart TD"
    for room, below in imports.items():
        yield from (f"    {room} --> {other}" for other in _nearest(below, imports))
    yield "```"
    yield ""
    yield "| room | what lives there | imports |"
    yield "| --- | --- | --- |"
    order = [room for layer in reversed(layers) for room in layer]
    for room in order:
        others = ", ".join(sorted(imports[room], key=order.index)) or "nothing"
        yield f"| `{room}` | {import_module(f'nettmelding.{room}').__doc__} | {others} |"


def _layers() -> list[list[str]]:
    """The rooms by layer, the outermost first, as `pyproject.toml` has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(one["layers"] for one in settings["contracts"] if one["type"] == "layers")
    return [[room.strip().removeprefix("nettmelding.") for room in layer.split("|")] for layer in layers]


def _imported(room: str) -> set[str]:
    """The other rooms that a room's files import."""
    found: set[str] = set()
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{name}" for name in names]
            found |= {name.split(".")[1] for name in names if name.startswith("nettmelding.")}
    return found - {room}


def _nearest(below: set[str], imports: dict[str, set[str]]) -> list[str]:
    """Those that are not reached by way of another: the drawing keeps only these."""
    return sorted(one for one in below if not any(one in imports[other] for other in below - {one}))


def lists() -> Iterator[str]:
    """The lists by which rooms and areas hand in what they add, with what is in them."""
    yield "| list | what it is | in it |"
    yield "| --- | --- | --- |"
    for module_name, name, what, told in LISTS:
        module = import_module(f"nettmelding.{module_name}")
        entries = getattr(module, name)
        words = ", ".join(told(one) for one in (entries.values() if name == "KINDS" else entries))
        file = module_name.replace(".", "/")
        yield f"| [`{file}.py`](src/nettmelding/{file}.py) `{name}` | {what} | {words or 'nothing yet'} |"


def _function(one: Callable[..., Any]) -> str:
    return f"`{one.__module__.removeprefix('nettmelding.')}.{one.__name__}`"


def _job(one: Any) -> str:
    return f"{one.name} ({one.every.total_seconds():g} s)"


def _attribute(name: str) -> Callable[[Any], str]:
    return lambda one: f"`{getattr(one, name)}`"


LISTS: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("config.followers", "FOLLOWERS", "what follows every move of a notice, in its transaction", _function),
    ("config.schedule", "JOBS", "what the worker does again and again", _job),
    ("config.rule_sections", "SECTIONS", "the parts of a grid company's rule set", _attribute("name")),
    ("config.append_only", "TABLES", "tables that are only ever added to", _attribute("label")),
    ("config.checks", "CHECKS", "what `nettmelding check` looks at", lambda one: one.__name__.strip("_")),
    ("config.cli", "COMMANDS", "the commands", lambda one: f"`{one}`"),
    ("messages.kinds", "KINDS", "the kinds of e-mail", _attribute("code")),
    ("web.shell.menu", "ENTRIES", "the menu", _attribute("text")),
)
DRAWINGS: dict[str, Callable[[], Iterable[str]]] = {"lifecycle": lifecycle, "rooms": rooms, "lists": lists}


if __name__ == "__main__":
    sys.exit(main())
