"""From what an electrician writes to the notice it means: best first, tolerant of slips, endings and
compounds.

A query's words are weighed by how rare they are among all phrases. A target (type or fixed answer) is as
good as its best phrase: how much of the query the phrase covers, how much of the phrase the query covers,
and how alike they are as written, small words included.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from nettmelding.notices.catalogue.load import catalogue, written
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.words import edges, meaningful, split, stem, words_of

CLOSEST = 76.0
"""Similarity of 100 from which a misspelt word is taken for a known one."""
_SURE = 90.0
"""Similarity of 100 from which a misspelt whole word goes before known parts."""
WEAKEST = 0.34
"""Score of 1 below which a target is no hit."""
QUESTION_FROM = 0.62
"""Score of 1 from which a question is brought up."""
MOST_HITS = 8
LONGEST_QUERY = 200
_LONGEST_SIMPLE = 7
_COVERED, _COVERING, _ALIKE = 0.68, 0.17, 0.15
_EDGE = 0.7
"""How much a compound counts of which only one end is known."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer to a search. `type_id` for a notice type, `answer` for a fixed answer; exactly one of them
    is set."""

    type_id: str
    answer: str
    name: str
    score: float
    """0 to 1."""
    why: str
    """When to use it, or what the fixed answer says."""
    phrase: str
    """The words by which it was found."""
    question: str = ""
    """The question to ask where this is picked, since another answer fits too."""

    @property
    def id(self) -> str:
        return self.type_id or self.answer


@dataclass(frozen=True, slots=True)
class _Phrase:
    target: str
    text: str
    folded: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Index:
    phrases: tuple[_Phrase, ...]
    rarity: dict[str, float]
    known: frozenset[str]
    wholes: dict[str, frozenset[str]]
    """Every written word's own stem, with the stems it counts as: itself and its parts."""


def find(q: str, rules: NoticeRules) -> list[Hit]:
    """The types offered at this company and the fixed answers that fit, best first; empty where nothing
    does."""
    scores = _scores(q[:LONGEST_QUERY])
    question = _question_for(scores)
    hits = []
    for target, (score, phrase) in scores.items():
        kind, _, name = target.partition(":")
        if score < WEAKEST or kind == "question" or (kind == "type" and not rules.offers(name)):
            continue
        hits.append(_hit(kind, name, score, phrase, question if _decides(question, name) else "", rules))
    return sorted(hits, key=lambda hit: -hit.score)[:MOST_HITS]


def _hit(kind: str, name: str, score: float, phrase: str, question: str, rules: NoticeRules) -> Hit:
    if kind == "type":
        one = catalogue().types[name]
        return Hit(name, "", one.name, round(score, 3), rules.help.get(name, one.when), phrase, question)
    answer = catalogue().answers[name]
    return Hit("", name, answer.name, round(score, 3), answer.text, phrase, question)


def _question_for(scores: dict[str, tuple[float, str]]) -> str:
    """The question that fits best, where one fits well."""
    questions = [(score, target) for target, (score, _) in scores.items() if target.startswith("question:")]
    score, target = max(questions, default=(0.0, ""))
    return target.partition(":")[2] if score >= QUESTION_FROM else ""


@cache
def _outcomes(question_id: str) -> frozenset[str]:
    """Every type and fixed answer a question can end in."""
    ends: set[str] = set()
    for option in written().questions[question_id].options:
        ends |= {*option.types, option.answer} if not option.question else _outcomes(option.question)
    return frozenset(ends)


def _decides(question_id: str, target: str) -> bool:
    return bool(question_id) and target in _outcomes(question_id)


@lru_cache(maxsize=4096)
def _scores(q: str) -> dict[str, tuple[float, str]]:
    """The best score and phrase of every target that shares a word with the query."""
    index = _index()
    whole = " ".join(words_of(q))
    words = meaningful(words_of(q))
    asked = {part: similar for word in words for part, similar in _understood(word, index)}
    total = sum(_weight(word, index) for word in words) or 1.0
    best: dict[str, tuple[float, str]] = {}
    for phrase in index.phrases:
        shared = phrase.stems & asked.keys()
        if not shared:
            continue
        covered = min(sum(asked[one] * index.rarity[one] for one in shared) / total, 1.0)
        covering = sum(asked[one] * index.rarity[one] for one in shared) / sum(
            index.rarity[one] for one in phrase.stems
        )
        alike = fuzz.token_sort_ratio(whole, phrase.folded) / 100
        score = _COVERED * covered + _COVERING * covering + _ALIKE * alike
        if score > best.get(phrase.target, (0.0, ""))[0]:
            best[phrase.target] = (score, phrase.text)
    return best


