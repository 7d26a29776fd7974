"""Writing to the outbox, in the transaction of what is told: both happen, or neither."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.core.db import in_write
from nettmelding.core.ids import uuid7
from nettmelding.core.settings import env
from nettmelding.messages import kinds
from nettmelding.messages.models import Channel, Message
from nettmelding.messages.rendering import Rendered, one_line, render, render_sms


def enqueue(
    *,
    kind: str,
    to: str,
    context: Mapping[str, Any],
    organisation_id: UUID | None,
    subject_kind: str,
    subject_id: UUID,
    audience: Audience | str,
    language: str = "nb",
    channel: Channel = Channel.EMAIL,
) -> Message:
    """Write one message to one address (a mobile number for SMS), rendered at once, inside the caller's `write()`.

    `kind` is one of `kinds.KINDS`, `context` what it needs (`kinds.KEYS`); `organisation_id` is the sender's.
    Raises ValueError where kind or context do not hold, RuntimeError outside a transaction. An address that
    cannot be reached does not stop what is told: the message bounces when it is to be delivered.
    """
    kinds.check(kind, context)
    written = render_sms if channel is Channel.SMS else render
    return put(
        written(kind, context, language),
        channel=channel,
        kind=kind,
        to=to,
        organisation_id=organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        audience=Audience(audience),
    )


def put(
    rendered: Rendered,
    *,
    channel: Channel = Channel.EMAIL,
    kind: str,
    to: str,
    audience: Audience,
    organisation_id: UUID | None = None,
    subject_kind: str = "",
    subject_id: UUID | None = None,
) -> Message:
    """Write a message that is rendered already. Errors as in `enqueue`."""
    if not in_write():
        raise RuntimeError("a message belongs in the transaction of what it tells")
    key = uuid7()
    return Message.objects.create(
        id=key,
        channel=channel,
        kind=kind,
        organisation_id=organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        audience=audience,
        to_address=to.strip()[:254],
        subject=one_line(rendered.subject),
        text=rendered.text,
        html=rendered.html,
        message_id=f"<{key}@{_host()}>",
    )


def _host() -> str:
    """The domain that our message ids live under: that of the sender's address."""
    return parseaddr(env.mail_from)[1].rpartition("@")[2] or "localhost"
