"""The pages in nynorsk and English, as chosen in the menu."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from scripts.messages import LANGUAGES, place

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor
from nettmelding.messages.models import Message
from nettmelding.notices import actions
from nettmelding.notices.catalogue import finder
from nettmelding.notices.catalogue.load import catalogue, written
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Decision
from tests.notices import ways

ROOT = Path(__file__).resolve().parents[2]
HOLE = re.compile(r"%\(\w+\)[sd]|\{[\w.]+\}|</?b>")


@pytest.fixture
def browser(client: Client, electrician: Actor) -> Client:
    """The electrician's browser; Norwegian until another language is chosen."""
    client.force_login(User.objects.get(pk=electrician.user_id))
    return client


def choose(browser: Client, language: str) -> None:
    assert browser.post("/sprak", {"language": language, "next": "/meldinger"}).status_code == 302


@pytest.mark.django_db
def test_a_page_is_in_bokmaal_until_another_language_is_chosen(browser: Client, electrician: Actor) -> None:
    ways.sent(electrician)
    page = browser.get("/meldinger", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9").content.decode()
    assert '<html lang="nb"' in page
    assert "Sendt" in page
    assert "Endring av OV/MV" in page


@pytest.mark.django_db
def test_switching_to_english_gives_english_words_for_status_and_type(browser: Client, electrician: Actor) -> None:
    ways.sent(electrician)
    choose(browser, "en")
    page = browser.get("/meldinger").content.decode()
    assert '<html lang="en"' in page
    assert "Sent" in page
    assert "Change of OV/MV" in page
    assert "Endring av OV/MV" not in page


@pytest.mark.django_db
def test_the_form_asks_in_nynorsk(browser: Client, electrician: Actor) -> None:
    notice = ways.draft(electrician)
    choose(browser, "nn")
    page = browser.get(f"/meldinger/{notice.id}/rediger").content.decode()
    assert "Kva blir endra" in page
    assert "Ønskt utført" in page
    assert "Hva endres" not in page


@pytest.mark.django_db
def test_an_unknown_language_is_bokmaal(browser: Client) -> None:
    browser.cookies["sprak"] = "xx"
    assert '<html lang="nb"' in browser.get("/").content.decode()


@pytest.mark.django_db
def test_what_is_decided_is_kept_in_bokmaal_whatever_the_case_handler_reads(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.sent(electrician)
    with translation.override("en"):
        actions.reject(case_handler, notice.id, remarks=[GivenRemark(code="load_unclear")])
        assert catalogue().reasons["load_unclear"].label == "The power is unclear"
    remark = Decision.objects.get(notice=notice).remarks.get()
    assert remark.text == written().reasons["load_unclear"].text


@pytest.mark.django_db
def test_an_email_is_in_the_receivers_language(electrician: Actor, case_handler: Actor) -> None:
    User.objects.filter(pk=electrician.user_id).update(language="en")
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, text="Hvor står måleren?")
    mail = Message.objects.get(subject_id=notice.id, kind="notice_question")
    assert mail.subject.startswith(f"Question about notice {notice.number}")
    assert "Change of OV/MV" in mail.text


def test_the_catalogue_is_as_written_in_bokmaal_and_whole_in_every_other_language() -> None:
    for language in ("nb", *LANGUAGES):
        with translation.override(language):
            assert catalogue().types.keys() == written().types.keys()
            assert catalogue().fields.keys() == written().fields.keys()
    with translation.override("nb"):
        assert catalogue() is written()


def test_a_search_understands_norwegian_words_whatever_language_is_read() -> None:
    with translation.override("en"):
        hit = finder.find("elbillader", NoticeRules())[0]
    assert (hit.type_id, hit.name) == ("ev_charging", "Charging of electric cars")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_what_is_filled_in(language: str) -> None:
    with place(language).open("rb") as file:
        messages = [one for one in read_po(file, locale=language) if one.id and one.string]
    assert len(messages) > 1000
    for one in messages:
        asked = one.id if isinstance(one.id, str) else one.id[-1]
        said = one.string if isinstance(one.string, str) else one.string[-1]
        assert sorted(HOLE.findall(asked)) == sorted(HOLE.findall(said)), asked


def test_every_text_is_translated_to_both() -> None:
    command = [sys.executable, "scripts/messages.py", "missing", "--all"]
    counted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert re.fullmatch(r"nn: 0 of \d+ not translated\nen: 0 of \d+ not translated\n", counted.stdout), counted.stdout
    assert counted.returncode == 0


@pytest.mark.django_db
def test_what_is_sent_follows_the_language_a_person_has_chosen(
    browser: Client, electrician: Actor, case_handler: Actor
) -> None:
    choose(browser, "en")
    assert User.objects.get(pk=electrician.user_id).language == "en"
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, "Hvor står måleren?")
    mail = Message.objects.get(subject_id=notice.id, kind="notice_question")
    assert "question" in mail.subject.lower()
    choose(browser, "klingon")
    assert User.objects.get(pk=electrician.user_id).language == "en"
