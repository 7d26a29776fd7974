"""Compiles gettext catalogues (`.po`) to what Django reads (`.mo`), without GNU gettext.

.venv/bin/python scripts/compile_messages.py FILE.po …     those files
.venv/bin/python scripts/compile_messages.py              all of the program's own
"""

import os
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "src" / "nettmelding" / "locale"


def main() -> None:
    for path in map(Path, sys.argv[1:]) if len(sys.argv) > 1 else LOCALE.rglob("*.po"):
        compile_one(path)


def compile_stale() -> None:
    """Compile those that have changed since they were compiled last."""
    for path in LOCALE.rglob("*.po"):
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
            compile_one(path)


def compile_one(path: Path) -> None:
    """Write the `.mo` beside the `.po`, whole or not at all: several processes may do it at once."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3])
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as target:
        write_mo(target, catalogue)
    os.replace(target.name, path.with_suffix(".mo"))


if __name__ == "__main__":
    main()
