"""Programs that call the API with a key, over Django's test client."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nettmelding.organisations.actors import make_api_key

ROOT = "/api/v1"


@dataclass
class Answered:
    """An answer, its body read."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def wrong(self) -> set[str]:
        """The paths that a problem names."""
        return {one["path"] for one in self.body.get("errors", [])}


@dataclass
class Program:
    """One that holds a key."""

    key: str
    client: Client = field(default_factory=Client)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        """`path` is below `/api/v1`; header names with underscores."""
        sends = method not in {"GET", "DELETE"}
        extra = {"data": b"" if body is None else body, "content_type": "application/json"} if sends else {}
        return self._send(method, path, extra, headers)

    def get(self, path: str, **headers: str) -> Answered:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answered:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any) -> Answered:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Any, **headers: str) -> Answered:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str) -> Answered:
        return self.call("DELETE", path)

    def upload(self, path: str, kind: str, stage: str = "notice", **headers: str) -> Answered:
        """Add a small picture."""
        file = SimpleUploadedFile(f"{kind}.png", picture(), "image/png")
        return self._send("POST", path, {"data": {"file": file, "kind": kind, "stage": stage}}, headers)

    def _send(self, method: str, path: str, extra: dict[str, Any], headers: dict[str, str]) -> Answered:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        response: Any = getattr(self.client, method.lower())(f"{ROOT}{path}", headers=sent, **extra)
        is_json = "json" in response.headers.get("Content-Type", "")
        if response.streaming:
            content: Any = b"".join(response.streaming_content)
        else:
            content = response.json() if is_json and response.content else response.content
        return Answered(response.status_code, content, dict(response.headers))


def picture() -> bytes:
    """A small valid PNG."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def api_alone(settings: Any) -> None:
    """No page is looked up."""
    settings.ROOT_URLCONF = "tests.api.urls"


@pytest.fixture
def program(db: None) -> Callable[[str], Program]:
    """A program that acts as a person of the demonstration: `program("saksbehandler@eksempelnett.example")`."""
    return lambda email: Program(make_api_key(email))


@pytest.fixture
def contractor(program: Callable[[str], Program]) -> Program:
    """Eksempel Elektro's, with access to both grid companies."""
    return program("saksbehandler@eksempelelektro.example")


@pytest.fixture
def other_contractor(program: Callable[[str], Program]) -> Program:
    """Prøve Installasjon's."""
    return program("admin@proveinstallasjon.example")


@pytest.fixture
def grid_company(program: Callable[[str], Program]) -> Program:
    """Eksempelnett's."""
    return program("saksbehandler@eksempelnett.example")


@pytest.fixture
def nobody() -> Program:
    """One without a key."""
    return Program("")
