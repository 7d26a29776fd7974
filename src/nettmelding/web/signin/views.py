"""The sign-in page: allauth's own, with the demonstration's people beside it."""

from typing import Any

from allauth.account.views import LoginView

from nettmelding.organisations import sign_on
from nettmelding.web.signin import demonstration, providers


class SignIn(LoginView):  # type: ignore[misc]
    """Name oneself and the password; or a passkey; or a provider."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        return {
            **context,
            "firms": demonstration.firms(),
            "providers": providers.common(),
            "company_sign_in": bool(sign_on.switched_on()),
        }


sign_in = SignIn.as_view()
