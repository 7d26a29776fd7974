"""Admin: the company's settings and its standard texts."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.organisations.actors import make_api_key
from nettmelding.organisations.models import CompanySettings, Organisation, StandardText
from nettmelding.organisations.queries import standard_texts
from tests.notices import ways
from tests.others_things import picture
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN

AsUser = Callable[[str], Client]
pytestmark = pytest.mark.django_db(databases="__all__")
COMPANY, TEXTS, RIGHTS, KEYS = (
    f"/admin/{name}" for name in ("selskapsinformasjon", "kommentar", "rettigheter", "api-nokler")
)
FITTER = "montor@eksempelelektro.example"
GRID_ADMINISTRATOR = "nettadmin@eksempelnett.example"


def titles(electrician: Actor) -> list[str]:
    return [text.title for text in standard_texts(electrician)]


@pytest.mark.parametrize("email", [ELECTRICIAN, CASE_HANDLER])
@pytest.mark.parametrize(
    "address", [COMPANY, f"{COMPANY}/les", f"{COMPANY}/logo", f"{COMPANY}/to-trinn", RIGHTS, f"{RIGHTS}/endre", KEYS]
)
def test_only_an_administrator_gets_in(as_user: AsUser, email: str, address: str) -> None:
    assert as_user(email).get(address).status_code in {404, 405}
    assert as_user(email).post(address).status_code in {404, 405}


@pytest.mark.parametrize("email", [ADMINISTRATOR, GRID_ADMINISTRATOR])
@pytest.mark.parametrize(
    "address", [COMPANY, f"{COMPANY}/to-trinn", TEXTS, f"{TEXTS}/ny", RIGHTS, f"{RIGHTS}/endre", KEYS, f"{KEYS}/ny"]
)
def test_the_administrator_of_both_kinds_of_company_gets_in(as_user: AsUser, email: str, address: str) -> None:
    assert as_user(email).get(address).status_code == 200


def test_the_companys_own_data_can_be_read(as_user: AsUser) -> None:
    text = as_user(ADMINISTRATOR).get(COMPANY).content.decode()
    assert "310 000 329" in text
    assert "Storgata 11, 9998" in text


def test_the_mail_is_switched_off_and_the_change_is_recorded(as_user: AsUser, electrician: Actor) -> None:
    as_user(ADMINISTRATOR).post(
        COMPANY, {"part": "decisions", "told": ["decision_to_sender"], "decision_to_shared": ""}
    )
    settings = CompanySettings.objects.get(organisation_id=electrician.organisation_id)
    assert not settings.email_on_decision
    event = Event.objects.get(subject_id=electrician.organisation_id)
    assert event.action == "settings_changed"


def test_saving_the_same_again_records_nothing(as_user: AsUser, electrician: Actor) -> None:
    as_user(ADMINISTRATOR).post(COMPANY, {"part": "decisions", "told": ["email_on_decision", "decision_to_sender"]})
    assert not Event.objects.filter(subject_id=electrician.organisation_id).exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"told": ["email_on_decision"], "decision_to_shared": "post"}, "Dette er ikke en e-postadresse"),
        ({"told": ["email_on_decision"], "decision_to_shared": ""}, "Velg minst én som skal få e-posten"),
    ],
)
def test_what_does_not_hold_is_said_beside_the_field(as_user: AsUser, sent: dict[str, object], sentence: str) -> None:
    answer = as_user(ADMINISTRATOR).post(COMPANY, {"part": "decisions", **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_standard_text_is_added_changed_and_deleted(as_user: AsUser, electrician: Actor) -> None:
    client, before = as_user(ADMINISTRATOR), titles(electrician)
    client.post(f"{TEXTS}/ny", {"title": "Port", "text": "Koden til porten er hos kunden."})
    assert titles(electrician) == [*before, "Port"]
    text = StandardText.objects.get(title="Port")
    client.post(f"{TEXTS}/{text.id}", {"title": "Porten", "text": text.text})
    assert titles(electrician) == [*before, "Porten"]
    client.post(f"{TEXTS}/{text.id}/slett")
    assert titles(electrician) == before


def test_texts_change_places(as_user: AsUser, electrician: Actor) -> None:
    client = as_user(ADMINISTRATOR)
    first, second, third = standard_texts(electrician)
    client.post(f"{TEXTS}/{third.id}/flytt", {"way": "up"})
    client.post(f"{TEXTS}/{first.id}/flytt", {"way": "up"})
    assert titles(electrician) == [first.title, third.title, second.title]


def test_an_empty_text_is_not_kept(as_user: AsUser, electrician: Actor) -> None:
    answer = as_user(ADMINISTRATOR).post(f"{TEXTS}/ny", {"title": "", "text": "noe"})
    assert answer.status_code == 422
    assert "Gi teksten et navn." in answer.content.decode()


def test_another_firms_text_is_not_there(as_user: AsUser) -> None:
    with write():
        other = Organisation.objects.get(slug="prove-installasjon")
        text = StandardText.objects.create(organisation=other, title="Deres", text="hemmelig")
    client = as_user(ADMINISTRATOR)
    assert client.get(f"{TEXTS}/{text.id}").status_code == 404
    for step in ("slett", "flytt"):
        assert client.post(f"{TEXTS}/{text.id}/{step}").status_code == 404
    assert StandardText.objects.filter(pk=text.pk).exists()


def test_each_part_is_saved_by_itself(as_user: AsUser, electrician: Actor) -> None:
    client = as_user(ADMINISTRATOR)
    assert client.post(COMPANY, {"part": "invoice", "invoice_email": "f@firma.no"}).status_code == 302
    assert client.post(COMPANY, {"part": "contact", "email": "", "phone": "73 12 34 56"}).status_code == 302
    settings = CompanySettings.objects.get(organisation_id=electrician.organisation_id)
    assert settings.invoice_email == "f@firma.no"
    assert settings.email_on_decision
    assert Organisation.objects.get(pk=electrician.organisation_id).phone == "+4773123456"


def test_a_page_that_is_out_of_date_is_told_of_and_shows_what_a_colleague_wrote(as_user: AsUser) -> None:
    client = as_user(ADMINISTRATOR)
    client.post(COMPANY, {"part": "invoice", "invoice_reference": "Avd. 1"})
    late = {"part": "invoice", "invoice_reference": "Avd. 2", "base": '{"invoice_reference": ""}'}
    answer = client.post(COMPANY, late)
    assert answer.status_code == 412
    page = answer.content.decode()
    assert "En kollega har endret dette i mellomtiden" in page
    assert 'value="Avd. 1"' in page


def test_a_part_there_is_not_is_not_found(as_user: AsUser) -> None:
    assert as_user(ADMINISTRATOR).post(COMPANY, {"part": "slug"}).status_code == 404
    assert as_user(GRID_ADMINISTRATOR).post(COMPANY, {"part": "decisions"}).status_code == 404


def test_the_logo_is_shown_here_and_on_the_printed_case(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    client, notice = as_user(ADMINISTRATOR), ways.sent(electrician)
    assert client.get(f"{COMPANY}/logo").status_code == 404
    client.post(f"{COMPANY}/logo", {"logo": SimpleUploadedFile("logo.png", picture(), "image/png")})
    assert client.get(f"{COMPANY}/logo").headers["Content-Type"] == "image/png"
    theirs = as_user(CASE_HANDLER)
    assert f"/meldinger/{notice.id}/logo" in theirs.get(f"/meldinger/{notice.id}/utskrift").content.decode()
    assert theirs.get(f"/meldinger/{notice.id}/logo").status_code == 200
    assert as_user("admin@proveinstallasjon.example").get(f"/meldinger/{notice.id}/logo").status_code == 404


def test_two_step_sign_in_is_asked_about_with_who_lacks_it(as_user: AsUser, electrician: Actor) -> None:
    client = as_user(GRID_ADMINISTRATOR)
    page = client.get(f"{COMPANY}/to-trinn").content.decode()
    assert "Siri Saksvik" in page
    assert "Du er én av dem." in page
    client.post(f"{COMPANY}/to-trinn", {"required": "yes"})
    organisation = Organisation.objects.get(slug="eksempelnett")
    assert CompanySettings.objects.get(organisation=organisation).second_factor_required


def test_a_right_that_is_given_opens_the_act_at_once_in_pages_and_api_and_closes_it_again(
    as_user: AsUser, electrician: Actor
) -> None:
    administrator, fitter, bearer = as_user(ADMINISTRATOR), as_user(FITTER), f"Bearer {make_api_key(FITTER)}"

    def withdrawn() -> tuple[int, int]:
        notice = ways.sent(electrician)
        page = fitter.get(f"/meldinger/{notice.id}/trekk").status_code
        address = f"/api/v1/notices/{notice.id}/actions/withdraw"
        headers = {"Authorization": bearer}
        return page, Client(headers=headers).post(address, {}, content_type="application/json").status_code

    assert withdrawn() == (409, 403)
    administrator.post(f"{RIGHTS}/endre", {"send": ["fitter"]})
    assert withdrawn() == (200, 200)
    administrator.post(f"{RIGHTS}/endre", {})
    assert withdrawn() == (409, 403)


def test_the_table_of_rights_has_boxes_only_where_the_company_decides(as_user: AsUser) -> None:
    page = as_user(ADMINISTRATOR).get(f"{RIGHTS}/endre").content.decode()
    assert '<input type="checkbox" name="send" value="fitter">' in page
    assert 'name="send" value="apprentice"' not in page
    assert 'name="manage_company"' not in page
    assert 'type="checkbox"' not in as_user(ADMINISTRATOR).get(RIGHTS).content.decode()


def test_rights_and_keys_ask_for_sign_in_again_when_it_is_long_ago(
    as_user: AsUser, lately: Callable[..., Client]
) -> None:
    client = lately(as_user(ADMINISTRATOR), ago=601)
    for address in (f"{RIGHTS}/endre", f"{KEYS}/ny", f"{COMPANY}/to-trinn"):
        assert "/konto/" in client.get(address).headers["Location"]


def test_a_key_is_shown_once_works_in_the_api_and_is_ended(as_user: AsUser) -> None:
    client = as_user(ADMINISTRATOR)
    form = {"label": "Kalender", "scopes": ["read"], "days": "90", "key": str(uuid7())}
    made = client.post(f"{KEYS}/ny", form)
    found = re.search(r"nm_[\w-]{30,}", made.content.decode())
    assert found
    assert made.headers["Cache-Control"] == "private, no-store"
    assert client.post(f"{KEYS}/ny", form).headers["Location"] == KEYS
    listed = client.get(KEYS).content.decode()
    assert "Kalender" in listed
    assert found[0] not in listed
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {found[0]}"}
    assert Client().get("/api/v1/notices", **bearer).status_code == 200  # type: ignore[arg-type]
    client.post(f"{KEYS}/{form['key']}/avslutt")
    assert Client().get("/api/v1/notices", **bearer).status_code == 401  # type: ignore[arg-type]
    assert "Avsluttet i dag" in client.get(KEYS).content.decode()


def test_a_key_without_scopes_label_or_length_is_told_of(as_user: AsUser) -> None:
    answer = as_user(ADMINISTRATOR).post(f"{KEYS}/ny", {"label": "", "days": "5"})
    assert answer.status_code == 422
    for sentence in ("Skriv hva nøkkelen skal brukes til.", "Velg minst én ting", "Velg hvor lenge"):
        assert sentence in answer.content.decode()


def test_one_without_the_right_makes_their_own_texts_and_reads_the_shared(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    page = client.get(TEXTS).content.decode()
    assert "Ny egen tekst" in page
    assert "Ny felles tekst" not in page
    assert client.post(f"{TEXTS}/ny", {"title": "Min", "text": "Ring meg."}).status_code == 302
    assert "Min" in client.get(TEXTS).content.decode()
    assert "Ring meg." not in as_user(ADMINISTRATOR).get(TEXTS).content.decode()
    shared = StandardText.objects.filter(owner=None, organisation__slug="eksempel-elektro").first()
    assert shared is not None
    assert client.get(f"{TEXTS}/{shared.id}").status_code == 403
