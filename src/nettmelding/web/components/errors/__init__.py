"""The summary on top of a form that could not be sent. It takes the focus; each line leads to its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nettmelding.web.components.field import field_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`href` is `#` and a field's id."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """`title` is a whole sentence: „Rett 2 felter, så kan meldingen sendes.”"""

    items: Sequence[Fault]
    title: str = ""
    id: str = "errors"
    focus: bool = True


def faults(fields: Mapping[str, str]) -> tuple[Fault, ...]:
    """Faults from field path → sentence, as `AppError.fields` has them."""
    return tuple(Fault(text=text, href=f"#{field_id(name)}") for name, text in fields.items())
