from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nettmelding.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
        from django.contrib.auth.signals import user_logged_in

        from nettmelding.accounts import lifetime
        from nettmelding.accounts.second_factor import end_elsewhere, made_in_session

        authenticator_added.connect(made_in_session)
        for changed in (authenticator_added, authenticator_removed, authenticator_reset):
            changed.connect(end_elsewhere)
        user_logged_in.connect(lifetime.begin)
