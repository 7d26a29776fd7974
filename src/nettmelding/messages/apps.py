from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "nettmelding.messages"
    label = "outbox"  # "messages" is taken by django.contrib.messages
