"""Every field of a declaration, compared with where it comes from."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, NotFound, Refused
from nettmelding.declarations import drafts, filling, forgetting, queries, sealing, signing
from nettmelding.declarations.catalogue.load import written
from nettmelding.declarations.catalogue.model import Kind, Origin
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.installations.models import Installation
from nettmelding.messages.models import Message
from nettmelding.notices import actions
from nettmelding.notices import drafts as notice_drafts
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Membership, Organisation
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from tests.declarations import ways
from tests.notices import ways as notices
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
ROOT = Path(__file__).resolve().parents[2]


def _filled(draft: Draft) -> dict[str, tuple[Any, str]]:
    return {path: (one["value"], one["from"]) for path, one in drafts.whole(draft).items()}


def test_every_field_of_an_installation_is_what_its_source_says(electrician: Actor, case_handler: Actor) -> None:
    notice = notices.approved(electrician, case_handler)
    notices.fill_in_completion(
        electrician, notice, **{"completion.ov_a": 63, "completion.differences": "Kortere kabel"}
    )
    found = _filled(drafts.begin(electrician, notice.id))
    firm, point = Organisation.objects.get(pk=electrician.organisation), notice.metering_point
    assert point is not None
    sent = notice.submissions.order_by("-number")[0].content
    answers = {path: kept["value"] for path, kept in sent["answers"].items()}
    customer = next(one["name"] for one in sent["parties"] if one["role"] == "customer")
    expected = {
        "issuer.name": (firm.name, "company:name"),
        "issuer.organisation_number": (firm.organisation_number, "company:organisation_number"),
        "issuer.address": (f"{firm.address}, {firm.postcode} Eksempelvik", "company:address"),
        "issuer.dsb_id": (firm.dsb_id, "company:dsb_id"),
        "site.owner": (customer, "party:owner"),
        "site.notice_number": (notice.number, "derived:notice_number"),
        "site.address": ("Prøvevegen 1, 9998 Eksempelvik", "notice:site.address"),
        "site.meter_number": (point.meter_number, "completion:completion.meter_number"),
        "site.metering_point_id": (point.metering_point_id, "point:metering_point_id"),
        "site.network_system": (answers["supply.network_system"], "notice:supply.network_system"),
        "work.done_on": ("2026-11-20", "completion:completion.done_on"),
        "work.ov_a": (63, "completion:completion.ov_a"),
        "work.differences": ("Kortere kabel", "completion:completion.differences"),
        "people.did": ("Stian Lednes", "derived:responsible"),
        "people.checked": ("Meg selv", "completion:completion.checked_by"),
        "people.answers": (firm.technically_responsible, "company:technically_responsible"),
        "basis.standards": (["nek_400_2022", "nek_399_2022"], "default:standards"),
        "circuit.1.name": ("Hovedkurs (OV)", "default:main_circuit"),
        "circuit.1.rated_a": (63, "completion:completion.ov_a"),
    }
    assert {path: found.get(path) for path in expected} == expected
    assert "Nytt OV: 63 A" in found["work.scope"][0]
    assert {"shock_during_work", "overload_upgrade", "short_circuit"} <= set(found["basis.risks"][0])
    assert "ev_continuous" not in found["basis.risks"][0]
    unknown = {one.path for one in written().fields.values() if Kind.INSTALLATION in one.kinds} - found.keys()
    assert unknown == {"work.interface", "basis.standards_other", "basis.risk_text"}


def test_the_grids_smallest_current_is_held_against_the_protection(electrician: Actor, case_handler: Actor) -> None:
    notice = notices.approved(electrician, case_handler)
    submission = notice.submissions.get()
    content = json.loads(json.dumps(submission.content))
    values = {"object_id": "x", "object_name": "KS 1", "values": {"ik2p_min_ka": 0.84}}
    content["answers"]["map.short_circuit"] = {"value": values, "source": "map", "read_at": ""}
    content["answers"]["protection.ov_characteristic"] = {"value": "c", "source": "user", "read_at": ""}
    submission.content = content
    known = filling.Known(Kind.INSTALLATION, notice.contractor, notice)
    known.__dict__["sent"] = submission
    found = filling.fill(known)
    assert (found["circuit.1.ik2p_min"].value, str(found["circuit.1.ik2p_min"].place)) == (840.0, "derived:ik2p_min")
    assert found["circuit.1.characteristic"].value == "c"


def test_what_is_typed_stands_over_what_is_filled_in_and_what_is_emptied_stays_empty(
    electrician: Actor, case_handler: Actor
) -> None:
    draft = drafts.begin(electrician, notices.approved(electrician, case_handler).id)
    drafts.save(electrician, draft.id, mine={"site.owner": "Borettslaget Åsen", "site.meter_number": ""})
    whole = drafts.whole(queries.draft(electrician, draft.id))
    assert (whole["site.owner"]["value"], whole["site.owner"]["source"]) == ("Borettslaget Åsen", Origin.ASKED)
    assert whole["site.owner"]["by"] == "Stian Lednes"
    assert "site.meter_number" not in whole


def test_the_meter_is_declared_by_the_fitter_who_mounted_it_with_nothing_more_asked(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    assert jobs.Phone(fitter).do_all(order).outcome == "done"
    order = WorkOrder.objects.select_related("metering_point", "performer").get(pk=order.pk)
    declaration = Declaration.objects.get(work_order=order)
    said, answers = declaration.values(), order.values()
    assert order.metering_point is not None
    expected = {
        "issuer.name": order.performer.name,
        "site.metering_point_id": order.metering_point.metering_point_id,
        "work.done_on": clock.today().isoformat(),
        "people.did": fitter.name,
        "people.checked": fitter.name,
        "meter.work": "Måler byttes",
        "meter.old_number": order.facts["old_number"],
        "meter.old_reading_kwh": answers["old_reading"],
        "meter.new_number": answers["new_meter"],
        "meter.new_reading_kwh": answers["new_reading"],
        "meter.seals": "P-1, P-2",
        "meter.voltages": "L1-L2 231 V, L1-L3 230,5 V, L2-L3 229 V",
        "meter.phase_order": "right",
        "meter.leads_right_way": True,
    }
    assert {path: said.get(path) for path in expected} == expected
    assert {one["source"] for path, one in declaration.content.items() if path.startswith("meter.")} <= {
        "order",
        "order_is",
        "notice",
        "point",
    }
    assert not any(one["source"] == Origin.ASKED for one in declaration.content.values())
    assert (declaration.number, declaration.version) == (f"M{order.number[1:]}", 1)
    assert (declaration.signed_by_id, declaration.signature["how"]) == (fitter.user_id, "drawn")
    assert sealing.run("test") == 1


def test_a_report_that_comes_again_is_a_new_version(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    phone = jobs.Phone(fitter)
    phone.do_all(order)
    perform(case_handler, order.id, Action.RETURN, Given(text="Plomben var feil"))
    phone.do(order, "answer", answers={"seals": {"value": ["P-9"], "base": ["P-1", "P-2"]}})
    phone.do(order, "report", signature=jobs.SIGNATURE, text="")
    newest = Declaration.objects.filter(work_order=order).order_by("-version")[0]
    assert (newest.version, newest.values()["meter.seals"]) == (2, "P-9")


def test_an_apprentice_reports_and_somebody_else_signs(
    client: Client, electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    apprentice = "montor2@eksempelelektro.example"
    Membership.objects.filter(user__email=apprentice).update(roles=["apprentice"])
    jobs.paper(apprentice, "eksempelnett")
    learner = actor(apprentice)
    order = jobs.ordered_of_contractor(electrician, case_handler)
    perform(electrician, order.id, Action.PLAN, Given(assignee_id=learner.user_id, slot=jobs.tomorrow()))
    reported = jobs.Phone(learner).do_all(order, signature=None)
    assert reported.outcome == "done", reported.message
    assert not Declaration.objects.exists()
    draft = Draft.objects.get(work_order=order)
    with pytest.raises(NotAllowed):
        signing.sign(learner, draft.id, ways.SIGNATURE)
    client.force_login(Membership.objects.get(user__email="saksbehandler@eksempelelektro.example").user)
    assert f"/samsvarserklaeringer/kladd/{draft.id}" in client.get("/").content.decode()
    assert signing.sign(electrician, draft.id, ways.SIGNATURE).work_order_id == order.id


def test_two_firms_declare_each_its_own_with_the_interface_named(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = notices.approved(electrician, case_handler)
    other = actor("admin@proveinstallasjon.example")
    theirs = drafts.ask(electrician, notice.id, Organisation.objects.get(pk=other.organisation), "Varmekabler på badet")
    assert Message.objects.filter(kind="declaration_wanted").exists()
    draft = queries.draft(other, theirs.id)
    said = drafts.values(draft)
    assert said["work.scope"] == "Varmekabler på badet"
    assert "Eksempel Elektro AS har meldt arbeidet" in said["work.interface"]
    assert said["issuer.name"] == "Prøve Installasjon AS"
    assert not {path for path in said if path.startswith(("completion", "work.ov"))}
    mine = drafts.begin(electrician, notice.id)
    assert "work.interface" in {one.path for one in signing.missing_in(mine)}
    answers = {**ways.ASKED, **ways.points(), **ways.MEASURED, "people.did": "Pål"}
    assert not drafts.save(other, draft.id, mine=answers).errors
    second = signing.sign(other, draft.id, ways.SIGNATURE)
    first = signing.sign(
        electrician,
        ways.complete(electrician, notice, **{"work.interface": "Prøve har varmekablene"}).id,
        ways.SIGNATURE,
    )
    assert {one.id for one in queries.of_notice(electrician, notice).signed} == {first.id, second.id}
    with pytest.raises(NotFound):
        queries.get(other, first.id)
    with pytest.raises(Refused):
        drafts.ask(electrician, notice.id, Organisation.objects.get(pk=other.organisation), "")


def test_what_is_signed_never_changes(electrician: Actor, case_handler: Actor) -> None:
    declaration = ways.signed(electrician, notices.approved(electrician, case_handler))
    for change in ({"number": "S-1"}, {"content": {}}, {"printed": {}}, {"signature": {}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Declaration.objects.filter(pk=declaration.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.filter(pk=declaration.pk)._raw_delete("default")


def test_it_is_kept_while_the_installation_is_there_and_five_years_at_least(
    electrician: Actor, case_handler: Actor
) -> None:
    declaration = ways.sealed(electrician, notices.approved(electrician, case_handler))
    later = clock.now() + 6 * forgetting_year()
    assert not forgetting.SIGNED.due(later).exists()
    Notice.objects.filter(metering_point__installation_id=declaration.installation_id).update(metering_point=None)
    Installation.objects.filter(pk=declaration.installation_id).delete()
    assert not forgetting.SIGNED.due(clock.now() - forgetting_year()).exists()
    assert forgetting.SIGNED.forget(list(forgetting.SIGNED.due(later).values_list("pk", flat=True))) == 1
    declaration.refresh_from_db()
    assert (declaration.content, declaration.printed, declaration.signature) == ({}, {}, {})
    assert declaration.number
    assert (
        declaration.sealing.document is None or not Declaration.objects.filter(sealing__document__isnull=False).exists()
    )


def forgetting_year() -> Any:
    from nettmelding.core.retention import YEAR

    return YEAR


def test_a_draft_notice_and_a_rejected_one_are_not_declared(electrician: Actor, case_handler: Actor) -> None:
    with pytest.raises(Refused):
        drafts.begin(electrician, notices.ready(electrician).id)
    sent = notices.sent(electrician)
    actions.reject(case_handler, sent.id, text="Mangler", remarks=())
    with pytest.raises(Refused):
        drafts.begin(electrician, sent.id)


def test_a_declared_reconnection_can_be_reported_finished(electrician: Actor, case_handler: Actor) -> None:
    """The declaration that such work asks for lies with the report when it is sealed."""
    notice = notices.approved(electrician, case_handler)
    ways.sealed(electrician, notice)
    attached = notice.attachments.get(kind="declaration_of_conformity")
    assert attached.stage == "completion"
    assert notice_drafts.save(electrician, notice.id, mine={"completion.done_on": "20.11.2026"}).errors == {}


def test_the_table_of_the_fields_is_as_the_data_is() -> None:
    command = [sys.executable, "scripts/declaration_fields.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
