"""The symbol of a kind of object in the grid, as it stands on the map."""

from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from nettmelding.web.components.core import FOLDER

SYMBOLS = FOLDER / "map" / "symbols"
"""The drawings; the map's script reads the same files."""


@cache
def _drawing(name: str) -> SafeString:
    svg = (SYMBOLS / f"{name}.svg").read_text().strip()
    return mark_safe(svg.replace("<svg ", '<svg class="map-symbol" aria-hidden="true" focusable="false" ', 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSymbol:
    """`kind` of object (`grid.models.Kind`), or `pin`. Always decoration: the words beside it carry the meaning."""

    kind: str

    def __post_init__(self) -> None:
        if not self.kind.replace("_", "").replace("-", "").isalpha() or not (SYMBOLS / f"{self.kind}.svg").is_file():
            raise ValueError(f"no symbol is called “{self.kind}”")

    @property
    def drawing(self) -> SafeString:
        return _drawing(self.kind)
