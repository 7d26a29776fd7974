"""A password is not the company's name."""

import re

from nettmelding.accounts.models import User
from nettmelding.accounts.passwords import OBVIOUS, own_words, refuse_made_of
from nettmelding.organisations.models import Membership


class CompanyLikeValidator:
    """Refuses a password that is hardly more than the names of the companies a person acts for."""

    def validate(self, password: str, user: object = None) -> None:
        """Errors: ValidationError with a sentence."""
        if not isinstance(user, User) or user._state.adding:
            return
        names = Membership.objects.filter(user_id=user.id).values_list("organisation__name", "organisation__place")
        words = [word for pair in names for word in re.split(r"[^\w]+", " ".join(pair)) if len(word) >= 3]
        refuse_made_of(password, [*OBVIOUS, *own_words(user), *words])

    def get_help_text(self) -> str:
        return ""
