"""*Min side*. The names that begin with `mfa_` and `usersessions_` are allauth's own: it finds its pages by them."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from nettmelding.web.account import devices, factors, me, papers, stored, wishes

urlpatterns: list[URLPattern] = [
    path("", me.me, name="own_me"),
    path("navn", me.name, name="own_name"),
    path("e-post", me.email, name="own_address"),
    path("e-post/<str:token>", me.confirm_address, name="account_confirm_address"),
    path("mobil", me.mobile, name="own_mobile"),
    path("mobil/kode", me.mobile_code, name="own_mobile_code"),
    path("kurs/<uuid:paper_id>/dokument", papers.opened, name="own_paper_file"),
    path("innlogging", factors.overview, name="mfa_index"),
    path("innlogging/kode", mfa.authenticate, name="mfa_authenticate"),
    path("bekreft-deg/kode", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bekreft-deg/passnokkel", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kodeapp/ny", totp.activate_totp, name="mfa_activate_totp"),
    path("kodeapp/fjern", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("gjenopprettingskoder", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("gjenopprettingskoder/nye", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("gjenopprettingskoder/last-ned", factors.download_codes, name="mfa_download_recovery_codes"),
    path("passnokler", factors.overview, name="mfa_list_webauthn"),
    path("passnokler/ny", factors.add_passkey, name="mfa_add_webauthn"),
    path("passnokler/logg-inn", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passnokler/<int:pk>/navn", factors.rename_passkey, name="mfa_edit_webauthn"),
    path("passnokler/<int:pk>/fjern", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("enheter", devices.devices, name="usersessions_list"),
    path("enheter/logg-ut-andre", devices.end_others, name="own_end_other_sessions"),
    path("enheter/<int:session_id>/logg-ut", devices.end, name="own_end_session"),
    path("varsler", wishes.wishes, name="own_wishes"),
    path("lagret", stored.stored, name="own_stored"),
    path("lagret/last-ned", stored.download, name="own_export"),
    path("lagret/slett", stored.delete, name="own_delete"),
]
