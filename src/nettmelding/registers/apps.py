from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "nettmelding.registers"
    label = "registers"
