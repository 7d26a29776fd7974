from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "nettmelding.config"
    label = "config"

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, sender=self)


def _install_triggers(using: str, **kwargs: Any) -> None:
    from nettmelding.config.append_only import TABLES
    from nettmelding.core import append_only

    if using == "default":
        append_only.install(TABLES, using)