def _weight(word: str, index: _Index) -> float:
    """How much of the query a word is: rare words count more, parts of a compound together, unknown ones
    half."""
    understood = _understood(word, index)
    return sum(index.rarity[part] for part, _ in understood) or 0.5 * max(index.rarity.values())


def _understood(word: str, index: _Index) -> list[tuple[str, float]]:
    """The known stems a written word stands for, each with how alike it is (0 to 1)."""
    whole = stem(word)
    if whole in index.wholes:
        return [(part, 1.0) for part in index.wholes[whole]]
    near = process.extractOne(whole, index.wholes.keys(), scorer=fuzz.ratio, score_cutoff=_cutoff(whole))
    likeness, meant = (near[1], index.wholes[near[0]]) if near else (0.0, frozenset[str]())
    parts = [(part, 1.0) for part in split(word, index.known) if part in index.known]
    if parts and likeness < _SURE:
        return parts
    if near:
        return [(part, likeness / 100) for part in meant]
    ends = [part for one in edges(word, index.wholes.keys()) for part in index.wholes[one]]
    return [(part, _EDGE) for part in ends] or _begins(whole, index)


def _cutoff(word: str) -> float:
    """A short word must be closer: one slip in four letters is another word."""
    return CLOSEST if len(word) > 4 else 86.0


def _begins(word: str, index: _Index) -> list[tuple[str, float]]:
    """Known stems that begin with what is typed so far, for answers while typing."""
    longer = [one for one in index.known if len(word) >= 3 and one.startswith(word)]
    return [(one, len(word) / len(one)) for one in sorted(longer, key=len)[:3]]


@cache
def _index() -> _Index:
    """All phrases with their stems, and how rare each stem is: made once a process."""
    raw = _raw_phrases()
    simple = frozenset(stem(word) for _, phrase in raw for word in meaningful(words_of(phrase)))
    wholes: dict[str, frozenset[str]] = {}
    phrases = []
    for target, phrase in raw:
        words = meaningful(words_of(phrase))
        for word in words:
            wholes.setdefault(stem(word), _counts_as(word, simple))
        stems = frozenset(part for word in words for part in wholes[stem(word)])
        phrases.append(_Phrase(target, phrase, " ".join(words_of(phrase)), stems))
    rarity = _rarity(phrases)
    return _Index(tuple(phrases), rarity, frozenset(rarity), wholes)


def _counts_as(word: str, simple: frozenset[str]) -> frozenset[str]:
    """A word counts as its stem; a long one that is made of other words as these too."""
    whole = stem(word)
    parts = split(word, simple - {whole}) if len(word) > _LONGEST_SIMPLE else []
    return frozenset({whole, *parts}) if len(parts) > 1 else frozenset({whole})


def _rarity(phrases: Iterable[_Phrase]) -> dict[str, float]:
    """How much a stem says: the more, the fewer targets have it."""
    targets_of: dict[str, set[str]] = {}
    for one in phrases:
        for part in one.stems:
            targets_of.setdefault(part, set()).add(one.target)
    count = len({one.target for one in phrases})
    return {part: math.log(1 + count / len(targets)) for part, targets in targets_of.items()}


def _raw_phrases() -> list[tuple[str, str]]:
    """Target and phrase, of types, fixed answers and questions."""
    known = written()
    return [
        *((f"type:{one.id}", phrase) for one in known.types.values() for phrase in (one.name, *one.words)),
        *((f"answer:{one.id}", phrase) for one in known.answers.values() for phrase in one.words),
        *((f"question:{one.id}", phrase) for one in known.questions.values() for phrase in one.words),
    ]
