"""*Personvern* is open to all and says what the worker does."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.retention import KINDS
from tests.web.conftest import ELECTRICIAN

pytestmark = pytest.mark.django_db(databases="__all__")


def test_anybody_may_read_what_is_kept_why_and_how_long(client: Client) -> None:
    answered = client.get("/personvern")
    page = answered.content.decode()
    assert answered.status_code == 200
    for kind in KINDS:
        assert str(kind.name) in page
        assert str(kind.how_long) in page
    assert "Eksempelnett AS" in page
    assert "Datatilsynet" in page


def test_the_way_to_it_is_at_the_foot_of_every_page(client: Client, as_user: Callable[[str], Client]) -> None:
    for answered in (client.get("/konto/logg-inn"), as_user(ELECTRICIAN).get("/")):
        assert 'href="/personvern"' in answered.content.decode()
