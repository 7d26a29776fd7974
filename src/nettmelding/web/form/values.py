"""An answer as it stands in a control, and back from what a form posts."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from nettmelding.core import clock
from nettmelding.notices.catalogue.model import Field, Kind, Value
from nettmelding.notices.catalogue.notes import number_text

TICKED = "on"


def texts_of(field: Field, value: Value) -> list[str]:
    """What the field's control posts while nobody touches it: one text, of boxes those that are ticked."""
    if field.kind is Kind.BOOL:
        return [TICKED] if value else []
    if field.kind is Kind.MULTI:
        return [str(one) for one in value] if isinstance(value, list) else []
    return [text_of(field, value)]


def text_of(field: Field, value: Value) -> str:
    """The text in the control: a decimal comma, dates as dd.mm.yyyy, meters one a line, an address as JSON."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    if isinstance(value, int | float) and field.kind in {Kind.INTEGER, Kind.DECIMAL}:
        return number_text(float(value)).replace("\u202f", "")
    if field.kind is Kind.DATE:
        return date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    if field.kind is Kind.DATETIME:
        return clock.oslo(datetime.fromisoformat(str(value))).strftime("%d.%m.%Y kl. %H.%M")
    return str(value)


def raw_of(field: Field, texts: Sequence[str]) -> Any:
    """What a form posted, ready for the catalogue to read. A picked address is an object, a typed one a text."""
    if field.kind is Kind.BOOL:
        return bool(texts)
    if field.kind is Kind.MULTI:
        return list(texts)
    text = texts[0] if texts else ""
    if field.kind is Kind.ADDRESS and text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two posted values are alike; browsers send line ends of their own."""
    return [text.replace("\r\n", "\n").strip() for text in one] == [
        text.replace("\r\n", "\n").strip() for text in other
    ]
