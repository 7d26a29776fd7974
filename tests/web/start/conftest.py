import pytest

from nettmelding.organisations.models import Organisation


@pytest.fixture
def provenett_id(db: None) -> str:
    return str(Organisation.objects.get(slug="provenett").id)


@pytest.fixture
def eksempelnett_id(db: None) -> str:
    return str(Organisation.objects.get(slug="eksempelnett").id)
