from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "nettmelding.messages"
    label = "messages"
