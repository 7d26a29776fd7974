"""Metering points of a building by a pattern: entrances, floors, flats on each, and what is in common.

Said in words ("5A: 6 leiligheter, 5B: 8 leiligheter og felles", "3 etasjer à 4") or in small fields. The dwelling numbers are
provisional: the municipality gives the real ones (forskrift om eiendomsregistrering: H, U, K, L with two figures for the floor
and two for the flat, from the left as seen from the entrance).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.core.text import fold
from nettmelding.notices.making import ENTRANCE, MOST, UNIT, WHAT

FLAT = "flat"
MOST_ON_A_FLOOR = 99
MOST_FLOORS = 99
LOWEST = ("H01", "U01", "K01")
"""Where the flats begin."""


@dataclass(frozen=True, slots=True)
class Block:
    """One entrance: how many flats on which floor, and what else has a meter there."""

    entrance: str = ""
    floors: Mapping[str, int] = field(default_factory=dict)
    """`H01` → flats."""
    others: Mapping[str, int] = field(default_factory=dict)
    """The kind of use, as `building.kind` has it → how many."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said of one entrance, before it is laid out on floors."""

    flats: int | None = None
    floors: int | None = None
    per_floor: int | None = None
    placed: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


def rows(blocks: Sequence[Block]) -> list[dict[str, str]]:
    """A row for each metering point: the entrances in order, in each its flats from below and then what else it has.

    Errors: Invalid where there are none, or too many.
    """
    made = list(islice((row for block in blocks for row in _rows_of(block)), MOST + 1))
    if not made:
        raise wrong("words", _("Skriv hvor mange, for eksempel «10 leiligheter + 1 felles»."))
    if len(made) > MOST:
        raise wrong("words", _("Det er plass til høyst %(most)s anlegg i én melding.") % {"most": MOST})
    return made


def in_fields(
    *, flats: int, entrances: Sequence[str], floors: int | None, per_floor: int | None, lowest: str, common: int
) -> list[Block]:
    """From small fields. `flats` counts all entrances together; what is in common belongs to none of them."""
    names = list(entrances) or [""]
    shares = _shares(flats, len(names))
    said = [_Said(flats=share, floors=floors, per_floor=per_floor) for share in shares]
    blocks = [
        Block(name, _floors(one, lowest if lowest in LOWEST else "H01")) for name, one in zip(names, said, strict=True)
    ]
    return [*blocks, Block(others={"common_supply": common})] if common else blocks


def in_words(text: str) -> list[Block]:
    """From a sentence. Errors: Invalid that says which words were not understood."""
    folded = fold(text.replace("à", " a ").replace("×", " x ").replace("½", " "))
    if len(folded) > 500:
        raise wrong("words", _("Skriv det kortere, eller lim inn en liste."))
    folded, shared = _shared_entrances(folded)
    sections = _sections(folded)
    if shared and [name for name, _said in sections if name]:
        raise wrong("words", _("Skriv inngangene én gang, for eksempel «5A: 6 leiligheter, 5B: 8 leiligheter»."))
    if shared:
        return _spread(_said_in(sections[0][1]), shared)
    return [Block(name, _floors(said), said.others) for name, said in ((n, _said_in(t)) for n, t in sections)]


def wrong(name: str, sentence: str) -> Invalid:
    return Invalid("pattern", sentence, fields={name: sentence})


def entrances_in(text: str) -> list[str]:
    """ "5A, 5B" and "5a og 5b" and "5A-5C" as names. Errors: Invalid."""
    names: list[str] = []
    for part in re.split(r"[,;/]|\bog\b|\s{2,}", text.strip(), flags=re.IGNORECASE):
        one = re.sub(r"\s+", "", part).upper()
        if not one:
            continue
        row = re.fullmatch(r"(\d{0,4})([A-ZÆØÅ])[-–](\d{0,4})([A-ZÆØÅ])", one)
        if row and row[3] in ("", row[1]) and row[2] < row[4]:
            names += [f"{row[1]}{chr(letter)}" for letter in range(ord(row[2]), ord(row[4]) + 1)]
        elif re.fullmatch(r"\d{1,4}[A-ZÆØÅ]?|[A-ZÆØÅ]", one):
            names.append(one)
        else:
            raise wrong("entrances", _("Skriv inngangene slik: 5A, 5B."))
    return list(dict.fromkeys(names))


