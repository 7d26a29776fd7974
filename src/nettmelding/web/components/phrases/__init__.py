"""Ready-made texts for a text field: put in by a press, or by writing `/` in the field and the beginning of a name."""

from collections.abc import Sequence
from dataclasses import dataclass

AT_ONCE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """`value` is what the button posts as `do`, `text` what goes into the field."""

    value: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """`into` is the id of the text field. Where `posts`, a press without script posts the field's form with `do`;
    elsewhere the texts are there only with script. Six stand at once, the others behind a fold.
    """

    into: str
    items: Sequence[Phrase]
    posts: bool = False

    @property
    def id(self) -> str:
        return f"{self.into}-phrases"

    @property
    def folds(self) -> tuple[Sequence[Phrase], Sequence[Phrase]]:
        """Those that stand at once, and the others."""
        return self.items[:AT_ONCE], self.items[AT_ONCE:]
