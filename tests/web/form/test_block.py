"""A block notice filled in and sent: what its metering points lack, those that are ready, and the way from one to the next."""

from collections.abc import Callable

from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, children
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from tests.notices import blocks
from tests.web.conftest import ELECTRICIAN

AsUser = Callable[[str], Client]


def test_without_metering_points_it_leads_to_where_they_are_added(as_user: AsUser, electrician: Actor) -> None:
    mother = blocks.mother(electrician)
    client = as_user(ELECTRICIAN)
    assert "Ingen anlegg ennå." in client.get(f"/meldinger/{mother.id}/rediger").content.decode()
    review = client.get(f"/meldinger/{mother.id}/send").content.decode()
    assert "Legg til minst ett anlegg." in review
    assert f'href="/meldinger/{mother.id}/anlegg/nye"' in review


def test_those_that_are_ready_are_sent_and_the_others_are_named(as_user: AsUser, electrician: Actor) -> None:
    mother, ids = blocks.block(electrician, 2)
    (lacking,) = children.add(electrician, mother.id, [NewChild({}, unit="H0901")])
    client = as_user(ELECTRICIAN)
    review = client.get(f"/meldinger/{mother.id}/send").content.decode()
    for words in ("2 av 3 anlegg er klare.", "H0901", f"/meldinger/{lacking.id}/rediger?mangler=1"):
        assert words in review
    client.post(f"/meldinger/{mother.id}/send", {"de_som_kan": "1"})
    assert {Notice.objects.get(pk=one).state for one in ids} == {Status.SUBMITTED}
    assert Notice.objects.get(pk=lacking.id).state is Status.DRAFT
    receipt = client.get(f"/meldinger/{mother.id}/kvittering").content.decode()
    assert "2 anlegg er sendt." in receipt
    assert "Ett anlegg er ikke sendt." in receipt


def test_the_receipt_of_one_that_is_finished_leads_to_the_next(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, mother.id)
    client = as_user(ELECTRICIAN)
    blocks.finish(electrician, ids[2])
    receipt = client.get(f"/meldinger/{ids[2]}/kvittering").content.decode()
    assert f'href="/meldinger/{ids[0]}/ferdigmelding"' in receipt
    blocks.finish(electrician, ids[0])
    blocks.finish(electrician, ids[1])
    assert "Neste:" not in client.get(f"/meldinger/{ids[1]}/kvittering").content.decode()


def test_what_is_the_mothers_says_so_in_the_form_of_a_metering_point(as_user: AsUser, electrician: Actor) -> None:
    mother, ids = blocks.block(electrician, 2)
    page = as_user(ELECTRICIAN).get(f"/meldinger/{ids[0]}/rediger").content.decode()
    assert "fra hovedmeldingen" in page
    assert "Prøvetunet Borettslag, fra hovedmeldingen." in page
    assert f'href="/meldinger/{mother.id}/maleranlegg"' in page
    assert "Anlegg 1 av 2" in page
