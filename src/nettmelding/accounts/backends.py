"""Signing in with a password."""

from allauth.account.auth_backends import AuthenticationBackend

from nettmelding.accounts.finding import find_user
from nettmelding.accounts.models import User


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """One field for e-mail, mobile and user name. allauth's backend does the rest, such as hashing once where nobody is found."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        found: User | None = self._check_password(find_user(email), password)
        return found
