"""What lists, searches and actions ask of the database: how often, and that nothing is read through."""

import pytest
from benchmarks import plans
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nettmelding.config.shapes import shapes
from nettmelding.core import search
from nettmelding.core.actor import Actor
from nettmelding.core.models import SearchEntry
from nettmelding.notices import actions, drafts, parties, places, queries
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import Filter
from nettmelding.notices.status import Status

pytestmark = pytest.mark.django_db
FILTERS = {
    "everything": Filter(),
    "a status": Filter(statuses=(Status.APPROVED,)),
    "a type": Filter(types=("merging",)),
    "our turn": Filter(turn="mine"),
    "my turn": Filter(turn="me"),
    "others' turn": Filter(turn="others"),
    "what is late": Filter(late=True),
    "a word": Filter(query="storgata"),
    "two words": Filter(query="kari storgata"),
}


@pytest.fixture
def ready(electrician: Actor) -> Notice:
    """A draft that can be sent, and that the grid company's rule decides at once."""
    notice = drafts.create(electrician, ["metering_point_work"], "simplified")
    places.use_meter_number(electrician, notice.id, "4400000000000019")
    drafts.save(
        electrician,
        notice.id,
        mine={"work.service": ["break_seal"], "when.expected_completion": "2027-01-15"},
    )
    parties.same_as(electrician, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    parties.set_contact(
        electrician, notice.id, PartyRole.CUSTOMER, email="kari@example.com", mobile="90000000", no_email=False
    )
    return notice


def _asked(context: CaptureQueriesContext) -> list[str]:
    around = {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
    return [query["sql"] for query in context.captured_queries if query["sql"].split(" ", 1)[0] not in around]


def test_it_sends_and_decides_at_once_with_few_questions(electrician: Actor, ready: Notice) -> None:
    with CaptureQueriesContext(connection) as context:
        sent = actions.send(electrician, ready.id)
    assert Notice.objects.get(pk=sent.notice.pk).state is Status.APPROVED
    assert len(_asked(context)) <= 54


def test_it_saves_a_draft_with_few_questions(electrician: Actor, ready: Notice) -> None:
    with CaptureQueriesContext(connection) as context:
        drafts.save(electrician, ready.id, mine={"work.further_information": "Hund i hagen."})
    assert len(_asked(context)) <= 9


@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS.keys())
@pytest.mark.parametrize("order", queries.ORDERS)
def test_it_lists_with_few_questions_and_reads_through_nothing(
    electrician: Actor, case_handler: Actor, ready: Notice, wanted: Filter, order: str
) -> None:
    actions.send(electrician, ready.id)
    for actor in (electrician, case_handler):
        with CaptureQueriesContext(connection) as context:
            queries.listed(actor, wanted, order=order)
        assert len(_asked(context)) <= 4
        if connection.vendor == "sqlite":
            assert list(plans.problems(_asked(context))) == []


def test_it_draws_a_list_without_reading_each_notice_again(
    electrician: Actor, case_handler: Actor, ready: Notice
) -> None:
    actions.send(electrician, ready.id)
    lines = queries.listed(case_handler, Filter()).items
    with CaptureQueriesContext(connection) as context:
        said = [(one.address, one.contractor.name, one.customer_name, one.state) for one in lines]
    assert said
    assert _asked(context) == []


@pytest.mark.parametrize("few", [0, 2_000])
def test_it_finds_the_same_whether_words_are_rare_or_common(
    monkeypatch: pytest.MonkeyPatch, electrician: Actor, case_handler: Actor, ready: Notice, few: int
) -> None:
    actions.send(electrician, ready.id)
    name = Notice.objects.get(pk=ready.pk).customer_name
    monkeypatch.setattr(search, "MOST_READ_BY_KEY", few)

    def found(query: str) -> list[Notice]:
        return queries.listed(case_handler, Filter(query=query)).items

    assert found(name) == [ready]
    assert found(f"{name} 440000") == [ready]
    assert found(f"{name} finnesikke") == []
    assert found("  ") != []
    assert found("–") == []


@pytest.mark.parametrize("few", [0, 2_000])
def test_it_lists_whose_turn_it_is_the_same_whether_many_wait_or_few(
    monkeypatch: pytest.MonkeyPatch, electrician: Actor, case_handler: Actor, ready: Notice, few: int
) -> None:
    actions.send(electrician, ready.id)
    monkeypatch.setattr(search, "MOST_READ_BY_KEY", few)

    def turns(actor: Actor) -> list[str]:
        return [turn for turn in ("mine", "me", "others") if queries.listed(actor, Filter(turn=turn)).items == [ready]]

    assert turns(electrician) == ["mine", "me"]
    assert turns(case_handler) == ["others"]


def test_it_tells_the_planner_of_every_index_of_a_large_table() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps figures of its own")
    with connection.cursor() as cursor:
        for table, figures in shapes().items():
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
            assert {row[0] for row in cursor.fetchall()} == set(figures)
            cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = %s", [table])
            assert dict(cursor.fetchall()) == dict(figures)


def test_it_asks_for_common_words_subject_by_subject(
    monkeypatch: pytest.MonkeyPatch, electrician: Actor, case_handler: Actor, ready: Notice
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of an empty PostgreSQL says nothing")
    actions.send(electrician, ready.id)
    monkeypatch.setattr(search, "MOST_READ_BY_KEY", 0)
    assert SearchEntry.objects.exists()
    with CaptureQueriesContext(connection) as context:
        queries.listed(case_handler, Filter(query="storgata kari"))
    lines = [line for statement in _asked(context) for line in plans.of(statement)]
    assert any("search_entry_by_subject" in line for line in lines)
