"""A passkey as the first way in, for somebody who is no user yet. Those of users are allauth's own pages.

WebAuthn Level 3, § 7.1: the challenge is kept in the session and holds once; the RP id is the host of the request.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.utils import websafe_encode

from nettmelding.accounts.models import User
from nettmelding.core.errors import Invalid

_BEGUN = "passkey_begun"
LONGEST = 20_000
"""Characters of a browser's answer; they are about one thousand."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A passkey that the browser has made and whose proof holds. Only `complete` makes one."""

    user_id: UUID
    """The user it was made for: the browser keeps the id with the passkey."""
    credential: dict[str, Any]


def begin(request: HttpRequest, user: User, purpose: str) -> dict[str, Any]:
    """What the browser needs to make a passkey that alone is enough, for a user who is not saved. Kept in the session.

    `purpose`: what it is made for; `complete` must name the same.
    """
    options: dict[str, Any] = auth.begin_registration(user, True)
    request.session[_BEGUN] = [purpose, str(user.id)]
    return options


def complete(request: HttpRequest, answer: str, purpose: str) -> Verified:
    """Check the browser's answer against what was begun, which is used up by it. Errors: Invalid."""
    try:
        begun, user_id = request.session.pop(_BEGUN, ["", ""])
        if not user_id or begun != purpose or len(answer) > LONGEST:
            raise _refused()
        credential = json.loads(answer)
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused() from error
    finally:
        auth.clear_state()
    if made.credential_data is None or not made.is_user_verified() or _is_known(made.credential_data.credential_id):
        raise _refused()
    return Verified(UUID(user_id), credential)


def keep(user: User, passkey: Verified) -> Authenticator:
    """The passkey as the user's. Inside the caller's transaction."""
    made: Authenticator = auth.WebAuthn.add(user, _("Passnøkkel"), passkey.credential).instance
    return made


def _is_known(credential_id: bytes) -> bool:
    """Whether somebody has the same one already (WebAuthn § 7.1, step 26)."""
    of_passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    return bool(of_passkeys.filter(data__credential__id=websafe_encode(credential_id)).exists())


def _refused() -> Invalid:
    sentence = _("Passnøkkelen ble ikke godtatt. Prøv igjen, eller lag et passord.")
    return Invalid("bad_passkey", sentence, fields={"credential": sentence})
