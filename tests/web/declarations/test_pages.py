"""The pages of a declaration: filled in, signed, read, sent to the owner, confirmed."""

import io
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.declarations import drafts, sealing, sharing, signing
from nettmelding.declarations.models import Declaration, Draft, Share
from nettmelding.documents import queries as files
from nettmelding.messages.models import Message
from nettmelding.notices import actions
from tests.declarations import ways
from tests.notices import ways as notices

pytestmark = pytest.mark.django_db(databases="__all__")
Sign = Callable[[str], Client]
ELECTRICIAN = "saksbehandler@eksempelelektro.example"


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_form_is_filled_in_and_says_where_from(as_user: Sign, electrician: Actor, case_handler: Actor) -> None:
    notice = notices.approved(electrician, case_handler)
    client = as_user(ELECTRICIAN)
    begun = client.post(f"/meldinger/{notice.id}/samsvarserklaering", follow=True)
    assert begun.redirect_chain[-1][0] == f"/meldinger/{notice.id}/samsvarserklaering"
    text = _text(begun)
    for words in (
        "Eksempel Elektro AS",
        "310\u00a0000\u00a0329",
        "Kari Marie Nordmann",
        "Prøvevegen 1",
        "IT 230 V",
        "fra meldingen",
    ):
        assert words in text or words in begun.content.decode()
    assert "fra Enhetsregisteret" in text


def test_it_saves_itself_and_tells_a_limit_at_once(as_user: Sign, electrician: Actor, case_handler: Actor) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    client = as_user(ELECTRICIAN)
    answer = client.post(
        f"/samsvarserklaeringer/kladd/{draft.id}/lagre",
        {"revision": draft.revision, "changed": ["circuit.1.insulation"], "circuit.1.insulation": "0,7 MΩ"},
    ).json()
    told = answer["fragments"]["verdict-circuit-1-insulation"]
    assert "Utenfor" in told
    assert "minst 1 MΩ" in told
    assert "circuit.1.insulation.note" in told
    assert answer["values"]["circuit.1.insulation"] == ["0,7"]
    assert answer["errors"] == {}


def test_what_is_not_relevant_is_ticked_and_asked_why(as_user: Sign, electrician: Actor, case_handler: Actor) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    client, here = as_user(ELECTRICIAN), f"/samsvarserklaeringer/kladd/{draft.id}"
    box = "circuit.1.earth_resistance.not_relevant"
    assert f'name="{box}"' in client.get(here).content.decode()
    answer = client.post(f"{here}/lagre", {"revision": draft.revision, "changed": [box], box: "on"}).json()
    told = answer["fragments"]["verdict-circuit-1-earth_resistance"]
    assert "Hvorfor er det ikke aktuelt?" in told
    assert drafts.values(Draft.objects.get(pk=draft.id))[box] is True


def test_a_value_that_does_not_hold_is_told_and_the_others_are_kept(
    as_user: Sign, electrician: Actor, case_handler: Actor
) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    answer = (
        as_user(ELECTRICIAN)
        .post(
            f"/samsvarserklaeringer/kladd/{draft.id}/lagre",
            {
                "revision": draft.revision,
                "changed": ["circuit.1.insulation", "circuit.1.rcd_time", "made.up"],
                "circuit.1.insulation": "mye",
                "circuit.1.rcd_time": "24 ms",
                "made.up": "x",
            },
        )
        .json()
    )
    assert set(answer["errors"]) == {"circuit.1.insulation", "made.up"}
    assert drafts.values(Draft.objects.get(pk=draft.id))["circuit.1.rcd_time"] == 24


def test_two_in_one_draft_lose_nothing(as_user: Sign, electrician: Actor, case_handler: Actor) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    drafts.save(electrician, draft.id, mine={"people.checked": "En annen", "people.did": "Kollega"})
    answer = (
        as_user(ELECTRICIAN)
        .post(
            f"/samsvarserklaeringer/kladd/{draft.id}/lagre",
            {
                "revision": 1,
                "changed": ["people.checked", "work.done_on"],
                "people.checked": "Meg",
                "work.done_on": "20.11.2026",
            },
        )
        .json()
    )
    assert answer["conflicts"]["people.checked"]["value"] == "En annen"
    values = drafts.values(Draft.objects.get(pk=draft.id))
    assert (values["people.checked"], values["people.did"], values["work.done_on"]) == (
        "En annen",
        "Kollega",
        "2026-11-20",
    )


def test_without_script_the_form_posts_and_another_circuit_is_added(
    as_user: Sign, electrician: Actor, case_handler: Actor
) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    client, here = as_user(ELECTRICIAN), f"/samsvarserklaeringer/kladd/{draft.id}"
    base = unescape(client.get(here).content.decode()).split('name="base" value="')[1].split('">')[0]
    held = {name: texts for name, texts in json.loads(base).items() if texts}
    answer = client.post(here, {**held, "base": base, "people.checked": "Åse", "point.shock": "ok", "do": "circuit:2"})
    assert answer.headers["Location"] == f"{here}?kurser=2#circuit-2"
    page = client.get(f"{here}?kurser=2").content.decode()
    assert 'name="circuit.2.insulation"' in page
    after = Draft.objects.get(pk=draft.id)
    assert (drafts.values(after)["point.shock"], drafts.values(after)["people.checked"]) == ("ok", "Åse")
    assert set(after.content) == {"point.shock", "people.checked"}


