"""The map of the grid, with its tools, legend and choices. It is drawn by script; without it the body stands instead."""

import json
from dataclasses import dataclass
from functools import cached_property

from nettmelding.web.components.map.words import kinds, systems, words


@dataclass(frozen=True, kw_only=True)
class GridMap:
    """`latitude`, `longitude` (degrees, EPSG:4326) is where it opens; `pin` marks the place, `name` is what it is called.

    Objects come as vector tiles (`tiles`, an address with `{z}`, `{x}`, `{y}`, from zoom `tiles_from` to 16) or as GeoJSON
    (`objects`, read once). `base` is the address of the base map's tiles with `{layer}`, `{z}`, `{x}`, `{y}`; empty for none.
    `prints`: whether it may be printed; `print_href` is posted to first and answers `{"line": …}`, which stands on the paper
    instead of `duty`. `info`: the tool that asks for objects in an area. `fills`: as tall as the window lets it be.

    Slots: `search` (above the tools), `panel` (lies over the map, also in full screen), `menu` (more lines in the menu of a right
    click: `<button type="button" role="menuitem" data-menu="name">`), body (instead of the map where there is no script).
    """

    id: str
    label: str
    latitude: float
    longitude: float
    zoom: float = 17
    name: str = ""
    pin: bool = True
    tiles: str = ""
    tiles_from: int = 16
    objects: str = ""
    base: str = ""
    prints: bool = True
    print_href: str = ""
    duty: str = ""
    info: bool = True
    fills: bool = False

    @cached_property
    def words_json(self) -> str:
        return json.dumps(words() | {"kinds": dict(self.kinds)}, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        return kinds()

    @cached_property
    def systems(self) -> list[tuple[str, str]]:
        return systems()

    @property
    def opens(self) -> tuple[str, str, str]:
        """Latitude, longitude and zoom as a script reads them, whatever the language of the page."""
        return f"{self.latitude:.7f}", f"{self.longitude:.7f}", f"{self.zoom:g}"
