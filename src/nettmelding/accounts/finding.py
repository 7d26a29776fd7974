"""Who somebody means when they type an e-mail address, a mobile number or a user name."""

from django.db.models import Q

from nettmelding.accounts.models import User
from nettmelding.core.errors import AppError
from nettmelding.registers.contacts import parse_mobile


def find_user(typed: str) -> User | None:
    """The one person it stands for; None where nobody or more than one has it.

    A mobile counts when it has been confirmed, or where it is the only thing its person signs in with.
    """
    text = typed.strip().lower()
    if not text:
        return None
    if "@" in text:
        return User.objects.filter(email=text).first()
    named = User.objects.filter(username=text).first()
    return named or _by_mobile(text)


def account_key(typed: str) -> str:
    """The same for every way to write the same account, so that guesses at it are counted together."""
    user = find_user(typed)
    return str(user.id) if user else f"?{''.join(typed.lower().split())}"


def _by_mobile(text: str) -> User | None:
    try:
        number = parse_mobile(text)
    except (AppError, ValueError):
        return None
    holds = Q(mobile_confirmed_at__isnull=False) | Q(email__isnull=True, username__isnull=True)
    found = list(User.objects.filter(holds, mobile=number)[:2])
    return found[0] if len(found) == 1 else None