_COUNTS = {
    "en": 1, "ei": 1, "ett": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7,
    "aatte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_N = rf"(?:(?P<n>\d{{1,4}}|{'|'.join(_COUNTS)})\s*(?:x|stk\.?)?\s*)"
_FLATS = r"(?:leil[a-z]*\.?|bolig(?:er|ar)?|boenhet(?:er)?|enheter|hybler|hybel)"
_EACH = r"(?:i hver etasje|per etasje|pr\.? etasje|i etasjen|paa hver etasje)"
_KIND_WORDS: Mapping[str, str] = {
    r"felles(?:anlegg|maalere?|areal|forbruk|stroem)?(?: anlegg| maalere?)?": "common_supply",
    r"butikk(?:er|lokaler?)?|naeringslokaler?|kontor(?:er)?|lokaler?": "shop",
    r"garasje(?:r|anlegg)?|boder?": "garage",
    r"ladestasjon(?:er)?|ladeanlegg": "charging_station",
}
_FLOOR_NAMES = {"underetasje": "U01", "sokkel": "U01", "kjeller": "K01", "loft": "L01"}
_ITEMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{form})(?![a-z0-9])"))
    for name, form in (
        ("floors_of", _N + r"etasjer?\s*(?:a|x|med|paa)\s*(?P<m>\d{1,3})(?:\s*" + _FLATS + ")?"),
        ("per_floor", _N + _FLATS + r"?\s*" + _EACH),
        (
            "placed",
            rf"{_N}(?:{_FLATS}\s*)?i\s*(?:(?P<h>\d{{1,2}})\.?\s*etasje|(?P<name>{'|'.join(_FLOOR_NAMES)})(?:e?[nt])?)",
        ),
        ("coded", r"(?P<letter>[hukl])0?(?P<f>\d{1,2})\s*[:=]\s*(?P<n>\d{1,3})(?:\s*" + _FLATS + ")?"),
        ("floors", _N + r"etasjer?"),
        ("flats", _N + _FLATS),
        *((f"other {code}", rf"{_N}?(?:{form})") for form, code in _KIND_WORDS.items()),
        ("flats", _N + r"(?=\s*(?:$|[,;+]|og\b))"),
    )
)
_BETWEEN = re.compile(r"(?:[\s,.;+&]|\bog\b|\bmed\b|\bsamt\b|\bpluss\b|\bi\b(?=\s*\d)|\bfordelt paa\b|\bpaa\b)+")
_SECTION = re.compile(r"(?:\b(?:oppgang|inngang|nr\.?)\s*)?(?<!\w)(?P<name>\d{1,4}\s?[a-z]?|[a-z])\s*:")
_NAME = r"(?:\d{0,4}\s?[a-z]\b(?!\s*:))"
_SHARED = re.compile(
    r"(?:\b(?:i|med)\s+)?(?:\b(?:inngang|oppgang)(?:er|ene|ane|ar)?\s*:?\s*|\bi\s+(?=\d))"
    rf"(?P<names>{_NAME}(?:\s*(?:,|og|-|–)\s*{_NAME})*)"
)


def _shared_entrances(text: str) -> tuple[str, list[str]]:
    """The text without "innganger 5A og 5B", and their names."""
    match = _SHARED.search(text)
    if match is None:
        return text, []
    return f"{text[: match.start()]} {text[match.end() :]}", entrances_in(match["names"])


def _sections(text: str) -> list[tuple[str, str]]:
    """What is said of each entrance; an empty name for what stands before the first."""
    marks = list(_SECTION.finditer(text))
    if not marks:
        return [("", text)]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = [
        (re.sub(r"\s", "", mark["name"]).upper(), text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)
    ]
    before = _BETWEEN.sub("", text[: marks[0].start()])
    return [("", text[: marks[0].start()]), *said] if before else said


def _said_in(text: str) -> _Said:
    said, at = _Said(), 0
    while at < len(text):
        gap = _BETWEEN.match(text, at)
        if gap:
            at = gap.end()
            continue
        found = next(((name, match) for name, form in _ITEMS if (match := form.match(text, at))), None)
        if found is None or not found[1].group():
            unknown = re.split(r"[,;+]", text[at:])[0].strip()[:40]
            raise wrong(
                "words",
                _("Skjønte ikke «%(words)s». Skriv for eksempel «10 leiligheter + 1 felles» eller «3 etasjer à 4».")
                % {"words": unknown},
            )
        said = _with(said, *found)
        at = found[1].end()
    return said


