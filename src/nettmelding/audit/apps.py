from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nettmelding.audit"
    label = "audit"
