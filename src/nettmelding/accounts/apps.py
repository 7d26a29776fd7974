from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nettmelding.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from nettmelding.accounts import lifetime
        from nettmelding.accounts.second_factor import made_in_session

        authenticator_added.connect(made_in_session)
        user_logged_in.connect(lifetime.begin)
