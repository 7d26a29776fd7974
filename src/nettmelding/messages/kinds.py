"""The kinds of message there are, and what each must be told. The list to add to when there is more to tell.

A kind has one template, `templates/messages/{code}.txt`, which fills the blocks of three layouts: subject,
text and HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

KEYS: dict[str, type | tuple[type, ...]] = {
    "number": str,
    "type_names": str,
    "address": str,
    "own_reference": str,
    "reason": str,
    "remarks": (list, tuple),
    "conditions": (list, tuple),
    "link": str,
    "recipient_name": str,
    "sender_organisation": str,
    "contractor": str,
    "next_step": str,
    "due": date,
    "company": str,
    "person": str,
    "what": str,
    "code": str,
    "facts": (list, tuple),
}
"""What a context may hold. `facts` are mappings with `term` and `value`, told as they stand; `code` is a one-time code;
`remarks` are mappings with `label` (may be empty) and `text`, `conditions` are sentences, `due` is a day or an aware moment,
told as the day in Oslo. What is left out is not told."""

_ALWAYS = frozenset({"number", "link", "recipient_name"})
_NOTICE = _ALWAYS | {"type_names", "sender_organisation"}
_MAP_ERROR = _ALWAYS | {"company", "what"}
_ORDER = _ALWAYS | {"what", "address"}
_PERSONAL = frozenset({"company", "link", "recipient_name"})
_KEY = frozenset({"recipient_name", "link", "company", "person", "what"})


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message, and the keys without which it makes no sense."""

    code: str
    needs: frozenset[str]


