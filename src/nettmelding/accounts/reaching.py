"""Telling a person something about their own sign-in, whichever company they act for."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core.db import write
from nettmelding.core.settings import env
from nettmelding.messages.models import Channel
from nettmelding.messages.outbox import enqueue

_BROWSERS = (
    (r"Edg/", "Edge"), (r"OPR/", "Opera"), (r"SamsungBrowser/", "Samsung Internet"), (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"), (r"Safari/", "Safari"),
)  # fmt: skip
_MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def tell(user: User, kind: str, to: str, context: Mapping[str, Any], channel: Channel = Channel.EMAIL) -> None:
    """One message to an address or mobile of the person's. Inside the caller's transaction."""
    enqueue(
        kind=kind,
        to=to,
        context={"recipient_name": user.name, **context},
        organisation_id=None,
        subject_kind="user",
        subject_id=user.id,
        audience=Audience.INTERNAL,
        language=user.language,
        channel=channel,
    )


def send_reset_link(user: User, link: str) -> None:
    """To the mobile of one who has no e-mail; nothing where there is no gateway."""
    if env.sms and user.mobile:
        with write():
            tell(user, "account_password_link", user.mobile, {"link": link}, Channel.SMS)


def browser(request: HttpRequest) -> str:
    """`Chrome på Windows`, from what the browser says of itself."""
    return browser_words(request.headers.get("User-Agent", ""))


def browser_words(user_agent: str) -> str:
    """The same from a kept user agent."""
    name = next((word for pattern, word in _BROWSERS if re.search(pattern, user_agent)), "")
    machine = next((word for mark, word in _MACHINES if mark in user_agent), "")
    if name and machine:
        return _("%(browser)s på %(machine)s") % {"browser": name, "machine": machine}
    return name or machine or _("Ukjent nettleser")
