"""One's own courses and instructions on *Min side*: with their state and end, and the documents, for nobody else."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.organisations import papers
from nettmelding.organisations.models import Membership, Paper
from nettmelding.organisations.papers import Typed
from tests.others_things import picture
from tests.web.conftest import ADMINISTRATOR, ELECTRICIAN

AsUser = Callable[[str], Client]
FITTER = "montor@eksempelelektro.example"
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def course(actor: Callable[[str], Actor]) -> Paper:
    """The fitter's, with its document, for 20 more days."""
    fitter = Membership.objects.get(user__email=FITTER)
    typed = Typed("safety_course", "", None, clock.today(), clock.today() + timedelta(days=20))
    return papers.add(actor(ADMINISTRATOR), fitter.id, typed, name="kursbevis.png", file=io.BytesIO(picture()))


def test_the_person_sees_the_course_its_state_and_opens_the_document(as_user: AsUser, course: Paper) -> None:
    theirs = as_user(FITTER)
    text = theirs.get("/konto/").content.decode()
    assert "FSE-kurs" in text
    assert "Går snart ut" in text
    address = f"/konto/kurs/{course.id}/dokument"
    assert address in text
    answer = theirs.get(address)
    assert "kursbevis" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"".join(answer).startswith(b"\x89PNG")


def test_nobody_elses_page_has_it(as_user: AsUser, client: Client, course: Paper) -> None:
    address = f"/konto/kurs/{course.id}/dokument"
    for email in (ELECTRICIAN, ADMINISTRATOR, "montor2@eksempelelektro.example"):
        other = as_user(email)
        assert "Kurs og instruksjoner" not in other.get("/konto/").content.decode()
        assert other.get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_it_is_gone_from_the_page_of_one_who_has_left_the_firm(as_user: AsUser, course: Paper) -> None:
    theirs = as_user(FITTER)
    Membership.objects.filter(pk=course.membership_id).update(ended_at=clock.now())
    assert "FSE-kurs" not in theirs.get("/konto/").content.decode()
    assert theirs.get(f"/konto/kurs/{course.id}/dokument").status_code == 404


def test_the_form_says_which_fields_belong_to_which_kind(as_user: AsUser, course: Paper) -> None:
    text = as_user(ADMINISTRATOR).get(f"/admin/bruker/{course.membership_id}/kurs").content.decode()
    assert "Bare for instruksjoner." in text
    assert "Bare når du har valgt «Annet»." in text
