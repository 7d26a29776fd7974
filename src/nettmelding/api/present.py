"""From the rooms' rows to what programs read. What a reader is shown of a notice is chosen here."""

from dataclasses import asdict
from typing import Any

from nettmelding.accounts.models import User
from nettmelding.api.schemas import attachments as files
from nettmelding.api.schemas import common, notices, parties, requests
from nettmelding.core.actor import Actor
from nettmelding.notices import family, queries, submissions
from nettmelding.notices import requests as cases
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.models import Attachment, Decision, Notice, Party, Request, Submission
from nettmelding.notices.status import COMPLETION_EDITS, INFO, Turn
from nettmelding.organisations import waits
from nettmelding.organisations.models import Organisation, Wait
from nettmelding.workorders import queries as work_orders

MOST_DECISIONS = 100


def company(row: Organisation) -> common.Company:
    return common.Company(id=row.id, slug=row.slug, name=row.name, organisation_number=row.organisation_number)


def person(row: User | None) -> common.Person | None:
    return common.Person(id=row.id, name=row.name) if row else None


def type_ref(type_id: str) -> notices.TypeRef:
    known = catalogue().types.get(type_id)
    return notices.TypeRef(id=type_id, name=known.name if known else type_id)


def line(actor: Actor, notice: Notice) -> notices.NoticeLine:
    """A notice in a list: its columns, which follow what was sent."""
    return notices.NoticeLine(**_columns(actor, notice))


def whole(actor: Actor, notice: Notice) -> notices.Notice:
    """A whole notice as the actor may see it. `notice` comes from `queries.get`."""
    content = _content(actor, notice)
    return notices.Notice(
        **_columns(actor, notice),
        answers=answers(content["answers"], owner=is_owner(actor, notice)),
        parties=[party(one) for one in content["parties"]],
        attachments=[attachment(one) for one in queries.attachments_for(actor, notice)],
        decisions=_decisions(notice),
        waiting_for=_waiting(actor, notice),
        actions=family.offered_in(notice, actor),
        submission_count=notice.submission_count,
        work_order_ids=[one.id for one in work_orders.of_notice(actor, notice)],
    )


def is_owner(actor: Actor, notice: Notice) -> bool:
    """Whether the notice is the actor's own company's, whose working copy they read."""
    return actor.organisation_id == notice.contractor_id


def _columns(actor: Actor, notice: Notice) -> dict[str, Any]:
    info = INFO[notice.state]
    return {
        "id": notice.id,
        "number": notice.number,
        "status": notice.state,
        "status_name": str(info.name),
        "turn": info.turn,
        "revision": notice.revision,
        "types": [type_ref(one) for one in notice.types],
        "form": notice.form,
        "mother_id": notice.mother_id,
        "position": notice.position,
        "urgent": notice.urgent,
        "contractor": company(notice.contractor),
        "grid_company": company(notice.grid_company) if notice.grid_company else None,
        "address": notice.address,
        "postcode": notice.postcode,
        "place": notice.place,
        "lat": notice.latitude,
        "lon": notice.longitude,
        "customer_name": notice.customer_name,
        "meter_number": notice.meter_number,
        "own_reference": notice.own_reference if is_owner(actor, notice) else "",
        "responsible": person(notice.responsible),
        "handler": person(notice.handler),
        "wanted_date": notice.wanted_date,
        "created_at": notice.created_at,
        "changed_at": notice.changed_at,
        "sent_at": notice.sent_at,
        "approved_at": notice.approved_at,
        "answer_due_at": notice.answer_due,
        "ends_on": notice.ends_on,
        "lapses_at": notice.lapses_at,
    }


def _content(actor: Actor, notice: Notice) -> dict[str, Any]:
    """The contractor's working copy for the contractor, the last submission of each stage for all others."""
    if is_owner(actor, notice):
        stages = [submissions.content_of(notice, Stage.NOTICE)]
        if family.states(notice) & COMPLETION_EDITS or notice.submissions.filter(stage=Stage.COMPLETION).exists():
            stages.append(submissions.content_of(notice, Stage.COMPLETION))
    else:
        last = [notice.submissions.filter(stage=stage).order_by("-number").first() for stage in Stage]
        stages = [sent.content for sent in last if sent is not None]
    return {
        "answers": {path: kept for one in stages for path, kept in one["answers"].items()},
        "parties": as_corrected(notice, stages[0]["parties"]) if stages else [],
    }


