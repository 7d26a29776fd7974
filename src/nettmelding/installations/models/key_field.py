"""A column that is always what is computed from another one."""

from collections.abc import Callable
from typing import Any

from django.db import models


class KeyField(models.CharField):  # type: ignore[type-arg]
    """What a row is found by: computed whenever it is saved or bulk-created; `update()` and `bulk_update()` set it themselves."""

    def __init__(self, *args: Any, of: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": "", **kwargs})
        self._of = of

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), dict(kwargs)

    def clone(self) -> Any:
        _name, _path, args, kwargs = self.deconstruct()
        return type(self)(*args, of=self._of, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied = super().__deepcopy__(memo)
        copied._of = self._of
        return copied

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of the row as it stands."""
        key = self._of(model_instance)
        setattr(model_instance, self.attname, key)
        return key
