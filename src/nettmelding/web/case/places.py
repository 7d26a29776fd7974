"""Places of metering points in an address: `1-8,11`."""

from collections.abc import Iterable, Iterator

MOST = 500


def written(places: Iterable[int]) -> str:
    """Sorted, runs drawn together."""
    return ",".join(f"{first}-{last}" if last > first else f"{first}" for first, last in _runs(places))


def read(text: str) -> list[int]:
    """What was written, sorted; what is no place is left out, and what goes further than any block notice does."""
    found: set[int] = set()
    for part in text[: 5 * MOST].split(","):
        first, _dash, last = part.partition("-")
        if first.isdecimal() and (last or first).isdecimal():
            found.update(range(int(first), min(int(last or first), int(first) + MOST) + 1))
    return sorted(found)


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run."""
    run: list[int] = []
    for place in sorted(set(places)):
        if run and place != run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(place)
    if run:
        yield run[0], run[-1]
