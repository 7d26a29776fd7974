"""Whether what a file says of a line or a transformer is enough to reckon its impedance."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nettmelding.grid.models import LINES, Kind

_OF_TRANSFORMER = ("sn_kva", "uk_percent", "u1_kv", "u2_kv")


def lacks(kind: str, facts: Mapping[str, Any], drawn_length_m: float | None) -> list[tuple[str, str]]:
    """What is to be told: the finding's code and what it is about."""
    if kind == Kind.TRANSFORMER:
        missing = [name for name in _OF_TRANSFORMER if name not in facts]
        return [("missing_transformer_data", ", ".join(missing))] if missing else []
    if kind not in LINES:
        return []
    found = []
    type_name = facts.get("type_name", "")
    known = bool(type_name) and _is_known(type_name)
    if type_name and not known:
        found.append(("unknown_type", type_name))
    missing = [] if known else [name for name in ("r_ohm_km", "x_ohm_km") if name not in facts]
    if "length_m" not in facts and not drawn_length_m:
        missing.append("length_m")
    if missing:
        found.append(("missing_impedance", ", ".join(missing)))
    return found


@lru_cache(maxsize=4096)
def _is_known(type_name: str) -> bool:
    from nettmelding.grid.line_types import line_type

    return line_type(type_name) is not None
