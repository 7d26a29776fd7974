from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "nettmelding.demo"
    label = "demo"
