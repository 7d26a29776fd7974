"""*Innlogging*: password, passkeys, code from an app, recovery codes. allauth's views, where they show what ours shows."""

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.urls import reverse_lazy

from nettmelding.accounts.second_factor import has_second_factor
from nettmelding.web.account.frame import tabs
from nettmelding.web.signin import providers


class Overview(IndexView):  # type: ignore[misc]
    """All the ways one signs in."""

    template_name = "account_pages/factors.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
        recovery = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
        return {
            **super().get_context_data(**given),
            "tabs": tabs("mfa_index"),
            "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
            "app": next((one for one in found if one.type == Authenticator.Type.TOTP), None),
            "codes_left": len(recovery.wrap().get_unused_codes()) if recovery else 0,
            "has_second_factor": has_second_factor(user),
            "needs_second_factor": "next" in self.request.GET and not has_second_factor(user),
            "connected": list(SocialAccount.objects.filter(user=user)),
            "providers": providers.for_person(self.request),
        }


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """A passkey that alone is enough: kept on the device, opened by finger, face or PIN."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context = super().get_context_data(**given)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return {**context, "tabs": tabs("mfa_index")}


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]
    template_name = "mfa/webauthn/edit_form.html"
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "tabs": tabs("mfa_index")}


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "tabs": tabs("mfa_index")}


class DownloadCodes(DownloadRecoveryCodesView):  # type: ignore[misc]
    """The codes as a text file."""

    def render_to_response(self, context: dict[str, Any], **given: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **given)
        response.headers["Content-Disposition"] = 'attachment; filename="nettmelding-gjenopprettingskoder.txt"'
        return response


overview = Overview.as_view()
add_passkey = AddPasskey.as_view()
rename_passkey = RenamePasskey.as_view()
remove_passkey = RemovePasskey.as_view()
download_codes = DownloadCodes.as_view()
