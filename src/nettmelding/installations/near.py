"""„Mente du …”: meter numbers have no check digit, so a slip is looked for among the numbers that are near at hand.

Never among all: that would hand out neighbours' meters one by one.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

MOST = 3
_SHORTEST = 5
"""Below this, numbers are near one another by chance."""


def near(typed: str, known: Iterable[str]) -> list[str]:
    """The known numbers that differ from the typed one by zeros in front, one wrong, missing or extra digit, or two that are
    swapped; likeliest first."""
    found = []
    for number in dict.fromkeys(known):
        if number == typed or len(number) < _SHORTEST:
            continue
        if number.lstrip("0") == typed.lstrip("0"):
            found.append((0, number))
        elif OSA.distance(number, typed, score_cutoff=1) <= 1:
            found.append((1 if len(number) == len(typed) else 2, number))
    return [number for _how_far, number in sorted(found)[:MOST]]
