"""Standard texts: shared and one's own, and the words that are filled in in them."""

from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound
from nettmelding.notices import placeholders
from nettmelding.organisations import texts
from nettmelding.organisations.models import CompanySettings
from tests.notices import ways

pytestmark = pytest.mark.django_db
ADMINISTRATOR, APPRENTICE = "admin@eksempelelektro.example", "montor@eksempelelektro.example"


def titles(actor: Actor) -> list[str]:
    return [text.title for text in texts.visible(actor)]


def test_ones_own_text_is_seen_by_nobody_else(electrician: Actor, actor: Callable[[str], Actor]) -> None:
    administrator = actor(ADMINISTRATOR)
    own = texts.save(electrician, None, title="Min", text="Ring meg.", shared=False)
    assert titles(electrician)[-1] == "Min"
    assert "Min" not in titles(administrator)
    with pytest.raises(NotFound):
        texts.delete(administrator, own.id)


def test_a_shared_text_is_changed_by_those_with_the_right_only(
    electrician: Actor, actor: Callable[[str], Actor]
) -> None:
    shared = texts.save(actor(ADMINISTRATOR), None, title="Port", text="Kode hos kunden.", shared=True)
    for change in (
        lambda: texts.save(electrician, shared.id, title="Port", text="Min nå.", shared=False),
        lambda: texts.save(electrician, shared.id, title="Port", text="Annet.", shared=True),
        lambda: texts.delete(electrician, shared.id),
        lambda: texts.move(electrician, shared.id, up=True),
    ):
        with pytest.raises(NotAllowed):
            change()
    CompanySettings.objects.filter(organisation_id=electrician.organisation_id).update(
        rights={"share_texts": ["case_handler"]}
    )
    allowed = actor("saksbehandler@eksempelelektro.example")
    assert texts.save(allowed, shared.id, title="Port", text="Annet.", shared=True).text == "Annet."


def test_another_companys_text_is_not_there_rather_than_not_allowed(
    electrician: Actor, actor: Callable[[str], Actor]
) -> None:
    theirs = texts.save(actor("admin@proveinstallasjon.example"), None, title="Deres", text="x y", shared=True)
    for one in (electrician, actor(ADMINISTRATOR)):
        with pytest.raises(NotFound):
            texts.delete(one, theirs.id)


def test_ones_own_become_shared_and_go_last(actor: Callable[[str], Actor]) -> None:
    administrator = actor(ADMINISTRATOR)
    own = texts.save(administrator, None, title="Min", text="Ring meg.", shared=False)
    texts.save(administrator, own.id, title="Alles", text="Ring oss.", shared=True)
    shared = [text.title for text in texts.visible(administrator) if text.owner_id is None]
    assert shared[-1] == "Alles"


def test_own_texts_change_places_among_themselves(electrician: Actor) -> None:
    for title in ("Én", "To"):
        last = texts.save(electrician, None, title=title, text="Noe.", shared=False)
    texts.move(electrician, last.id, up=True)
    assert titles(electrician)[-2:] == ["To", "Én"]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Møt meg på {adresse}.", "Møt meg på Storgata 1."),
        ("Måler { Målernummer } er plombert.", "Måler [målernummer] er plombert."),
        ("Uten noe å fylle inn.", "Uten noe å fylle inn."),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_is_a_gap_to_be_seen(text: str, becomes: str) -> None:
    assert texts.fill(text, {"adresse": "Storgata 1", "målernummer": ""}) == becomes


def test_a_word_that_cannot_be_filled_in_is_told_of(electrician: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        texts.save(electrician, None, title="Feil", text="Hei {kunde}.", shared=False)
    assert "{kunde} kan ikke fylles inn" in refused.value.fields["text"]
    assert "{målernummer}" in refused.value.fields["text"]


def test_every_word_has_a_value_in_a_notice_on_both_sides(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    words = {one.word for one in texts.PLACEHOLDERS}
    for one in (electrician, case_handler):
        assert placeholders.values(one, notice).keys() == words
    mine, theirs = placeholders.values(electrician, notice), placeholders.values(case_handler, notice)
    assert mine["målernummer"] == ways.KNOWN_METER
    assert mine["ansvarlig"] == electrician.name
    assert mine["firma"] == "Eksempel Elektro AS"
    assert theirs["firma"] == "Eksempelnett AS"
    assert theirs["vår referanse"] == notice.number
