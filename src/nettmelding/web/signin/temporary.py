"""A temporary password must be changed before anything else opens."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.internal.flows.logout import logout
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nettmelding.core import clock
from nettmelding.web.account.frame import SignedInRequest, signed_in


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def must_change(request: SignedInRequest) -> HttpResponse:
    """Choose one's own. One whose temporary password has run out meanwhile is signed out."""
    user = request.user
    if not user.must_change_password:
        return HttpResponseRedirect(_onward(request))
    if user.temporary_until and user.temporary_until < clock.now():
        logout(request)
        return render(request, "account/temporary_expired.html", status=403)
    form = ResetPasswordKeyForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        get_adapter(request).send_notification_mail("account/email/password_changed", user)
        return HttpResponseRedirect(_onward(request))
    return render(request, "account/must_change_password.html", {"form": form}, status=422 if form.errors else 200)


def _onward(request: SignedInRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"