KINDS: dict[str, MessageKind] = {
    kind.code: kind
    for kind in (
        MessageKind("notice_approved", _NOTICE),
        MessageKind("notice_rejected", _NOTICE),
        MessageKind("notice_question", _NOTICE | {"reason"}),
        MessageKind("notice_answered", _NOTICE | {"contractor"}),
        MessageKind("notice_returned", _NOTICE),
        MessageKind("notice_stopped", _NOTICE | {"reason"}),
        MessageKind("notice_lapse_warning", _NOTICE | {"due"}),
        MessageKind("notice_lapsed", _NOTICE),
        MessageKind("temporary_ends", _NOTICE | {"due"}),
        MessageKind("notice_note", _NOTICE | {"person", "company", "reason"}),
        MessageKind("notice_new", _NOTICE | {"contractor"}),
        MessageKind("notice_completion", _NOTICE | {"contractor"}),
        MessageKind("notices_changed", frozenset({"link", "recipient_name", "contractor", "what", "facts"})),
        MessageKind("customer_informed", frozenset({"contractor", "sender_organisation", "type_names"})),
        MessageKind("customer_unreachable", _NOTICE | {"what", "facts"}),
        MessageKind("key_made", _KEY),
        MessageKind("key_ended", _KEY),
        MessageKind("key_expires", _KEY | {"due"}),
        MessageKind("company_changed", _KEY),
        MessageKind("disconnection_requested", _ALWAYS | {"contractor"}),
        MessageKind("draft_unused", frozenset({"link", "recipient_name", "type_names", "due"})),
        MessageKind(
            "transfer_consent", frozenset({"link", "contractor", "company", "sender_organisation", "type_names"})
        ),
        MessageKind("transfer_offered", _NOTICE | {"contractor"}),
        MessageKind("transfer_declined", _NOTICE | {"company", "person"}),
        MessageKind("transfer_done", _NOTICE | {"contractor"}),
        MessageKind("transfer_lost", _NOTICE | {"company"}),
        MessageKind("transfer_seen", _NOTICE | {"company", "contractor"}),
        MessageKind("order_given", _ORDER),
        MessageKind("order_taken_away", _ORDER),
        MessageKind("order_returned", _ORDER | {"reason"}),
        MessageKind("order_missed", _ORDER | {"reason"}),
        MessageKind("order_times", frozenset({"link", "company", "what", "due"})),
        MessageKind("order_planned", frozenset({"link", "company", "what", "facts"})),
        MessageKind("order_cancelled", frozenset({"company", "what"})),
        MessageKind("order_time_gone", frozenset({"company", "what"})),
        MessageKind("order_not_done", frozenset({"company", "what"})),
        MessageKind("deviation_found", _ORDER | {"due", "company"}),
        MessageKind("deviation_given_back", _ORDER | {"reason", "company"}),
        MessageKind("declaration_shared", frozenset({"link", "contractor", "number", "address"})),
        MessageKind("declaration_wanted", frozenset({"link", "contractor", "address"})),
        MessageKind("enquiry", _ALWAYS | {"contractor", "reason"}),
        MessageKind("map_error_answered", _MAP_ERROR | {"reason"}),
        MessageKind("map_error_corrected", _MAP_ERROR),
        MessageKind("map_error_declined", _MAP_ERROR | {"reason"}),
        MessageKind("invitation", _PERSONAL | {"person", "due"}),
        MessageKind("user_name", _PERSONAL | {"person", "due", "what", "code"}),
        MessageKind("invitation_wanted", _PERSONAL | {"person"}),
        MessageKind("roles_changed", _PERSONAL | {"person"}),
        MessageKind("signed_out", _PERSONAL | {"person"}),
        MessageKind("second_factor_removed", _PERSONAL | {"person"}),
        MessageKind("membership_ended", _PERSONAL - {"link"} | {"person"}),
        MessageKind("customer_system_differences", _PERSONAL | {"what"}),
        MessageKind("screens_to_look_at", _PERSONAL),
        MessageKind("paper_expires", _PERSONAL | {"person", "what", "due"}),
        MessageKind("registration_code", frozenset({"code", "company"})),
        MessageKind("registration_code_known", frozenset({"code", "company"})),
        MessageKind("registration_asked", frozenset({"person", "what", "company", "link"})),
        MessageKind("access_applied", frozenset({"contractor", "link"})),
        MessageKind("access_approved", frozenset({"company", "link"})),
        MessageKind("access_refused", frozenset({"company", "link", "reason"})),
        MessageKind("access_ended", frozenset({"company", "link", "reason"})),
        MessageKind("contractor_stopped", frozenset({"contractor", "link", "reason"})),
        MessageKind("contractor_back", frozenset({"contractor", "link"})),
        MessageKind("account_password_link", frozenset({"link"})),
        MessageKind("account_email_confirm", frozenset({"link"})),
        MessageKind("account_email_taken", frozenset({"link"})),
        MessageKind("account_email_changed", frozenset({"what"})),
        MessageKind("account_mobile_code", frozenset({"code"})),
        MessageKind("account_deletion_asked", frozenset({"person", "company", "link"})),
    )
}

ACCOUNT = "account"
"""Signing in and recovering: written by Django and allauth, comes through `backend.OutboxBackend`."""

SECRET = frozenset(
    {
        ACCOUNT,
        "transfer_consent",
        "declaration_shared",
        "order_times",
        "order_planned",
        "account_password_link",
        "account_email_confirm",
        "account_mobile_code",
        "registration_code",
        "registration_code_known",
    }
)
"""Kinds whose text opens a door: emptied when they have been sent or given up."""


def check(code: str, context: Mapping[str, Any]) -> MessageKind:
    """The kind of that code. Raises ValueError where there is no such kind or the context does not fit it."""
    kind = KINDS.get(code)
    if kind is None:
        raise ValueError(f"no such kind of message: {code!r}")
    if unknown := context.keys() - KEYS.keys():
        raise ValueError(f"{code}: unknown in the context: {', '.join(sorted(unknown))}")
    if missing := [key for key in sorted(kind.needs) if not context.get(key)]:
        raise ValueError(f"{code}: missing in the context: {', '.join(missing)}")
    for key, value in context.items():
        if value is not None and not isinstance(value, KEYS[key]):
            raise ValueError(f"{code}: {key} is a {type(value).__name__}")
    return kind
