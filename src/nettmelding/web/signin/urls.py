"""Signing in: allauth's views at Norwegian addresses. Its url names are fixed: it finds its own pages by them."""

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, path, re_path

from nettmelding.web.signin import demonstration, single, temporary, views

urlpatterns: list[URLPattern] = [
    path("logg-inn", views.sign_in, name="account_login"),
    path("logg-inn/firma", single.company, name="account_sign_in_by_company"),
    path("logg-inn/<str:provider_id>", single.provider, name="account_sign_in_by_provider"),
    path("logg-ut", account.logout, name="account_logout"),
    path("demonstrasjon", demonstration.sign_in, name="demonstration_login"),
    path("ny", account.signup, name="account_signup"),
    path("ikke-i-bruk", account.account_inactive, name="account_inactive"),
    path("bekreft-deg/tilbyder", single.again, name="own_confirm"),
    path("bekreft-deg", account.reauthenticate, name="account_reauthenticate"),
    path("passord", account.password_change, name="account_change_password"),
    path("passord/lag", account.password_set, name="account_set_password"),
    path("passord/eget", temporary.must_change, name="account_must_change_password"),
    path("passord/glemt", account.password_reset, name="account_reset_password"),
    path("passord/glemt/sendt", account.password_reset_done, name="account_reset_password_done"),
    path("passord/nytt", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^passord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tilbyder/<str:provider_id>", oidc.login, name="openid_connect_login"),
    path("tilbyder/<str:provider_id>/svar", oidc.callback, name="openid_connect_callback"),
    path("tilbyder/<str:provider_id>/koble-til", single.connect, name="own_connect"),
    path("tilbyder/konto/<int:account_id>/koble-fra", single.disconnect, name="own_disconnect"),
]
