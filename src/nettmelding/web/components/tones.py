"""The few words that decide a colour. A colour never stands alone: a word or an icon says the same."""

from enum import StrEnum


class Tone(StrEnum):
    """How good the news is."""

    PLAIN = "plain"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Turn(StrEnum):
    """Whose turn it is, or how it went."""

    YOU = "you"
    THEY = "they"
    OK = "ok"
    NO = "no"
    IDLE = "idle"
