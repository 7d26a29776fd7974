from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "nettmelding.declarations"
    label = "declarations"
