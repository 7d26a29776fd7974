"""A form as a browser without script posts it: everything that stood on the page, changed here and there."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nettmelding.notices.models import Notice
from tests.web.conftest import ELECTRICIAN

AsUser = Callable[[str], Client]


@dataclass(frozen=True)
class Filling:
    """One person at one notice's form."""

    client: Client
    notice: Notice
    part: str = "rediger"

    @property
    def address(self) -> str:
        return f"/meldinger/{self.notice.id}/{self.part}"

    def page(self, query: str = "") -> str:
        answer = self.client.get(self.address + query)
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    def base(self) -> dict[str, list[str]]:
        """What the page holds as it is opened now."""
        page = self.page()
        held: dict[str, list[str]] = json.loads(page.split('id="form-base" name="base" value="')[1].split('">')[0])
        return held

    def post(
        self, changes: dict[str, Any], *, do: str = "save", base: dict[str, list[str]] | None = None
    ) -> HttpResponse:
        held = self.base() if base is None else base
        posted = {name: texts for name, texts in held.items() if not name.endswith(".q")}
        return self.client.post(  # type: ignore[return-value]
            self.address,
            {**posted, **changes, "base": json.dumps(held), "do": do, "revision": str(self.fresh().revision)},
        )

    def autosave(self, changes: dict[str, Any], *, base: dict[str, list[str]] | None = None) -> dict[str, Any]:
        held = self.base() if base is None else base
        before = {f"base.{name}": held.get(name, []) for name in changes}
        answer = self.client.post(
            f"{self.address}/lagre",
            {**changes, **before, "changed": list(changes), "revision": str(self.fresh().revision)},
        )
        assert answer.status_code == 200, answer.content
        said: dict[str, Any] = answer.json()
        return said

    def fresh(self) -> Notice:
        return Notice.objects.get(pk=self.notice.pk)


@pytest.fixture
def filling(as_user: AsUser) -> Callable[..., Filling]:
    def begin(notice: Notice, *, email: str = ELECTRICIAN, part: str = "rediger") -> Filling:
        return Filling(as_user(email), notice, part)

    return begin
