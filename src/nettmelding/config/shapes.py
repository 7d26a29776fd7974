"""The shape of a large database, for SQLite's planner."""

import tomllib
from importlib.resources import files

from nettmelding.core.statistics import Shapes


def shapes() -> Shapes:
    """The figures of `shapes.toml`."""
    return tomllib.loads((files("nettmelding.config") / "shapes.toml").read_text("utf-8"))
