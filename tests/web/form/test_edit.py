"""The form: what it shows, what an ordinary post keeps, and what it says of what it cannot keep."""

import io
import json
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, drafts
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice, Party
from nettmelding.organisations.models import ConcessionArea, Organisation
from tests.notices import ways
from tests.standins_fixture import Standins
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR
from tests.web.form.conftest import Filling

pytestmark = pytest.mark.django_db(databases="__all__")
Begin = Callable[..., Filling]


@pytest.fixture
def draft(electrician: Actor) -> Notice:
    return ways.draft(electrician)


@pytest.fixture
def empty(electrician: Actor) -> Notice:
    return drafts.create(electrician, ["new_installation"], "single")


def picture(name: str = "bilde.png") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (200, 100), "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def test_what_is_known_is_filled_in_with_where_it_comes_from(filling: Begin, draft: Notice) -> None:
    page = filling(draft).page()
    assert 'value="50"' in page
    assert "fra Eksempelnett AS i dag kl." in page
    assert "Kari Marie Nordmann" in page
    assert "Nettselskapet her er Eksempelnett AS." in page


def test_the_rail_names_what_each_part_lacks(filling: Begin, draft: Notice) -> None:
    page = filling(draft).page()
    assert 'href="#part-when"' in page
    assert "1 mangler" in page


def test_a_post_keeps_what_was_changed_and_nothing_else(filling: Begin, draft: Notice) -> None:
    here = filling(draft)
    answer = here.post({"protection.ov_new_a": "3x63 A", "work.protection_change": ["ov"]})
    assert answer.status_code == 302
    kept = here.fresh().values()
    assert kept["protection.ov_new_a"] == 63
    assert "protection.ov_old_a" not in kept


def test_a_box_can_be_unticked(filling: Begin, draft: Notice) -> None:
    here = filling(draft)
    here.post({"work.split": "on"})
    assert here.fresh().values()["work.split"] is True
    here.post({"work.split": []})
    assert here.fresh().values()["work.split"] is False


