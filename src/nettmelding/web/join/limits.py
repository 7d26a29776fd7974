"""How often somebody who is not signed in may ask, by address and by what they ask about."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nettmelding.core.errors import TooMany

LIMITS = {
    "look_up": "60/h/ip",
    "codes": "8/h/key,60/h/ip",
    "confirm": "120/h/ip",
    "ask": "3/h/key,20/h/ip",
}
"""What it costs others: calls to the registers, e-mails to an address that may be a stranger's, guesses at codes, e-mails to a
firm's administrators. As allauth writes rates; `key` is the e-mail address or the firm."""


def use_one(request: HttpRequest, action: str, key: str = "") -> None:
    """Count one. Errors: TooMany."""
    if not ratelimit.consume(request, app="nettmelding.web.join", action=action, config=LIMITS, key=key.casefold()):
        raise TooMany("too_many", _("Det er prøvd for mange ganger herfra. Vent en time, og prøv igjen."))