def answers(kept: dict[str, Any], *, owner: bool) -> dict[str, common.Answer]:
    """Answers by path; the contractor's own notes to themselves are for the owner only."""
    fields = catalogue().fields
    return {
        path: common.Answer(**one)
        for path, one in kept.items()
        if owner or not (path in fields and fields[path].internal)
    }


def party(kept: dict[str, Any]) -> parties.PartyOut:
    return parties.PartyOut(**kept)


def party_row(row: Party) -> parties.PartyOut:
    kept = {name: getattr(row, name) for name in submissions.PARTY_FIELDS}
    return parties.PartyOut(**kept, read_at=row.read_at)


def attachment(row: Attachment) -> files.AttachmentOut:
    return files.AttachmentOut(
        id=row.id,
        kind=row.kind,
        stage=row.stage,
        name=row.document.name,
        content_type=row.document.content_type,
        size_bytes=row.document.size,
        sha256=row.document.sha256,
        added_at=row.added_at,
        sent_with=row.sent_with,
        removed=row.removed_at is not None,
    )


def _decisions(notice: Notice) -> list[notices.DecisionOut]:
    rows = notice.decisions.prefetch_related("remarks").order_by("-decided_at", "-id")[:MOST_DECISIONS]
    return [_decision(row) for row in reversed(rows)]


def _decision(row: Decision) -> notices.DecisionOut:
    return notices.DecisionOut(
        submission_number=row.submission_number,
        outcome=row.outcome,
        text=row.text,
        conditions=row.conditions,
        automatic=row.automatic,
        grounds=row.grounds,
        remarks=[notices.RemarkOut(code=one.code, path=one.path, text=one.text) for one in row.remarks.all()],
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
    )


def _waiting(actor: Actor, notice: Notice) -> list[notices.Waiting]:
    """Who is waited for, as far as the actor's company is one of the two."""
    rows = (waits.on(actor) | waits.of(actor)).filter(subject_id=notice.id)
    return [notices.Waiting(on=_turn(row, notice), why=row.why, since=row.since, due_at=row.due) for row in rows]


def _turn(row: Wait, notice: Notice) -> Turn:
    if row.organisation_id is None:
        return Turn.CUSTOMER
    return Turn.CONTRACTOR if row.organisation_id == notice.contractor_id else Turn.GRID_COMPANY


def submission_line(row: Submission) -> notices.SubmissionLine:
    return notices.SubmissionLine(**_submission(row))


def submission(actor: Actor, notice: Notice, row: Submission) -> notices.Submission:
    """A sent version with what it changed."""
    content = row.content
    return notices.Submission(
        **_submission(row),
        types=content["types"],
        form=content["form"],
        answers=answers(content["answers"], owner=is_owner(actor, notice)),
        parties=[party(one) for one in content["parties"]],
        attachments=[{key: one[key] for key in ("id", "kind", "name", "sha256")} for one in content["attachments"]],
        changes=[notices.ChangeOut(**asdict(one)) for one in submissions.changes_in(notice, row.number)],
    )


def _submission(row: Submission) -> dict[str, Any]:
    return {
        "number": row.number,
        "stage": row.stage,
        "sha256": row.sha256,
        "sent_by_name": row.sent_by_name,
        "sent_at": row.sent_at,
    }


def request(actor: Actor, row: Request) -> requests.RequestOut:
    """A request as both its owners see it."""
    return requests.RequestOut(
        id=row.id,
        number=row.number,
        kind=requests.RequestKind(row.kind),
        state=requests.RequestState(row.state),
        state_name=str(cases.STATE_NAMES[row.state]),
        revision=row.revision,
        contractor=company(row.contractor),
        grid_company=company(row.grid_company),
        subject=row.subject,
        address=row.address,
        meter_numbers=row.meter_numbers,
        wanted_date=row.wanted_date,
        text=row.text,
        answer=row.answer,
        created_by=person(row.created_by),
        handler=person(row.handler),
        created_at=row.created_at,
        changed_at=row.changed_at,
        actions=[requests.RequestAction(step.action) for step in cases.offered(actor, row)],
    )
