"""A question in a form: label, control, and beside it help, error, and where a filled-in value comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    """A decimal number as people type it here, with a comma; the server reads it."""
    DIGITS = "digits"
    """A number that is a name: meter number, organisation number, postcode."""
    EMAIL = "email"
    PHONE = "phone"
    PASSWORD = "password"  # noqa: S105
    TEXTAREA = "textarea"
    SELECT = "select"
    PICK = "pick"
    """One of a few, as cards."""
    CHECKS = "checks"
    """Any of a few."""
    CHECK = "check"
    """Yes, or not ticked."""
    DATE = "date"
    """Any form people type; a calendar is offered beside it."""
    SEARCH = "search"
    """Search as you type: see `options/`."""


LONG_OPTION = 32
"""Letters."""
GROUPS = frozenset({FieldKind.PICK, FieldKind.CHECKS})
_TEMPLATES = {
    FieldKind.TEXTAREA: "textarea",
    FieldKind.SELECT: "select",
    FieldKind.PICK: "group",
    FieldKind.CHECKS: "group",
    FieldKind.CHECK: "check",
    FieldKind.DATE: "date",
    FieldKind.SEARCH: "search",
}
_INPUT = {
    FieldKind.EMAIL: ("email", "email"),
    FieldKind.PHONE: ("tel", "tel"),
    FieldKind.PASSWORD: ("password", ""),
    FieldKind.NUMBER: ("text", "decimal"),
    FieldKind.DIGITS: ("text", "numeric"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    text: str
    detail: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field.

    `name` is the field's path and becomes its id as `f-` + name with dots as hyphens, which is where links
    to the field point. `value` is the text shown; `values` what is ticked in CHECKS. `source` („fra
    anlegget”) tints the field. `ok` is a confirmation from the server, `remark` what a case handler said
    about it, `was` the value last sent. `width` is 2, 3, 4 or 6 of six columns. SEARCH: `search_href`
    answers `?q=` with an `options` component, `shown` is the text for `value`. `attrs` goes to the control
    (hx-, data-, aria-).
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    values: Sequence[str] = ()
    options: Sequence[Option] = ()
    unit: str = ""
    hint: str = ""
    help: str = ""
    source: str = ""
    error: str = ""
    remark: str = ""
    ok: str = ""
    was: str = ""
    optional: bool = False
    readonly: bool = False
    disabled: bool = False
    width: int = 6
    rows: int = 3
    placeholder: str = ""
    autocomplete: str = "off"
    maxlength: int | None = None
    search_href: str = ""
    shown: str = ""
    attrs: Mapping[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return field_id(self.name)

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def is_roomy(self) -> bool:
        """Whether a group's texts are long and want wide boxes."""
        return any(len(str(option.text)) > LONG_OPTION for option in self.options)

    @property
    def control(self) -> str:
        return f"field/{_TEMPLATES.get(self.kind, 'input')}.html"

    @property
    def input_type(self) -> str:
        return _INPUT.get(self.kind, ("text", ""))[0]

    @property
    def input_mode(self) -> str:
        return _INPUT.get(self.kind, ("text", ""))[1]

    @property
    def described_by(self) -> str:
        """Ids of the texts a screen reader reads with the field, in the order they matter."""
        parts = {
            "error": self.error,
            "remark": self.remark,
            "hint": self.hint,
            "unit": self.unit,
            "source": self.source,
        }
        return " ".join(f"{self.id}-{name}" for name, text in parts.items() if text)

    @property
    def chosen(self) -> frozenset[str]:
        """The option values that are on."""
        return frozenset(self.values) if self.kind is FieldKind.CHECKS else frozenset({self.value})


def field_id(name: str) -> str:
    """The id of a field's control, where links to it point: `protection.ov_new` → `f-protection-ov_new`."""
    return "f-" + name.replace(".", "-")
