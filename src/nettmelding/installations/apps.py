from django.apps import AppConfig


class InstallationsConfig(AppConfig):
    name = "nettmelding.installations"
    label = "installations"
