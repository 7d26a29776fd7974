from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nettmelding.web"
    label = "web"
