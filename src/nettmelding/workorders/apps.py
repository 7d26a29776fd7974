from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    name = "nettmelding.workorders"
    label = "workorders"
