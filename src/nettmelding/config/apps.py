from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "nettmelding.config"
    label = "config"

    def ready(self) -> None:
        # sent for each app with models, after all migrations: once is enough, with the last room's
        post_migrate.connect(_install_triggers, sender=apps.get_app_config("notices"))


def _install_triggers(using: str, **kwargs: Any) -> None:
    from nettmelding.config.append_only import TABLES
    from nettmelding.core import append_only

    if using == "default":
        append_only.install(TABLES, using)
