"""What a person changes about themselves."""

from uuid import UUID

from django.conf import settings

from nettmelding.accounts.models import User
from nettmelding.core.db import write


def choose_language(user_id: UUID, language: str) -> None:
    """Remember the language a person reads in, for what is sent to them. One that is not offered changes nothing."""
    if language in dict(settings.LANGUAGES):
        with write():
            User.objects.filter(pk=user_id).update(language=language)