def test_what_is_missing_keeps_it_from_being_signed(as_user: Sign, electrician: Actor, case_handler: Actor) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    client, here = as_user(ELECTRICIAN), f"/samsvarserklaeringer/kladd/{draft.id}/signer"
    assert "Fyll ut det som mangler først" in _text(client.get(here))
    assert client.post(here, {"name": "Åse", "confirmed": "on"}).status_code == 422
    assert not Declaration.objects.exists()


def test_it_is_signed_by_drawing_and_sent_to_the_owner(
    as_user: Sign, client: Client, electrician: Actor, case_handler: Actor
) -> None:
    draft = ways.complete(electrician, notices.approved(electrician, case_handler))
    signs, here = as_user(ELECTRICIAN), f"/samsvarserklaeringer/kladd/{draft.id}/signer"
    assert "Send den til" in _text(signs.get(here))
    strokes = json.dumps(ways.SIGNATURE["strokes"])
    posted = {"name": "Åse Ødegård", "strokes": strokes, "send": "on", "revision": draft.revision}
    done = signs.post(here, posted, follow=True)
    assert "PDF-en lages og forsegles" in _text(done)
    assert sealing.run("test") == 1
    declaration = Declaration.objects.get()
    read = signs.get(f"/samsvarserklaeringer/{declaration.id}")
    assert "Last ned PDF" in _text(read)
    message = Message.objects.get(kind="declaration_shared")
    assert message.to_address == "kari@nordmann.example"
    token = re.search(r"/kunde/samsvarserklaering/([\w-]+)", message.text)
    assert token is not None
    owner = client.get(token[0])
    assert "Beskyttelse mot elektrisk støt" in _text(owner)
    assert "Signert av Åse Ødegård" in _text(owner)
    assert owner.headers["Referrer-Policy"] == "same-origin"
    pdf = b"".join(client.get(f"{token[0]}/pdf").streaming_content)  # type: ignore[attr-defined]
    assert pdf.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Utførende virksomhet"), ("nn", "Utførande verksemd"), ("en", "Company that does the work")],
)
def test_it_is_written_in_the_language_that_is_chosen(
    as_user: Sign, electrician: Actor, case_handler: Actor, language: str, words: str
) -> None:
    draft = ways.complete(electrician, notices.approved(electrician, case_handler))
    client, kladd = as_user(ELECTRICIAN), f"/samsvarserklaeringer/kladd/{draft.id}"
    shown = client.post(f"{kladd}/sprak", {"language": language}, follow=True)
    assert words in _text(shown)
    assert client.post(f"{kladd}/sprak", {"language": "xx"}).status_code == 422
    client.post(f"{kladd}/signer", {"name": "Åse Ødegård", "confirmed": "on"})
    declaration = Declaration.objects.get()
    assert declaration.language == language
    assert declaration.printed["declaration"][0]["title"] == words


def test_it_is_signed_by_keyboard_alone_but_not_by_nothing(
    as_user: Sign, electrician: Actor, case_handler: Actor
) -> None:
    draft = ways.complete(electrician, notices.approved(electrician, case_handler))
    client, here = as_user(ELECTRICIAN), f"/samsvarserklaeringer/kladd/{draft.id}/signer"
    assert "kryss av for at du signerer" in _text(client.post(here, {"name": "Åse"}))
    assert client.post(here, {"name": "Åse Ødegård", "confirmed": "on"}).status_code == 302
    assert Declaration.objects.get().signature == {"name": "Åse Ødegård", "strokes": [], "how": "typed"}


def test_an_apprentice_fills_in_and_signs_nothing(
    as_user: Sign, actor: Callable[[str], Actor], electrician: Actor, case_handler: Actor
) -> None:
    from nettmelding.core.actor import Role
    from nettmelding.organisations.models import Membership

    draft = ways.complete(electrician, notices.approved(electrician, case_handler))
    member = Membership.objects.get(user__email="montor@eksempelelektro.example")
    Membership.objects.filter(pk=member.pk).update(roles=[Role.APPRENTICE.value])
    client, here = as_user("montor@eksempelelektro.example"), f"/samsvarserklaeringer/kladd/{draft.id}"
    assert client.get(here).status_code == 200
    assert "men ikke signere den" in _text(client.get(f"{here}/signer"))
    assert client.post(f"{here}/signer", {"name": "Lærling", "confirmed": "on"}).status_code == 403