def test_what_cannot_be_read_stays_with_the_reason_and_the_rest_is_kept(filling: Begin, draft: Notice) -> None:
    here = filling(draft)
    answer = here.post({"protection.ov_new_a": "mange", "who.our_reference": "Ordre 7"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert 'value="mange"' in page
    assert "Skriv et tall, for eksempel 63 A." in page
    assert 'href="#f-protection-ov_new_a"' in page
    assert here.fresh().values()["who.our_reference"] == "Ordre 7"


def test_a_page_that_lacks_a_field_does_not_empty_it(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    filling(notice, part="ferdigmelding").post({"completion.done_on": "20.11.2026"})
    assert Party.objects.get(notice=notice, role="customer").email == "kari@nordmann.example"


def test_a_colleagues_change_of_another_field_stays(
    filling: Begin, draft: Notice, actor: Callable[[str], Actor]
) -> None:
    here = filling(draft)
    opened = here.base()
    drafts.save(actor("montor@eksempelelektro.example"), draft.id, base={}, mine={"power.new_peak_kw": "14"})
    here.post({"protection.ov_new_a": "63"}, base=opened)
    assert here.fresh().values() | {"protection.ov_new_a": 63, "power.new_peak_kw": 14} == here.fresh().values()


def test_the_same_field_is_said_with_who_and_what(filling: Begin, draft: Notice, actor: Callable[[str], Actor]) -> None:
    here = filling(draft)
    opened = here.base()
    colleague = actor("montor@eksempelelektro.example")
    drafts.save(colleague, draft.id, base={}, mine={"protection.ov_new_a": "63"})
    answer = here.post({"protection.ov_new_a": "80"}, base=opened)
    page = unescape(answer.content.decode())
    assert f"{colleague.name} skrev «63 A» i mellomtiden." in page
    assert 'value="80"' in page
    held = json.loads(page.split('id="form-base" name="base" value="')[1].split('">')[0])
    here.post({"protection.ov_new_a": "80"}, base=held)
    assert here.fresh().values()["protection.ov_new_a"] == 80


def test_a_person_is_found_and_shown_back(filling: Begin, draft: Notice, registers_on_standins: Standins) -> None:
    here = filling(draft)
    here.post({}, do="remove:customer")
    asked = {"last_name": "Odegaard", "first_name": "Aase", "birth_date": "29.2.88"}
    here.post({f"party.customer.{name}": text for name, text in asked.items()}, do="find:customer")
    page = here.page()
    assert "Åse Ødegård" in page
    assert "f. 29.02.1988" in page
    assert "Folkeregisteret i dag kl." in page


@pytest.mark.parametrize("name", ["Per Hansen 5.5.1990", "Fortrolig Person 8.12.1983", "Ingen Slik 1.1.1980"])
def test_none_several_and_protected_get_the_same_words(
    filling: Begin, draft: Notice, registers_on_standins: Standins, name: str
) -> None:
    here = filling(draft)
    here.post({}, do="remove:customer")
    first, last, born = name.split()
    asked = {"last_name": last, "first_name": first, "birth_date": born}
    answer = here.post({f"party.customer.{part}": text for part, text in asked.items()}, do="find:customer")
    page = unescape(answer.content.decode())
    assert "Fant ikke én person med dette navnet og denne fødselsdatoen." in page
    assert "Folkeregistrert adresse" in page
    assert f'value="{last}"' in page


def test_a_register_that_is_down_is_said_and_the_name_can_be_typed(
    filling: Begin, draft: Notice, registers_on_standins: Standins
) -> None:
    here = filling(draft)
    here.post({}, do="remove:customer")
    registers_on_standins.fault("persons", "down")
    asked = {"last_name": "Nordmann", "first_name": "Ola", "birth_date": "1.7.79"}
    answer = here.post({f"party.customer.{part}": text for part, text in asked.items()}, do="find:customer")
    assert answer.status_code == 422
    here.post({"party.customer.name": "Ola Nordmann", "party.customer.because": "register_down"}, do="type:customer")
    assert "ikke bekreftet" in here.page()


def test_a_firm_is_found_by_a_pasted_number(filling: Begin, draft: Notice, registers_on_standins: Standins) -> None:
    here = filling(draft)
    here.post({}, do="remove:customer")
    posted = {"party.customer.kind": "company", "party.customer.company.q": "NO 310 000 876 MVA"}
    here.post(posted, do="find:customer")
    assert "Eksempel Bygg AS" in here.page()


@pytest.mark.parametrize(("number", "said"), [("310 001 090", "Konkurs"), ("310 001 201", "slettet")])
def test_a_bankrupt_or_deleted_firm_is_said(
    filling: Begin, draft: Notice, registers_on_standins: Standins, number: str, said: str
) -> None:
    page = filling(draft).client.get("/meldinger/oppslag/firma", {"q": number}).content.decode()
    assert said in page


def test_the_owner_is_the_customer_by_one_press(filling: Begin, draft: Notice) -> None:
    here = filling(draft)
    here.post({}, do="same:owner:customer")
    assert Party.objects.get(notice=draft, role="owner").name == "Kari Marie Nordmann"


def test_an_address_typed_to_the_letter_is_taken(
    filling: Begin, empty: Notice, registers_on_standins: Standins
) -> None:
    here = filling(empty)
    here.post({"site.address": "", "site.address.q": "prøvevegen 9"})
    assert here.fresh().address == "Prøvevegen 9"
    assert "fra Kartverket i dag kl." in here.page()


def test_an_address_that_fits_several_is_asked_about(
    filling: Begin, empty: Notice, registers_on_standins: Standins
) -> None:
    answer = filling(empty).post({"site.address": "", "site.address.q": "prøvevegen"})
    page = answer.content.decode()
    assert "Hvilken adresse?" in page
    assert page.count('type="radio" name="site.address"') > 1


def test_a_place_without_an_address_is_a_position(
    filling: Begin, empty: Notice, registers_on_standins: Standins
) -> None:
    client = filling(empty).client
    shown = unescape(client.get("/meldinger/oppslag/adresser", {"q": "63.75, 9.70"}).content.decode())
    assert "63.75000, 9.70000" in shown
    assert "Stedet har ingen adresse" in shown


def test_an_address_register_that_is_down_lets_what_is_typed_stand_with_a_mark(
    filling: Begin, empty: Notice, registers_on_standins: Standins
) -> None:
    registers_on_standins.fault("addresses", "down")
    here = filling(empty)
    shown = unescape(here.client.get("/meldinger/oppslag/adresser", {"q": "Nyvegen 1"}).content.decode())
    assert "ikke bekreftet" in shown
    here.post({"site.address": '{"source": "typed", "text": "Nyvegen 1"}'})
    assert "Ikke bekreftet: adresseregisteret svarte ikke." in here.page()


def test_no_access_says_how_to_get_it(filling: Begin, actor: Callable[[str], Actor]) -> None:
    notice = drafts.create(actor(OTHER_CONTRACTOR), ["metering_point_work"], "simplified")
    here = filling(notice, email=OTHER_CONTRACTOR)
    here.post({"site.meter_number": "4400000000000224"})
    page = here.page()
    assert "Dere har ikke tilgang til dette nettselskapet ennå." in page
    assert "Søk om tilgang til Prøvenett" in page


def test_where_two_areas_meet_the_grid_company_is_asked_for(filling: Begin, empty: Notice) -> None:
    provenett = Organisation.objects.get(slug="provenett")
    around = [[9.0, 63.0], [10.0, 63.0], [10.0, 64.0], [9.0, 64.0], [9.0, 63.0]]
    ConcessionArea.objects.create(grid_company=provenett, polygon={"type": "Polygon", "coordinates": [around]})
    here = filling(empty)
    here.post({"site.address": '{"street": "Prøvevegen 9", "postcode": "9998", "lat": 63.7, "lon": 9.65}'})
    assert "Stedet ligger der to nettområder møtes." in here.page()
    assert here.fresh().grid_company_id is None
    here.post({"grid_company": str(provenett.id)})
    assert here.fresh().grid_company_id == provenett.id


def test_the_responsible_colleague_follows_the_name(
    filling: Begin, draft: Notice, actor: Callable[[str], Actor]
) -> None:
    here, colleague = filling(draft), actor("montor@eksempelelektro.example")
    here.post({"who.responsible_colleague": colleague.name})
    assert here.fresh().responsible_id == colleague.user_id


def test_an_unknown_meter_number_is_kept_and_said(filling: Begin, electrician: Actor) -> None:
    here = filling(drafts.create(electrician, ["metering_point_work"], "simplified"))
    here.post({"site.meter_number": "1234 5678"})
    assert "Vi kjenner ikke én måler med dette nummeret." in here.page()
    assert here.fresh().values()["site.meter_number"] == "12345678"


def test_a_meter_number_taken_away_takes_what_it_brought(filling: Begin, draft: Notice) -> None:
    here = filling(draft)
    here.post({"site.meter_number": ""})
    assert here.fresh().metering_point_id is None
    assert not Party.objects.filter(notice=draft, role="customer").exists()


def test_files_are_told_apart_by_name_and_need(filling: Begin, empty: Notice) -> None:
    here = filling(empty)
    here.post({"file": [picture("enlinjeskjema.png"), picture("IMG_1.png")]})
    kinds = sorted(empty.attachments.values_list("kind", flat=True))
    assert kinds == ["single_line_diagram", "site_plan"]


def test_a_file_is_taken_away_and_its_kind_changed(filling: Begin, empty: Notice) -> None:
    here = filling(empty)
    here.post({"file": picture()})
    file = empty.attachments.get()
    here.post({f"attachment-kind.{file.id}": "other"})
    assert empty.attachments.get().kind == "other"
    here.post({}, do=f"drop:{file.id}")
    assert not empty.attachments.exists()


def test_a_misnamed_file_is_refused_with_the_reason(filling: Begin, empty: Notice) -> None:
    here = filling(empty)
    wrong = SimpleUploadedFile("kart.pdf", b"MZ" + bytes(500), "application/pdf")
    answer = here.post({"file": wrong, "who.our_reference": "A1"})
    assert answer.status_code == 422
    assert "kart.pdf:" in answer.content.decode()
    assert here.fresh().values()["who.our_reference"] == "A1"


def test_a_standard_text_goes_after_what_is_there(filling: Begin, draft: Notice) -> None:
    here = filling(draft)
    text = draft.contractor.standard_texts.first()
    assert text is not None
    here.post({"work.further_information": "Hund."}, do=f"text:{text.id}")
    assert here.fresh().values()["work.further_information"] == f"Hund.\n{text.text}"


def test_the_grid_companys_reasons_stand_beside_the_fields(
    filling: Begin, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.sent(electrician)
    remarks = [GivenRemark(text="For stor for kabelen.", path="protection.ov_new_a"), GivenRemark(text="Ring oss.")]
    actions.reject(case_handler, notice.id, remarks=remarks)
    page = filling(notice).page()
    assert '<p class="f-remark" id="f-protection-ov_new_a-remark">' in page
    assert "For stor for kabelen." in page
    assert "Ring oss." in page


def test_the_declaration_lies_there_to_download(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    here = filling(notice, part="ferdigmelding")
    assert "/meldinger/maler/samsvarserklaering.pdf" in here.page()
    assert here.client.get("/meldinger/maler/samsvarserklaering.pdf").content.startswith(b"%PDF")


def test_a_notice_at_the_grid_company_cannot_be_edited(filling: Begin, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    assert filling(notice).client.get(f"/meldinger/{notice.id}/rediger").status_code == 409


@pytest.mark.parametrize("part", ["rediger", "send", "kvittering", "ferdigmelding", "ferdigmelding/send"])
def test_others_find_nothing(as_user: Callable[[str], Client], draft: Notice, part: str) -> None:
    for email in (OTHER_CONTRACTOR, CASE_HANDLER):
        assert as_user(email).get(f"/meldinger/{draft.id}/{part}").status_code == 404


def test_the_page_asks_the_database_a_few_times(
    filling: Begin, draft: Notice, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    here = filling(draft)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        here.client.get(here.address)


def test_the_electrician_is_one_of_several(filling: Begin, draft: Notice) -> None:
    page = filling(draft, email=ELECTRICIAN).page()
    assert '<select id="f-who-responsible_colleague"' in page
