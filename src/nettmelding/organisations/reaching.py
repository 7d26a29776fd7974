"""Telling a person something about themselves: by e-mail, or to the mobile of one who has no e-mail."""

from collections.abc import Mapping
from typing import Any

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core.settings import env
from nettmelding.messages.models import Channel
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations.models import Invitation, Membership

Subject = Membership | Invitation
"""What a message is about."""


def address(path: str) -> str:
    """A whole address of this installation. `path` begins with a slash."""
    return f"{env.base_url}{path}"


def tell(user: User, kind: str, context: Mapping[str, Any], about: Subject) -> bool:
    """Tell a user; whether there is a way to reach them. Inside the caller's transaction."""
    return send(user.email or "", user.mobile, kind, {"recipient_name": user.name, **context}, about, user.language)


def send(email: str, mobile: str, kind: str, context: Mapping[str, Any], about: Subject, language: str) -> bool:
    """The same to an address, else a mobile where there is a gateway for SMS."""
    by_sms = not email
    to = mobile if by_sms else email
    if not to or (by_sms and not env.sms):
        return False
    enqueue(
        kind=kind,
        to=to,
        context=context,
        organisation_id=about.organisation_id,
        subject_kind=type(about).__name__.lower(),
        subject_id=about.id,
        audience=Audience.INTERNAL,
        language=language,
        channel=Channel.SMS if by_sms else Channel.EMAIL,
    )
    return True
