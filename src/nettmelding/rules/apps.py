from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "nettmelding.rules"
    label = "rules"
