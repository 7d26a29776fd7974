"""What the living page fills its components with: invented people and places, the same at every draw."""

from functools import cache
from typing import Any

from nettmelding.web.components.samples.cases import cases, findings
from nettmelding.web.components.samples.forms import ADDRESSES, forms
from nettmelding.web.components.samples.grids import grids
from nettmelding.web.components.samples.lists import lists
from nettmelding.web.components.samples.maps import maps
from nettmelding.web.components.samples.surroundings import surroundings

__all__ = ["ADDRESSES", "samples"]


@cache
def samples() -> dict[str, Any]:
    """Everything the examples mention; `shell` is the surroundings' own."""
    return {**cases(), **findings(), **forms(), **lists(), **grids(), **maps(), "shell": surroundings()}
