"""What every test may lean on: a database with the demonstration's firms and people in it, and actors."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from zlib import crc32

os.environ.setdefault("DATA", tempfile.mkdtemp(prefix="nettmelding-test-"))
os.environ.setdefault("NETTMELDING_SECRET_KEY", "only-for-tests")

import pytest
import pytest_django
from scripts.compile_messages import compile_stale

from nettmelding.core.actor import Actor
from tests import databases

LONGEST_ID = 80
pytest_plugins = ["tests.standins_fixture", "tests.programs"]


def pytest_configure() -> None:
    """The pages' languages are compiled, whoever starts the tests; the processes of the run share databases."""
    compile_stale()
    databases.share()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run takes the shared databases away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[databases.MADE], ignore_errors=True)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test's id goes between the processes with every report: it is a name, and long data do not stand in it."""
    if not isinstance(val, str | bytes) or len(val) <= LONGEST_ID:
        return None
    data = val if isinstance(val, bytes) else val.encode(errors="replace")
    return f"{argname}-of-{len(val)}-{crc32(data):08x}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of tests with one id several processes run only one: that none is left out unseen, there may be no such two."""
    known: set[str] = set()
    for item in items:
        if item.nodeid in known:
            raise pytest.UsageError(f"two tests are called {item.nodeid}")
        known.add(item.nodeid)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[None]:
    """One database a process, filled with what is fixed in the demonstration."""
    with django_db_blocker.unblock(), databases.for_tests(tmp_path_factory.mktemp("database"), worker_id):
        yield


@pytest.fixture
def actor(db: None) -> Callable[[str], Actor]:
    """The actor that a person of the demonstration is: `actor("saksbehandler@eksempelnett.example")`."""
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership

    def by_email(email: str) -> Actor:
        return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))

    return by_email


@pytest.fixture
def electrician(actor: Callable[[str], Actor]) -> Actor:
    """The case handler of Eksempel Elektro, who has access to both grid companies."""
    return actor("saksbehandler@eksempelelektro.example")


@pytest.fixture
def case_handler(actor: Callable[[str], Actor]) -> Actor:
    """A case handler of Eksempelnett."""
    return actor("saksbehandler@eksempelnett.example")


@pytest.fixture
def provenett(actor: Callable[[str], Actor]) -> Actor:
    """The case handler of Prøvenett."""
    return actor("saksbehandler@provenett.example")
