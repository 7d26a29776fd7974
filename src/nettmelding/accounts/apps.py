from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nettmelding.accounts"
    label = "accounts"
