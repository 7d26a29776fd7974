"""What goes compressed over the line, and what does not."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.web.compression import CompressionMiddleware
from tests.notices import ways
from tests.web.conftest import ELECTRICIAN

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
ASKED = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.mark.parametrize("address", ["/personvern", "/felt/skall", "/felt/sw.js", "/felt/manifest.webmanifest"])
def test_a_page_goes_packed_and_unpacks_to_the_same(client: Client, address: str) -> None:
    plain, packed = client.get(address), client.get(address, **ASKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) <= len(plain.content) * 0.6 + CompressionMiddleware.max_random_bytes
    assert len(gzip.decompress(packed.content)) == len(plain.content)  # a page has a nonce of its own each time


def test_who_does_not_ask_gets_it_plain(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/personvern").headers


def test_what_has_a_tag_of_its_own_keeps_it(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.ready(electrician)
    answer = as_user(ELECTRICIAN).get(f"/api/v1/notices/{notice.id}", **ASKED)
    assert not answer.headers["ETag"].startswith("W/")
    assert "Content-Encoding" not in answer.headers
