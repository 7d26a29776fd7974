from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nettmelding.documents"
    label = "documents"
