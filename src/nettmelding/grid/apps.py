from django.apps import AppConfig


class GridConfig(AppConfig):
    name = "nettmelding.grid"
    label = "grid"
