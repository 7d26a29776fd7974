"""What a code app shows."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_of(secret: str, moment: float | None = None) -> str:
    """The six digits of a secret (base 32) at a moment, seconds since 1970; now where it is left out."""
    return format_hotp_value(hotp_value(secret, int(moment or time.time()) // 30))
