"""The names that people give files, made fit to show, to store and to download under."""

import re
import unicodedata
from collections.abc import Container

LONGEST_STEM = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever their extension."""


def split(name: str) -> tuple[str, str]:
    """Stem and extension; the extension in lower case without its dot, empty where there is none."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.strip().lower()) if dot and stem else (name, "")


def clean(name: str, extension: str, known_extensions: Container[str]) -> str:
    """The name without folders, control characters and what file systems forbid, with the right extension.

    `extension` is that of the content; the name's own is taken off where it is one of `known_extensions`.
    Never empty, never longer than 120 characters before the extension.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    stem, written = split(shown)
    if written not in known_extensions:
        stem = shown
    stem = " ".join(_FORBIDDEN.sub("_", stem).split()).strip(". ")[:LONGEST_STEM].strip(". ")
    if not stem or _DEVICE.fullmatch(stem.split(".")[0]):
        stem = f"fil_{stem}".rstrip("_")
    return f"{stem}.{extension}"
