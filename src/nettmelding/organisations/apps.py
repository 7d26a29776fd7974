from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "nettmelding.organisations"
    label = "organisations"