def _with(said: _Said, name: str, match: re.Match[str]) -> _Said:
    n = _count(match.group("n"))
    if name.startswith("other "):
        code = name.removeprefix("other ")
        return replace(said, others={**said.others, code: said.others.get(code, 0) + n})
    if name == "placed":
        floor = f"H{int(match['h']):02d}" if match["h"] else _FLOOR_NAMES[match["name"]]
        return replace(said, placed={**said.placed, floor: said.placed.get(floor, 0) + n})
    if name == "coded":
        floor = f"{match['letter'].upper()}{int(match['f']):02d}"
        return replace(said, placed={**said.placed, floor: said.placed.get(floor, 0) + n})
    if name == "floors_of":
        return replace(said, floors=n, per_floor=int(match["m"]))
    if name == "floors":
        return replace(said, floors=n)
    if name == "per_floor":
        return replace(said, per_floor=n)
    return replace(said, flats=(said.flats or 0) + n)


def _count(text: str | None) -> int:
    return 1 if text is None else _COUNTS.get(text) or int(text) if text in _COUNTS or text.isdigit() else 1


def _spread(said: _Said, entrances: Sequence[str]) -> list[Block]:
    """The flats shared by the entrances; what is in common belongs to none of them."""
    if said.flats is None or said.placed:
        blocks = [Block(name, _floors(said)) for name in entrances]
    else:
        shares = _shares(said.flats, len(entrances))
        blocks = [
            Block(name, _floors(replace(said, flats=share))) for name, share in zip(entrances, shares, strict=True)
        ]
    return [*blocks, Block(others=said.others)] if said.others else blocks


def _shares(count: int, among: int) -> list[int]:
    """As even as can be, the first ones get what is over."""
    return [count // among + (1 if at < count % among else 0) for at in range(among)]


def _floors(said: _Said, lowest: str = "H01") -> dict[str, int]:
    """The flats on their floors, from below. Errors: Invalid where it does not add up."""
    if said.placed:
        if said.flats is not None and said.flats != sum(said.placed.values()):
            raise wrong("words", _("Etasjene har til sammen et annet antall leiligheter enn det som er skrevet."))
        _refuse_too_many(said.placed)
        return dict(sorted(said.placed.items(), key=lambda one: _height(one[0])))
    flats = said.flats if said.flats is not None else (said.floors or 0) * (said.per_floor or 0)
    if not flats:
        return {}
    if said.per_floor:
        on_each = [min(said.per_floor, flats - done) for done in range(0, flats, said.per_floor)]
    else:
        on_each = [one for one in _shares(flats, said.floors or 1) if one]
    if said.floors and len(on_each) > said.floors:
        raise wrong(
            "floors",
            _("Det er ikke plass til %(flats)s leiligheter i %(floors)s etasjer.")
            % {"flats": flats, "floors": said.floors},
        )
    placed = (
        dict(zip(islice(_codes_from(lowest), len(on_each)), on_each, strict=True)) if len(on_each) < MOST_FLOORS else {}
    )
    _refuse_too_many(placed or {"H01": MOST_ON_A_FLOOR + 1})
    return placed


def _refuse_too_many(floors: Mapping[str, int]) -> None:
    if any(count > MOST_ON_A_FLOOR for count in floors.values()):
        raise wrong("words", _("Det kan være høyst 99 leiligheter i en etasje. Skriv hvor mange etasjer det er."))


def _codes_from(lowest: str) -> Iterator[str]:
    if not lowest.startswith("H"):
        yield lowest
    for number in range(1, MOST_FLOORS + 1):
        yield f"H{number:02d}"


def _height(code: str) -> tuple[int, int]:
    """Cellar, lower floors, main floors, loft; lower and cellar floors are counted downwards."""
    letter, number = code[0], int(code[1:])
    return ("KUHL".index(letter), -number if letter in "KU" else number)


def _rows_of(block: Block) -> Iterator[dict[str, str]]:
    for floor, count in block.floors.items():
        for number in range(1, count + 1):
            yield {ENTRANCE: block.entrance, UNIT: f"{floor}{number:02d}", WHAT: FLAT}
    for kind, count in block.others.items():
        for _number in range(count):
            yield {ENTRANCE: block.entrance, UNIT: "", WHAT: kind}
