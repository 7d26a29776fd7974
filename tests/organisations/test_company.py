"""*Selskapsinformasjon*, the rights a company decides, and the second factor it asks for."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor, Right, Role
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from nettmelding.messages.models import Message
from nettmelding.notices import drafts
from nettmelding.organisations import company, logo, queries, role_rights, second_factor
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import CompanySettings, Membership, Organisation
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
ADMINISTRATOR = "admin@eksempelelektro.example"


@pytest.fixture
def administrator(actor: Callable[[str], Actor]) -> Actor:
    return actor(ADMINISTRATOR)


def kept(actor: Actor) -> CompanySettings:
    return CompanySettings.objects.get(organisation_id=actor.organisation_id)


def test_two_administrators_who_save_different_fields_lose_nothing(administrator: Actor) -> None:
    shown = {"invoice_email": "", "invoice_reference": ""}
    company.save(administrator, "invoice", {"invoice_email": "a@firma.no", "invoice_reference": ""}, shown)
    company.save(administrator, "invoice", {"invoice_email": "", "invoice_reference": "Avd. 2"}, shown)
    settings = kept(administrator)
    assert (settings.invoice_email, settings.invoice_reference) == ("a@firma.no", "Avd. 2")


def test_the_later_of_two_in_the_same_field_is_told_and_theirs_stands(administrator: Actor) -> None:
    shown = {"invoice_reference": ""}
    company.save(administrator, "invoice", {"invoice_reference": "Avd. 1"}, shown)
    with pytest.raises(Conflict) as told:
        company.save(administrator, "invoice", {"invoice_reference": "Avd. 2"}, shown)
    assert "Du skrev «Avd. 2»" in told.value.fields["invoice_reference"]
    assert kept(administrator).invoice_reference == "Avd. 1"


def test_notifications_are_merged_one_by_one(administrator: Actor) -> None:
    shown = {"told_of": company.told_of(administrator, queries.settings_of(administrator))}
    without = [{code: True for code in shown["told_of"] if code != gone} for gone in ("notice_note", "notice_question")]
    for ticked in without:
        company.save(administrator, "events", {"told_of": ticked}, shown)
    told = company.told_of(administrator, kept(administrator))
    assert not told["notice_note"]
    assert not told["notice_question"]
    assert told["notice_lapsed"]
    assert "notice_stopped" not in told


def test_what_does_not_hold_is_told_by_field_and_nothing_is_saved(administrator: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        company.save(administrator, "contact", {"email": "ikke", "phone": "abc", "message_email": ""})
    assert refused.value.fields.keys() == {"email", "phone"}


def test_a_part_of_the_other_kind_of_company_is_not_there(actor: Callable[[str], Actor]) -> None:
    with pytest.raises(NotFound):
        company.save(actor("nettadmin@eksempelnett.example"), "decisions", {"email_on_decision": False})


def test_only_the_administrator_saves(electrician: Actor) -> None:
    with pytest.raises(NotAllowed):
        company.save(electrician, "contact", {"email": "post@firma.no"})


def test_the_technically_responsible_is_filled_in_in_new_notices(administrator: Actor, electrician: Actor) -> None:
    company.save(administrator, "responsible", {"technically_responsible": "Frida Faglig"})
    draft = drafts.create(electrician, ["protection_change"], "single")
    assert draft.known["contractor.technically_responsible"] == "Frida Faglig"


def test_name_and_address_of_a_contractor_are_read_again_from_the_register(
    administrator: Actor, registers_on_standins: Standins
) -> None:
    Organisation.objects.filter(pk=administrator.organisation_id).update(name="Gammelt navn", place="")
    assert company.read_again(administrator)
    fresh = Organisation.objects.get(pk=administrator.organisation_id)
    assert fresh.name.casefold() == "eksempel elektro as"
    assert fresh.register_read_at is not None
    assert not company.read_again(administrator)


def test_a_logo_is_a_picture(administrator: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        logo.put(administrator, "logo.pdf", io.BytesIO(b"%PDF-1.4 ikke et bilde"))
    assert refused.value.fields["logo"]
    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(picture, "PNG")
    picture.seek(0)
    logo.put(administrator, "logo.png", picture)
    assert logo.of(administrator.organisation).content_type == "image/png"
    logo.remove(administrator)
    with pytest.raises(NotFound):
        logo.of(administrator.organisation)


@pytest.mark.parametrize("slug", ["eksempel-elektro", "eksempelnett"])
def test_the_page_of_rights_agrees_with_what_the_roles_hold(slug: str) -> None:
    members = Membership.objects.select_related("user", "organisation").filter(organisation__slug=slug)
    for one in map(actor_for, members):
        for line in role_rights.table(one):
            held = any(cell.holds for cell in line.cells if cell.role in one.roles)
            assert held == one.may(line.right), (one.name, line.right)


def test_a_right_is_given_and_taken_within_bounds_only(administrator: Actor, actor: Callable[[str], Actor]) -> None:
    fitter = "montor@eksempelelektro.example"
    assert not actor(fitter).may(Right.SEND)
    role_rights.save(administrator, {Right.SEND: [Role.FITTER], Right.NOTE: []})
    assert actor(fitter).may(Right.SEND)
    for out in ({Right.SEND: [Role.APPRENTICE]}, {Right.MANAGE_COMPANY: [Role.FITTER]}, {Right.DECIDE: [Role.PLANNER]}):
        with pytest.raises(Invalid):
            role_rights.save(administrator, out)
    role_rights.save(administrator, {Right.SEND: []})
    assert not actor(fitter).may(Right.SEND)
    assert actor("saksbehandler@eksempelelektro.example").may(Right.SEND)


def test_the_later_of_two_who_change_the_same_right_is_told(administrator: Actor) -> None:
    shown: dict[Right, list[Role]] = {Right.MANAGE_KEYS: [], Right.SEND: []}
    role_rights.save(administrator, {Right.MANAGE_KEYS: [Role.CASE_HANDLER], Right.SEND: []}, shown)
    role_rights.save(administrator, {Right.SEND: [Role.FITTER], Right.MANAGE_KEYS: []}, shown)
    wanted = kept(administrator).rights
    assert wanted["manage_keys"] == ["case_handler"]
    assert wanted["send"] == ["fitter"]
    with pytest.raises(Conflict):
        role_rights.save(administrator, {Right.SEND: []}, {Right.SEND: [Role.FITTER, Role.APPRENTICE]})


def test_changes_that_matter_are_told_to_the_administrators(administrator: Actor) -> None:
    role_rights.save(administrator, {Right.SEND: [Role.FITTER]})
    second_factor.require(administrator, required=True)
    second_factor.require(administrator, required=True)
    told = Message.objects.filter(kind="company_changed", to_address=ADMINISTRATOR)
    assert told.count() == 2
    assert Event.objects.filter(subject_id=administrator.organisation_id).count() == 2


def test_it_is_told_who_lacks_a_second_factor(administrator: Actor) -> None:
    assert administrator.user_id in {user.id for user in second_factor.lacking(administrator)}
    colleagues = {user.id for user in queries.colleagues(administrator)}
    assert {user.id for user in second_factor.lacking(administrator)} <= colleagues


def test_name_and_address_of_a_grid_company_are_read_again_too(
    actor: Callable[[str], Actor], registers_on_standins: Standins
) -> None:
    administrator = actor("nettadmin@eksempelnett.example")
    Organisation.objects.filter(pk=administrator.organisation_id).update(place="Feil")
    assert company.read_again(administrator)
    assert not company.read_again(administrator)


@pytest.mark.parametrize("email", [ADMINISTRATOR, "nettadmin@eksempelnett.example"])
def test_a_register_that_is_down_changes_nothing(
    actor: Callable[[str], Actor], registers_on_standins: Standins, email: str
) -> None:
    registers_on_standins.fault("companies", "down")
    administrator = actor(email)
    before = Organisation.objects.get(pk=administrator.organisation_id).name
    with pytest.raises(Unavailable):
        company.read_again(administrator)
    assert Organisation.objects.get(pk=administrator.organisation_id).name == before
