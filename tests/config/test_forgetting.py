"""Nothing about people is kept past its time, and what is left still holds."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from nettmelding.audit import checkpoints
from nettmelding.audit.models import EventDetail
from nettmelding.config import forgetting
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.retention import DRAFT_WARNED_BEFORE, KINDS, NOTHING_PERSONAL, YEAR
from nettmelding.documents.models import Document
from nettmelding.messages.models import Attempt, Message, Status
from nettmelding.notices import actions, attachments, drafts, sent
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice, Party, Request, Submission
from nettmelding.organisations.models import ApiKey, Invitation, Membership, Registration
from nettmelding.registers.models import PersonLookup
from tests.notices import ways
from tests.others_things import make, picture

pytestmark = pytest.mark.django_db(databases="__all__")


def forget_all(at: datetime) -> int:
    """All that is due at a moment."""
    done = 0
    with clock.frozen(at):
        while batch := forgetting.run():
            done += batch
    return done


def due(code: str, at: datetime) -> int:
    with clock.frozen(at):
        return next(one.count for one in forgetting.due() if one.kind.code == code)


@pytest.fixture
def withdrawn(electrician: Actor, case_handler: Actor) -> Notice:
    """A case with a person, a file and words in it, that has been withdrawn."""
    make(electrician, case_handler)
    notice = Notice.objects.get(own_reference="REF-MERKE-4711")
    notice.parties.filter(role="customer").update(kind=Party.Kind.PERSON, name="Kari Marie Nordmann")
    actions.withdraw(electrician, notice.id, text="Kunden ombestemte seg")
    Message.objects.filter(subject_id=notice.id).update(status=Status.SENT, sent_at=clock.now())
    return Notice.objects.get(pk=notice.id)


def everything_about(notice: Notice) -> str:
    """All that the database says of a case, as text."""
    rows: list[object] = [Notice.objects.filter(pk=notice.pk).values().get()]
    for related in (notice.submissions, notice.parties, notice.attachments, notice.decisions, notice.transfers):
        rows += list(related.values())
    rows += list(EventDetail.objects.filter(event__subject_id=notice.pk).values())
    rows += list(Message.objects.filter(subject_id=notice.pk).values())
    return repr(rows)


def test_each_kind_says_all_that_people_are_told_and_has_what_carries_it_out() -> None:
    for kind in KINDS:
        assert all(map(str, (kind.name, kind.what, kind.why, kind.basis, kind.how_long))), kind.code
        assert kind.models, kind.code
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert {kind.code for kind in KINDS if kind.keep is not None} == set(forgetting.FORGETTERS)
    assert [code for code, forgetters in forgetting.FORGETTERS.items() if not forgetters] == []


def test_every_table_is_kept_for_a_reason_or_tells_of_nobody() -> None:
    told = {label for kind in KINDS for label in kind.models}
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert there - told - NOTHING_PERSONAL.keys() == set(), "say in core/retention.py how long it is kept"
    assert (told | NOTHING_PERSONAL.keys()) - there == set(), "no such table"
    assert told & NOTHING_PERSONAL.keys() == set()


def test_it_forgets_the_persons_of_a_case_ten_years_after_its_end(withdrawn: Notice) -> None:
    words = ("Kari Marie Nordmann", "merke@merke.example", "Bare for nettselskapet", "merkefil", "REF-MERKE-4711")
    ended = withdrawn.changed_at
    forget_all(ended + 10 * YEAR - timedelta(days=1))
    assert all(word in everything_about(withdrawn) for word in words[:1])
    forget_all(ended + 10 * YEAR + timedelta(days=1))
    left = everything_about(withdrawn)
    assert [word for word in words if word in left] == []
    assert "Hemmelegvegen" in left
    assert Document.objects.filter(name__startswith="merkefil").count() == 0


def test_a_forgotten_case_is_still_read_and_found_by_its_address(withdrawn: Notice, electrician: Actor) -> None:
    forget_all(withdrawn.changed_at + 10 * YEAR + timedelta(days=1))
    notice = Notice.objects.get(pk=withdrawn.pk)
    told = sent.read(notice, notice.submissions.get(number=1))
    assert [(party.name, party.email) for party in told.parties] == [("Merkelapp AS", "")], "a company is no person"
    assert told.parts
    assert told.files == ()


def test_the_chain_of_events_still_verifies_when_words_are_erased(withdrawn: Notice) -> None:
    checkpoints.seal()
    forget_all(withdrawn.changed_at + 10 * YEAR + timedelta(days=1))
    checkpoints.seal()
    assert EventDetail.objects.filter(event__subject_id=withdrawn.pk, erased_at__isnull=False).exists()
    assert checkpoints.verify().faults == ()


def test_what_was_sent_changes_once_and_only_to_be_erased(withdrawn: Notice) -> None:
    rows = Submission.objects.filter(notice=withdrawn)
    was = rows.get().sha256
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(content={})
    forget_all(withdrawn.changed_at + 10 * YEAR + timedelta(days=1))
    assert rows.get().sha256 == was
    changes: list[dict[str, Any]] = [{"content": {}}, {"erased_at": None}, {"content": {}, "erased_at": clock.now()}]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_a_case_that_is_open_is_not_forgotten(electrician: Actor) -> None:
    notice = ways.sent(electrician)
    forget_all(notice.changed_at + 11 * YEAR)
    assert Notice.objects.get(pk=notice.pk).forgotten_at is None


def test_a_request_loses_its_words(withdrawn: Notice) -> None:
    request = Request.objects.get(grid_company__slug="eksempelnett", text="Spørsmål med merke")
    Request.objects.filter(pk=request.pk).update(state=Request.State.DONE)
    forget_all(request.changed_at + 10 * YEAR + timedelta(days=1))
    request.refresh_from_db()
    assert (request.text, request.address) == ("", "Hemmelegvegen 77")


def test_a_draft_goes_after_a_year_but_not_before_its_owner_was_told(electrician: Actor) -> None:
    notice = ways.draft(electrician)
    almost = notice.changed_at + YEAR - DRAFT_WARNED_BEFORE + timedelta(hours=1)
    forget_all(almost)
    message = Message.objects.get(kind="draft_unused")
    assert message.to_address == "saksbehandler@eksempelelektro.example"
    assert "slettes" in message.subject
    forget_all(almost + timedelta(days=1))
    assert Message.objects.filter(kind="draft_unused").count() == 1
    assert Notice.objects.filter(pk=notice.pk).exists()
    forget_all(almost + DRAFT_WARNED_BEFORE + timedelta(hours=1))
    assert not Notice.objects.filter(pk=notice.pk).exists()


def test_a_draft_that_is_touched_after_the_warning_stays_and_is_warned_of_anew(electrician: Actor) -> None:
    notice = ways.draft(electrician)
    warned = notice.changed_at + YEAR - DRAFT_WARNED_BEFORE + timedelta(hours=1)
    forget_all(warned)
    with clock.frozen(warned + timedelta(days=5)):
        drafts.save(electrician, notice.id, mine={"work.further_information": "Snart"})
    forget_all(warned + timedelta(days=60))
    assert Notice.objects.filter(pk=notice.pk).exists()
    forget_all(warned + YEAR)
    assert Message.objects.filter(kind="draft_unused").count() == 2


def test_a_file_of_a_draft_that_is_gone_goes_too(electrician: Actor) -> None:
    kept, gone = ways.draft(electrician), ways.draft(electrician)
    for notice in (kept, gone):
        attachments.add(electrician, notice.id, kind="photo", name="skap.png", file=io.BytesIO(picture()))
    actions.act(electrician, gone.id, Action.DELETE)
    assert Document.objects.filter(name="skap.png").count() == 2
    forget_all(clock.now() + timedelta(days=31))
    assert Document.objects.get(name="skap.png").pk == kept.attachments.get().document_id


def test_a_message_keeps_that_it_was_sent_and_nothing_else(electrician: Actor, case_handler: Actor) -> None:
    ways.approved(electrician, case_handler)
    message = Message.objects.get(kind="notice_approved")
    Attempt.objects.create(message=message, number=1, detail="550 saksbehandler@eksempelelektro.example")
    at = message.created_at + YEAR + timedelta(days=1)
    assert due("messages", at) == 0, "it waits to be sent"
    Message.objects.update(status=Status.SENT, sent_at=message.created_at)
    forget_all(at)
    message.refresh_from_db()
    assert (message.to_address, message.subject, message.text, message.html) == ("", "", "", "")
    assert message.sent_at is not None
    assert not Attempt.objects.exclude(detail="").exists()


def test_lookups_registrations_invitations_and_keys_go_when_their_time_is_out(electrician: Actor) -> None:
    present = clock.now()
    PersonLookup.objects.create(
        actor_kind="person", actor_name="En", grid_company_id=electrician.organisation, purpose="x", criteria="y"
    )
    Registration.objects.create(organisation_number="310000655", name="Ny", email="ny@ny.example")
    membership = Membership.objects.get(user__name=electrician.name)
    ApiKey.objects.create(membership=membership, hash="h", ended_at=present)
    Invitation.objects.create(
        organisation_id=electrician.organisation,
        name="Ny",
        token_hash="t",
        expires_at=present,
    )
    ends: dict[type, timedelta] = {
        Registration: timedelta(days=7), Invitation: timedelta(days=90), ApiKey: YEAR, PersonLookup: 2 * YEAR,
    }  # fmt: skip
    for model, kept in ends.items():
        forget_all(present + kept - timedelta(hours=1))
        assert model.objects.exists(), model  # type: ignore[attr-defined]
        forget_all(present + kept + timedelta(hours=1))
        assert not model.objects.exists(), model  # type: ignore[attr-defined]


def test_the_dry_run_says_in_words_what_would_go_and_changes_nothing(
    withdrawn: Notice, capsys: pytest.CaptureFixture[str]
) -> None:
    from nettmelding.config.cli import main

    with clock.frozen(withdrawn.changed_at + 10 * YEAR + timedelta(days=1)):
        assert main(["forget", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "Meldinger og henvendelser: 1" in said
    assert "Ti år etter at saken er avsluttet" in said
    assert Notice.objects.get(pk=withdrawn.pk).forgotten_at is None


def test_a_kind_that_fails_does_not_hold_up_the_others(withdrawn: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def fail(keys: object) -> int:
        raise RuntimeError("nope")

    broken = (replace(forgetting.FORGETTERS["cases"][0], forget=fail),)
    monkeypatch.setattr(forgetting, "FORGETTERS", {**forgetting.FORGETTERS, "cases": broken})
    with pytest.raises(RuntimeError, match="nope"):
        forget_all(withdrawn.changed_at + 10 * YEAR + timedelta(days=1))
    assert EventDetail.objects.filter(erased_at__isnull=False).exists()
