from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nettmelding.api"
    label = "api"
