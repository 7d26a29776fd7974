"""Whether somebody showed lately that it is them."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether the session's last sign-in or confirmation is younger than `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds."""
    user = request.user
    if not user.is_authenticated:
        return False
    records = get_authentication_records(request, user)
    if not records:
        return False
    newest: float = max(record["at"] for record in records)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
