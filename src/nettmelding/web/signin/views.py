"""The sign-in page: allauth's own, with the demonstration's people beside it."""

from typing import Any

from allauth.account.views import LoginView

from nettmelding.web.signin import demonstration


class SignIn(LoginView):  # type: ignore[misc]
    """E-mail and password."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        return {**context, "firms": demonstration.firms()}


sign_in = SignIn.as_view()
