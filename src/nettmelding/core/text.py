"""Keys for sorting and searching, computed here because SQLite knows no æøå."""

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ß": "ss", "đ": "d", "ð": "d"})
_NORWEGIAN_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def fold(text: str) -> str:
    """Lower case, æ/ø/å as ae/oe/aa, no accents, single spaces: the same key for the ways people write a word."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return " ".join(plain.split())


def sort_key(text: str) -> str:
    """A key that sorts as Norwegian does: æ, ø, å last, numbers by size ("vei 9" before "vei 10")."""
    ordered = unicodedata.normalize("NFC", text).casefold().translate(_NORWEGIAN_ORDER)
    return re.sub(r"\d+", lambda m: m.group().rjust(8, "0"), " ".join(ordered.split()))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return re.findall(r"[a-z0-9]+", fold(text))


_SMALL_WORDS = frozenset({"i", "og", "på", "ved", "under"})


def place_name(name: str) -> str:
    """A post town as it is written in a sentence: the registers have `MO I RANA`, people read `Mo i Rana`."""
    if not name.isupper():
        return name
    lower = name.lower().split()
    return " ".join(word if word in _SMALL_WORDS else "-".join(map(str.capitalize, word.split("-"))) for word in lower)
