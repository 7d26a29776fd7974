"""Norwegian words for searching: folded, without endings, and compounds taken apart."""

import re
from collections.abc import Iterable, Set
from functools import lru_cache

from nettmelding.core import text

_ENDINGS = (
    "ingene", "ingen", "inga", "inger", "ene", "ane", "ens", "ets", "ers",
    "er", "ar", "en", "et", "a", "e", "s",
)  # fmt: skip
"""Bokmål and nynorsk, the longest first."""

_SHORTEST_STEM = 3
_AGAINST = re.compile(r"(?<=\d)(?=[^\W\d])")
_SHORTEST_PART = 3
_SHORTEST_EDGE = 5

FILLERS = frozenset(
    text.words(
        """
        skal vil må kan jeg vi det den de en ei et er var har ha av på i til for med og eller som om å at fra
        hos ved inn opp ned ut der her vår min kunde kunden kundens ønsker trenger gjøre ønske litt noe noen
        når hva hvordan ikkje eg ho han mitt sitt sin si seg blir bli gjelder ein eit ene frå skulle hjelp
        melding melde meldingen jobb jobben arbeid arbeidet anlegg anlegget installasjonen tomta ny nytt nye
        sette setter montere monterer installere installerer få får legge nå
        """
    )
)
"""Words that say little of what the work is about."""


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The word without its endings, so that "måler", "måleren" and "målere" are one."""
    once = _strip(word, _SHORTEST_STEM)
    return _strip(once, _SHORTEST_STEM + 1)


def _strip(word: str, shortest: int) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return word


def split(word: str, known: Set[str]) -> list[str]:
    """The stems a compound is made of, as "elbilladestasjon" → "elbil", "ladestasjon".

    The word's own stem where it is known or cannot be taken apart into known ones. Fewest parts win.
    """
    whole = stem(word)
    if whole in known:
        return [whole]
    parts = _parts(word, known, 3)
    return parts or [whole]


def _parts(word: str, known: Set[str], most: int) -> list[str]:
    if len(word) < _SHORTEST_PART:
        return []
    if stem(word) in known:
        return [stem(word)]
    if most == 1:
        return []
    found: list[list[str]] = []
    for at in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        head = _head(word[:at], known)
        tails = (_parts(tail, known, most - 1) for tail in _tails(word, at)) if head else ()
        found += [[head, *tail] for tail in tails if tail]
    return min(found, key=len, default=[])


def _head(head: str, known: Set[str]) -> str:
    """The stem of a compound's first part, with or without a joining s; empty where it is not known."""
    return next((one for one in (stem(head), stem(head.rstrip("s"))) if one in known), "")


def _tails(word: str, at: int) -> tuple[str, ...]:
    """What may follow: three equal consonants are written as two, as in "nett-tilknytning"."""
    doubled = word[at - 1] == word[at - 2]
    return (word[at:], word[at - 1 :]) if doubled else (word[at:],)


def edges(word: str, known: Set[str]) -> list[str]:
    """The known stem a compound begins with, else the one it ends with, where the rest is not known."""
    cuts = range(len(word) - 2, _SHORTEST_EDGE - 1, -1)
    first = next((head for at in cuts if (head := _head(word[:at], known))), "")
    last = next((stem(word[at:]) for at in range(2, len(word) - _SHORTEST_EDGE + 1) if stem(word[at:]) in known), "")
    return [one for one in (first, last) if len(one) >= _SHORTEST_EDGE - 1][:1]


def words_of(phrase: str) -> list[str]:
    """The folded words of a phrase; figures apart from what is written against them, as in "63A"."""
    return text.words(_AGAINST.sub(" ", phrase))


def meaningful(words: Iterable[str]) -> list[str]:
    """The words that say something; all of them where none does."""
    every = list(words)
    return [word for word in every if word not in FILLERS] or every
