"""Which database holds what, when the main one is a SQLite file."""

from typing import Any


class EphemeralRouter:
    """Cache and rate limits live in a second file without fsync: losing them costs nothing."""

    def _is_ephemeral(self, app_label: str) -> bool:
        return app_label == "django_cache"

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "ephemeral" if self._is_ephemeral(model._meta.app_label) else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if db == "ephemeral" or self._is_ephemeral(app_label):
            return db == "ephemeral" and self._is_ephemeral(app_label)
        return None
