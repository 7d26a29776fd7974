"""The texts of the screens in nynorsk and English: what there is to translate, and what is not translated yet.

    .venv/bin/python scripts/messages.py extract     bring src/nettmelding/locale/*/LC_MESSAGES/django.po up to date
    .venv/bin/python scripts/messages.py missing     count what is not translated, by language
    .venv/bin/python scripts/messages.py missing --all  name each, and end with 1 where something is missing

The message id is the bokmål. Texts come from Python, from templates and from the catalogue's TOML files.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "nettmelding"
LANGUAGES = ("nn", "en")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
CHANGING = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Last-Translator:', '"Language-Team:', '"Generated-By:')
"""Lines of the head that would differ each time and say nothing."""

MessageId = str | tuple[str, ...]
Found = tuple[MessageId, str | None]
"""A text (or singular and plural) and its context, if it has one."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract")
    commands.add_parser("missing").add_argument("--all", action="store_true")
    options = parser.parse_args()
    found = sources()
    if options.command == "extract":
        for language in LANGUAGES:
            write(language, merged(language, found))
        return 0
    lacking = {language: untranslated(merged(language, found)) for language in LANGUAGES}
    for language, texts in lacking.items():
        sys.stdout.write(f"{language}: {len(texts)} of {len(found)} not translated\n")
        sys.stdout.writelines(f"  {text}\n" for text in texts if options.all)
    return 1 if options.all and any(lacking.values()) else 0


def sources() -> list[Found]:
    """Every text there is to translate, once, sorted."""
    _set_up()
    every = {*_in_python(), *_in_templates(), *_in_catalogue()}
    return sorted(every, key=lambda one: (str(one[0]), one[1] or ""))


def merged(language: str, found: Iterable[Found]) -> Catalog:
    """The texts with the translations there are; a translation of what is gone is dropped. One that is said of one and of
    many somewhere is kept so."""
    old = read(language)
    catalogue = Catalog(locale=language, project="nettmelding", charset="utf-8", fuzzy=False, header_comment="")
    for text, context in sorted(found, key=lambda one: isinstance(one[0], str)):
        kept = old.get(text, context)
        same_shape = kept is not None and isinstance(kept.id, str) == isinstance(text, str)
        if catalogue.get(text, context) is None:
            catalogue.add(text, kept.string if kept and same_shape else None, context=context)
    return catalogue


def read(language: str) -> Catalog:
    """The catalogue as it stands in the repository; empty where there is none."""
    path = place(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Without line numbers and dates, so that a change shows only what has changed."""
    made = io.BytesIO()
    write_po(made, catalogue, no_location=True, sort_output=True, width=110)
    lines = [one for one in made.getvalue().decode().splitlines(keepends=True) if not one.startswith(CHANGING)]
    place(language).parent.mkdir(parents=True, exist_ok=True)
    place(language).write_text("".join(lines), "utf-8")


def place(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def untranslated(catalogue: Catalog) -> list[str]:
    """The first line of each text that has no translation."""
    return [
        (one.id if isinstance(one.id, str) else one.id[0]).strip().splitlines()[0]
        for one in catalogue
        if one.id and not (one.string and all(one.string))
    ]


def _set_up() -> None:
    """Django, for its reader of templates; what it wants to write goes to a folder that is thrown away."""
    import django

    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
    os.environ.setdefault("NETTMELDING_SECRET_KEY", "not needed here")
    os.environ.setdefault("DATA", tempfile.gettempdir())
    django.setup()


def _in_python() -> Iterator[Found]:
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield from _extracted(path.read_bytes())


def _in_templates() -> Iterator[Found]:
    from django.utils.translation.template import templatize

    for path in (*PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt")):
        as_python = templatize(path.read_text("utf-8"))
        yield from _extracted("\n".join(line.strip() for line in as_python.splitlines()).encode())


def _extracted(source: bytes) -> Iterator[Found]:
    for _line, text, _comments, context in extract(
        "python", io.BytesIO(source), KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield text, context


def _in_catalogue() -> Iterator[Found]:
    from nettmelding.declarations.catalogue import load as declarations
    from nettmelding.notices.catalogue.languages import texts
    from nettmelding.notices.catalogue.load import written
    from nettmelding.workorders.catalogue import load as work_orders

    yield from ((text, None) for text in texts(written()))
    yield from ((text, None) for text in declarations.texts(declarations.written()))
    yield from ((text, None) for text in work_orders.texts())


if __name__ == "__main__":
    sys.exit(main())
