from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nettmelding.notices"
    label = "notices"
