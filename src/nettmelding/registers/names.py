"""The ways a person's name may be registered, when it is typed one way."""

import re
import unicodedata
from collections.abc import Callable, Iterable

MOST = 8
"""Forms tried for one look-up: each is a call to the population register."""

_TO_LETTERS = (("aa", "å"), ("oe", "ø"), ("ae(?!l)", "æ"), ("ä", "æ"), ("ö", "ø"))
"""Ways to write what a keyboard does not have; not the ae of Mikael."""
_TO_DIGRAPHS = (("å", "aa"), ("ø", "oe"), ("æ", "ae"))
_BARE_O = re.compile(r"\bo(?=[dsvyr][a-zæøå])|(?<=j)o(?=r)", re.IGNORECASE)
"""A bare o where Norwegian names have ø: Odegaard, Osterud, Overby, Oyen, Bjorn."""
_SMALL_WORDS = frozenset(
    {"van", "von", "de", "der", "den", "af", "av", "la", "le", "du", "el", "al", "bin", "ter", "ten"}
)


def variants(first_name: str, last_name: str) -> list[str]:
    """Full names to try, as typed first, then likelier before less likely; at most `MOST`, none twice.

    Depends on what was typed only, so that the number of calls tells nothing about what the register holds.
    """
    first, last = _tidy(first_name), _tidy(last_name)
    forms = [(first, last)]
    for changes in _CHANGES:
        forms += [change(*form) for form in forms for change in changes]
    return _distinct(f"{first} {last}" for first, last in forms)[:MOST]


def _tidy(name: str) -> str:
    """Single spaces, composed letters, plain hyphens and apostrophes; a name typed in capitals alone as a
    name."""
    name = unicodedata.normalize("NFC", name)
    name = re.sub(r"[\u2010-\u2015]", "-", name).replace("\u2019", "'")
    name = re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", name)).strip(" -.,")
    return name.title() if name.isupper() else name


def _without_middle(first: str, last: str) -> tuple[str, str]:
    return first.split(" ")[0], last


def _swapped_hyphen(first: str, last: str) -> tuple[str, str]:
    """`Anne Lise` for `Anne-Lise` and the other way; the same for double last names without a small word."""
    return _swap(first), _swap(last)


def _with_letters(first: str, last: str) -> tuple[str, str]:
    return _replace(first, _TO_LETTERS), _replace(last, _TO_LETTERS)


def _with_letters_in_one(first: str, last: str) -> tuple[str, str]:
    """Only the last name with æ, ø, å: Haakon Åsen."""
    return first, _replace(last, _TO_LETTERS)


def _with_bare_o(first: str, last: str) -> tuple[str, str]:
    return _BARE_O.sub(_as_cased("ø"), first), _BARE_O.sub(_as_cased("ø"), last)


def _with_digraphs(first: str, last: str) -> tuple[str, str]:
    return _replace(first, _TO_DIGRAPHS), _replace(last, _TO_DIGRAPHS)


_CHANGES = (
    (_without_middle,),
    (_with_letters,),
    (_with_bare_o,),
    (_swapped_hyphen,),
    (_with_digraphs, _with_letters_in_one),
)
"""Each step is done to all forms the steps before it gave."""


def _swap(name: str) -> str:
    if "-" in name:
        return name.replace("-", " ")
    parts = name.split(" ")
    return "-".join(parts) if len(parts) == 2 and _SMALL_WORDS.isdisjoint(name.casefold().split()) else name


def _replace(name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        name = re.sub(old, _as_cased(new), name, flags=re.IGNORECASE)
    return name


def _as_cased(new: str) -> Callable[[re.Match[str]], str]:
    return lambda found: new.capitalize() if found.group()[:1].isupper() else new


def _distinct(names: Iterable[str]) -> list[str]:
    """Each name once, without regard to the size of letters, in order."""
    first_seen: dict[str, str] = {}
    for name in names:
        first_seen.setdefault(name.casefold(), name)
    return list(first_seen.values())
