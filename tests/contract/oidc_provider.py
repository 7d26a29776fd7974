"""A real OpenID Connect provider, a process of its own on this machine.

It is `oidc-provider-mock` from PyPI (authlib's server): discovery, PKCE, code, tokens, userinfo, each over HTTP. Who signs in
there and what it says of them is set by its own API.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client


@dataclass(frozen=True)
class Provider:
    """The running provider."""

    url: str

    def person(self, subject: str, **claims: Any) -> None:
        """What it says of somebody from now on."""
        httpx.put(f"{self.url}/users/{subject}", json=claims).raise_for_status()


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    give_up = monotonic() + 30
    try:
        while monotonic() < give_up:
            try:
                httpx.get(f"{url}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.HTTPError:
                sleep(0.1)
        yield Provider(url)
    finally:
        process.terminate()
        process.wait(10)


def goes_through(client: Client, subject: str, begin: str, form: dict[str, str]) -> Any:
    """The whole way as a browser goes it: our page, the provider's, and back. The last answer of ours."""
    first = client.post(begin, form)
    assert first.status_code == 200, first.content.decode()
    address = first.headers["Refresh"].partition("url=")[2]
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = httpx.post(address, data={"sub": subject}).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")
