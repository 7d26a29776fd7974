from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "nettmelding.config"
    label = "config"

    def ready(self) -> None:
        # sent for each app with models, after all migrations: once is enough, with the last room's
        post_migrate.connect(_complete, sender=apps.get_app_config("notices"))


def _complete(using: str, **kwargs: Any) -> None:
    """What migrations do not hold: triggers, and what the planner is told."""
    from nettmelding.config.append_only import TABLES
    from nettmelding.config.shapes import shapes
    from nettmelding.core import append_only, statistics

    if using == "default":
        append_only.install(TABLES, using)
        statistics.install(shapes(), using)
