"""The contractor's working copy: made and filled in. What is not sent is seen by nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, NotAllowed, NotFound, Refused
from nettmelding.core.merge import merge
from nettmelding.notices import columns, family, indexing, map_marks, queries, waiting, working_copy
from nettmelding.notices.catalogue import selection
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.lifecycle import STOPPED
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import COMPLETION_EDITS, CONTRACTOR_EDITS, Status
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving led to. Nothing typed is lost: a conflict leaves theirs in place and gives mine back."""

    notice: Notice
    conflicts: dict[str, tuple[Any, Any]]
    """Path → (theirs, mine)."""
    errors: dict[str, str]
    """Path → why the value was not taken."""


def create(
    actor: Actor,
    types: Sequence[str],
    form: str,
    *,
    grid_company_id: UUID | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Notice:
    """A new draft. Errors: NotAllowed; Invalid where the types do not go together or the form is not offered."""
    if not access.may_write_notices(actor):
        raise NotAllowed("not_yours", _("Bare installatører lager meldinger."))
    refuse_where_stopped(actor)
    selection.check(types, form)
    notice = Notice(
        contractor_id=actor.organisation,
        grid_company_id=grid_company_id,
        types=list(types),
        leading_type=types[0],
        form=form,
        created_by_id=actor.user_id,
        responsible_id=actor.user_id,
        known=contractor_facts(actor),
        known_at=clock.now(),
    )
    with write():
        notice.save(force_insert=True)
        record(actor, SUBJECT, notice.id, "created", audience=(Audience.CONTRACTOR,), detail={"types": notice.types})
        settle(notice)
    if answers:
        return save(actor, notice.id, mine=answers).notice
    return notice


def refuse_where_stopped(actor: Actor) -> None:
    """Errors: Refused where the registers no longer say that the actor's company may do such work."""
    if Organisation.objects.filter(pk=actor.organisation, stopped_at__isnull=False).exists():
        raise Refused(STOPPED.code, str(STOPPED.message))


def save(
    actor: Actor,
    notice_id: UUID,
    *,
    mine: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    source: Source = Source.USER,
    revision: int | None = None,
) -> Saved:
    """Merge answers into the working copy, field by field.

    `mine` holds raw values as typed for the paths that were on the page, `base` the values they had when the page was
    made; without it, mine stand whatever was there. What somebody else changed meanwhile stays, unless it is the same
    field: then it is a conflict. Of a drawing it is mark by mark. A value that does not hold is not taken, and the others are.
    """
    with write():
        notice = locked(actor, notice_id, revision)
        parsed, errors = working_copy.parse(notice, mine)
        known = {path for path in mine if path not in errors}
        theirs = {path: value for path, value in notice.values().items() if path in known}
        given_base = theirs if base is None else base
        was = {path: value for path, value in given_base.items() if path in known and value not in (None, "", [])}
        drawn, redrawn_by_both = map_marks.joined(was, theirs, parsed)
        wanted = {path: value for path, value in parsed.items() if value is not None and path not in drawn}
        merged = merge({path: value for path, value in was.items() if path not in drawn}, theirs, wanted)
        fields = {**merged.fields, **drawn}
        changed = {path for path in known if fields.get(path) != theirs.get(path)}
        if changed:
            put(notice, {path: fields.get(path) for path in changed}, source, by=actor.name)
            settle(notice)
    return Saved(notice, merged.conflicts | redrawn_by_both, errors)


def put(notice: Notice, values: Mapping[str, Any], source: Source, *, by: str = "") -> None:
    """Set answers on the notice in memory, with where they come from and who wrote them; None takes an answer away.

    Who wrote it is for colleagues in the same draft, and is not sent.
    """
    moment = clock.now().isoformat()
    for path, value in values.items():
        if value is None or value == "" or value == []:
            notice.answers.pop(path, None)
        else:
            notice.answers[path] = {"value": value, "source": source.value, "read_at": moment} | (
                {"by": by} if by else {}
            )


def set_types(actor: Actor, notice_id: UUID, types: Sequence[str], form: str) -> Notice:
    """Change what the draft is about; answers that still have a place stay. Errors: as `create`."""
    with write():
        notice = locked(actor, notice_id)
        if notice.state is not Status.DRAFT:
            raise Refused("sent_already", _("Meldingen er sendt. Lag en ny for et annet arbeid."))
        selection.check(types, form)
        if form != FormKind.SEVERAL and notice.children.exists():
            raise Refused("has_children", _("Ta bort anleggene først. De hører til en melding om flere måleranlegg."))
        notice.types, notice.leading_type, notice.form = list(types), types[0], form
        settle(notice)
    return notice


def locked(actor: Actor, notice_id: UUID, revision: int | None = None) -> Notice:
    """The contractor's own notice, locked for a change of its working copy. Inside the caller's transaction.

    Errors: NotFound, Refused where its status does not allow it, Conflict for an outdated revision.
    """
    rows = queries.locked(actor, [notice_id]).select_related("contractor", "grid_company")
    notice = rows.filter(contractor_id=actor.organisation_id).first()
    if notice is None or not access.may_write_notices(actor):
        raise NotFound
    if not family.states(notice) & (CONTRACTOR_EDITS | COMPLETION_EDITS):
        raise Refused(
            "not_editable", _("Meldingen kan ikke endres nå. Den ligger hos nettselskapet eller er avsluttet.")
        )
    if revision is not None and revision != notice.revision:
        raise Conflict("changed_meanwhile", _("Meldingen er endret av noen andre i mellomtiden. Last siden på nytt."))
    return notice


def settle(notice: Notice) -> None:
    """After a change of the working copy: bring the columns in line, count it, keep it, and let it be found."""
    columns.refresh_if_unsent(notice)
    notice.revision += 1
    notice.changed_at = clock.now()
    notice.save()
    if notice.mother_id is None:
        waiting.refresh(notice)
    if family.is_mother(notice):
        _lead_children(notice)
    if notice.sent_at is None:
        indexing.reindex(notice)


def _lead_children(mother: Notice) -> None:
    """What is not sent yet goes where its mother goes, and is about the same work."""
    notice_of_one = {"types": mother.types, "leading_type": mother.leading_type, "responsible": mother.responsible_id}
    mother.children.filter(sent_at__isnull=True).update(grid_company=mother.grid_company_id, **notice_of_one)


def contractor_facts(actor: Actor) -> dict[str, str]:
    """What is known of the one who fills in, by the catalogue's names."""
    company = Organisation.objects.filter(pk=actor.organisation).first()
    responsible = company.technically_responsible if company else ""
    facts = {"contractor.me": actor.name, "contractor.technically_responsible": responsible}
    return {name: value for name, value in facts.items() if value}
