"""Which built files the app consists of, and which version they are."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nettmelding.web import assets

APP = "src/field.ts"
WORKER = "felt-sw.js"
ICONS = ("felt/icon-192.png",)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the phone keeps: paths below /static/, the worker's script, and a version that changes with any of it."""

    files: tuple[str, ...]
    script: str
    version: str


def kept(language: str, texts: str) -> Kept:
    """For one language. Errors: assets.NotBuilt."""
    entry = assets.entry(APP)
    files = (entry.script, *_imported(APP), *entry.styles, *entry.preloads, *ICONS)
    script = _worker()
    seen = "\n".join([*files, script, language, texts])
    return Kept(files, script, hashlib.sha256(seen.encode()).hexdigest()[:16])


def _imported(source: str) -> tuple[str, ...]:
    """The chunks an entry cannot start without; what is loaded when it is wanted is not among them."""
    found: dict[str, None] = {}
    waiting = [source]
    while waiting:
        for name in assets.strings(assets.manifest()[waiting.pop()].get("imports")):
            path = str(assets.manifest()[name]["file"])
            if path not in found:
                found[path] = None
                waiting.append(name)
    return tuple(found)


def _worker() -> str:
    for folder in settings.STATICFILES_DIRS:
        path = Path(str(folder)) / WORKER
        if path.is_file():
            return path.read_text()
    raise assets.NotBuilt(f"{WORKER}: {assets.NotBuilt.__doc__}")
