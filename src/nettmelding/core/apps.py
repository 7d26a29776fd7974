from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nettmelding.core"
    label = "core"
