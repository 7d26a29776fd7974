"""Where the built front end lies: Vite's manifest, read once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Entry:
    """One built entry point: its script and the style sheets it brings, as paths below /static/."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


class NotBuilt(RuntimeError):
    """The front end has not been built: `make run` does it, or `npm ci && npm run build` in frontend/."""


@cache
def manifest() -> dict[str, dict[str, object]]:
    """Vite's manifest as it lies in the first folder of static files that has one."""
    for folder in settings.STATICFILES_DIRS:
        path = Path(str(folder)) / "manifest.json"
        if path.is_file():
            loaded: dict[str, dict[str, object]] = json.loads(path.read_text())
            return loaded
    raise NotBuilt(NotBuilt.__doc__)


def entry(source: str) -> Entry:
    """`entry("src/main.ts")`; raises NotBuilt when there is no such entry."""
    chunk = manifest().get(source)
    if chunk is None:
        raise NotBuilt(f"{source}: {NotBuilt.__doc__}")
    styles = chunk.get("css", [])
    fonts = [path for path in strings(chunk.get("assets", [])) if "inter-latin-wght-normal" in path]
    return Entry(script=str(chunk["file"]), styles=tuple(strings(styles)), preloads=tuple(fonts))


def strings(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


def tags(source: str) -> SafeString:
    """The link and script elements of one entry: style first, script deferred by being a module."""
    built = entry(source)
    fonts = format_html_join(
        "\n",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(path),) for path in built.preloads),
    )
    styles = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in built.styles))
    script = format_html('<script type="module" src="{}"></script>', static(built.script))
    return format_html("{}\n{}\n{}", fonts, styles, script)