def test_a_correction_is_a_new_version_that_names_the_old(
    as_user: Sign, client: Client, electrician: Actor, case_handler: Actor
) -> None:
    first = ways.sealed(electrician, notices.approved(electrician, case_handler))
    shared = sharing.share(electrician, first.id, name="Kari")
    signs = as_user(ELECTRICIAN)
    edit = signs.post(f"/samsvarserklaeringer/{first.id}/rett").headers["Location"]
    draft = Draft.objects.get(replaces=first)
    assert str(draft.id) in edit
    assert not drafts.save(electrician, draft.id, mine={"people.checked": "En som så nøyere"}).errors
    second = signing.sign(electrician, draft.id, ways.SIGNATURE)
    assert (second.number, second.version, second.replaces_id) == (first.number, 2, first.id)
    assert "Erstatter versjon 1" in second.printed["corrects"]
    assert "er erstattet" in _text(signs.get(f"/samsvarserklaeringer/{first.id}"))
    owner = _text(client.get(f"/kunde/samsvarserklaering/{shared.token}"))
    assert "En som så nøyere" in owner
    assert signs.post(f"/samsvarserklaeringer/{first.id}/rett").status_code == 409


def test_the_code_says_that_it_is_genuine_and_a_changed_file_is_not(
    client: Client, electrician: Actor, case_handler: Actor
) -> None:
    declaration = ways.signed(electrician, notices.approved(electrician, case_handler))
    token = declaration.sealing.token
    sealing.run("test")
    here = f"/samsvar/{token}"
    page = _text(client.get(here))
    assert "Erklæringen er ekte" in page
    assert "Kari" not in page
    declaration.sealing.refresh_from_db()
    assert declaration.sealing.token == ""
    with files.content(declaration.sealing.document) as stream:
        content = stream.read()

    def compare(data: bytes) -> str:
        file = io.BytesIO(data)
        file.name = "d.pdf"
        return _text(client.post(here, {"file": file}))

    assert "Filen er ekte" in compare(content)
    assert "Erklæringen er ekte" not in compare(content[:-1])
    assert "er ikke den forseglede" in compare(content[:-5] + b"X" + content[-4:])
    assert client.get("/samsvar/feil").status_code == 404
    drafts.correct(electrician, declaration.id)
    newer = signing.sign(electrician, Draft.objects.get().id, ways.SIGNATURE)
    assert newer.version == 2
    assert "Ekte, men erstattet" in _text(client.get(here))


def test_two_versions_are_told_apart_in_lists_and_beside_each_other(
    as_user: Sign, electrician: Actor, case_handler: Actor
) -> None:
    notice = notices.approved(electrician, case_handler)
    first = ways.signed(electrician, notice)
    second = signing.sign(electrician, drafts.correct(electrician, first.id).id, ways.SIGNATURE)
    client = as_user(ELECTRICIAN)
    listed = _text(client.get(f"/meldinger/{notice.id}/samsvarserklaeringer"))
    assert "Anlegget, versjon 1" in listed
    assert "Anlegget, versjon 2" in listed
    beside = client.get(f"/samsvarserklaeringer/{second.id}").content.decode()
    assert f'<a class="ds-link" href="/samsvarserklaeringer/{first.id}">Versjon 1</a>' in beside
    assert '<b aria-current="page">Versjon 2</b>' in beside


def test_a_link_that_is_taken_back_opens_nothing(
    as_user: Sign, client: Client, electrician: Actor, case_handler: Actor
) -> None:
    declaration = ways.sealed(electrician, notices.approved(electrician, case_handler))
    shared = sharing.share(electrician, declaration.id)
    assert client.get(f"/kunde/samsvarserklaering/{shared.token}").status_code == 200
    signs = as_user(ELECTRICIAN)
    assert signs.post(f"/samsvarserklaeringer/{declaration.id}/lenker/{shared.share.id}/avslutt").status_code == 302
    assert client.get(f"/kunde/samsvarserklaering/{shared.token}").status_code == 404
    assert Share.objects.get().ended_at is not None


def test_the_grid_company_reads_what_its_rules_ask_for_once_it_is_reported(
    as_user: Sign, electrician: Actor, case_handler: Actor
) -> None:
    notice = notices.approved(electrician, case_handler)
    declaration = ways.sealed(electrician, notice)
    theirs, here = as_user("saksbehandler@eksempelnett.example"), f"/samsvarserklaeringer/{declaration.id}"
    assert theirs.get(here).status_code == 404
    notices.fill_in_completion(electrician, notice)
    actions.report_completion(electrician, notice.id)
    text = _text(theirs.get(here))
    assert "Kari Marie Nordmann" in text
    assert "Beskyttelse mot elektrisk støt" not in text
    pdf = b"".join(theirs.get(f"{here}/pdf").streaming_content)  # type: ignore[attr-defined]
    with files.content(declaration.sealing.first_part) as stream:
        assert pdf == stream.read()
    attached = notice.attachments.get(kind="declaration_of_conformity")
    assert attached.document.sha256 == declaration.sealing.first_part.sha256
    assert attached.sent_with is not None
    assert as_user("saksbehandler@provenett.example").get(here).status_code == 404


def test_the_installations_page_lists_it(as_user: Sign, electrician: Actor, case_handler: Actor) -> None:
    notice = notices.approved(electrician, case_handler)
    declaration = ways.sealed(electrician, notice)
    assert notice.metering_point is not None
    page = as_user(ELECTRICIAN).get(f"/anlegg/{notice.metering_point.installation_id}")
    assert declaration.number in _text(page)
