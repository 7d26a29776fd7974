"""A metering point leaves its block notice and becomes a notice of its own, so that it can be handed over without the others.

What stood on the mother alone is written into it: in the working copy, and in a version that tells what the grid company had
been sent of it, by both. Nothing is decided or sent anew by that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.grid import seeing
from nettmelding.notices import family, indexing, labels, screening, submissions, waiting, working_copy
from nettmelding.notices.catalogue.form import Source, from_mother
from nettmelding.notices.catalogue.load import written
from nettmelding.notices.catalogue.model import FormKind, Level, Stage
from nettmelding.notices.models import Attachment, Notice, Party, Submission
from nettmelding.notices.perform import EVERYONE, save
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import OPEN

SPLIT_OFF = "split_off"
"""The event on what was a metering point of a block notice."""
CHILDREN_SPLIT = "children_split"
"""The event on its mother."""
_FROM_THE_MOTHER = (
    "address",
    "address_key",
    "postcode",
    "place",
    "latitude",
    "longitude",
    "wanted_date",
    "customer_name",
)
"""Columns that are the mother's where the metering point has nothing there."""


def split_off(actor: Actor, mother: Notice, children: Sequence[Notice]) -> None:
    """Let these metering points be notices of their own from now on, and the mother what the others make of her.

    Each keeps its number, its history and all that is its own. Inside the caller's transaction, which has locked the mother and
    then the children, all sent; the rows in hand are brought in line.
    """
    source, places, named = mother.status, [child.position for child in children], labels.several(children)
    whole = _Whole.read(mother)
    for child in children:
        child.mother = mother
        _make_whole(child, whole)
    screening.mark_split(mother, children)
    save(children)
    _derive(mother)
    what = {"from": source, "to": mother.status, "children": places, "named": named}
    told = [Told(child.id, SPLIT_OFF, EVERYONE, {"number": mother.number}) for child in children]
    record_all(actor, SUBJECT, [Told(mother.id, CHILDREN_SPLIT, EVERYONE, what), *told])
    waiting.refresh(mother, *children)
    indexing.reindex(mother, *children)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The mother, with what goes along with each of her children."""

    mother: Notice
    sent: Mapping[Stage, Submission]
    """What was sent last."""
    parties: Sequence[Party]
    attached: Mapping[str, Attachment]
    """By id as it stands in what was sent."""

    @classmethod
    def read(cls, mother: Notice) -> "_Whole":
        attached = mother.attachments.filter(sent_with__isnull=False)
        return cls(mother, _sent(mother), list(mother.parties.all()), {str(one.id): one for one in attached})


def _sent(notice: Notice) -> dict[Stage, Submission]:
    """What was sent last in each stage, the earlier one first."""
    found = {stage: notice.submissions.filter(stage=stage).order_by("-number").first() for stage in Stage}
    return dict(sorted(((at, one) for at, one in found.items() if one), key=lambda pair: pair[1].number))


def _make_whole(child: Notice, whole: _Whole) -> None:
    """In memory, and what lies beside the row as rows."""
    own = _sent(child)
    stages = [stage for stage in Stage if stage in own]
    child.answers = {**_inherited(child, stages), **child.answers}
    child.form = FormKind.SINGLE.value
    for stage, last in own.items():
        if stage in whole.sent:
            _tell(child, last, whole)
    _take_parties(child, whole)
    mother = whole.mother
    for column in _FROM_THE_MOTHER:
        if getattr(child, column) in (None, ""):
            setattr(child, column, getattr(mother, column))
    child.urgent = child.urgent or mother.urgent
    child.handler_id = child.handler_id or mother.handler_id
    child.mother = child.position = None
    child.revision += 1
    child.changed_at = clock.now()


def _inherited(child: Notice, stages: Sequence[Stage]) -> dict[str, Any]:
    """Answers as they are kept, for what it had from its mother until now. What she says of completion is the contractor's own
    until it is reported."""
    fields, moment = written().fields, clock.now().isoformat()
    return {
        path: {"value": value, "source": Source.MOTHER.value, "read_at": moment}
        for stage in stages
        for path, value in working_copy.inherited(child, stage).items()
        if from_mother(fields[path], child.known, {path: value}) is not None and not fields[path].internal
    }


def _tell(child: Notice, last: Submission, whole: _Whole) -> None:
    """A version with all that the grid company had been sent of it: its own, and what the mother told for it."""
    common = whole.sent[Stage(last.stage)]
    attached = [_attach(child, one, whole.attached) for one in common.content["attachments"]]
    roles = {party["role"] for party in last.content["parties"]}
    theirs = [party for party in common.content["parties"] if party["role"] not in roles]
    content = {
        **last.content,
        "form": child.form,
        submissions.SPLIT_FROM: whole.mother.number,
        "answers": {**_of_the_installation(common.content["answers"]), **last.content["answers"]},
        "parties": sorted([*last.content["parties"], *theirs], key=lambda party: str(party["role"])),
        "attachments": [*last.content["attachments"], *filter(None, attached)],
    }
    submissions.keep([submissions.again(child, content, last, common)])


def _of_the_installation(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a metering point of a block notice is not asked; what it is asked, stands in its own version."""
    fields = written().fields
    return {
        path: {**kept, "source": Source.MOTHER.value}
        for path, kept in answers.items()
        if path in fields and fields[path].level is Level.INSTALLATION
        if not (fields[path].of_its_own or fields[path].internal)
    }


def _attach(child: Notice, told: Mapping[str, Any], attached: Mapping[str, Attachment]) -> dict[str, Any] | None:
    """The same document on the metering point, as it stands in what is sent; None where the file is gone."""
    original = attached.get(told["id"])
    if original is None:
        return None
    made = Attachment.objects.create(
        notice=child,
        document_id=original.document_id,
        kind=original.kind,
        stage=original.stage,
        audience=original.audience,
        added_by_id=original.added_by_id,
        organisation_id=original.organisation_id,
        added_at=original.added_at,
        removed_at=original.removed_at,
    )
    return {**told, "id": str(made.id)}


def _take_parties(child: Notice, whole: _Whole) -> None:
    """The mother's where it names nobody itself, reached as it was corrected since."""
    own = {party.role for party in child.parties.all()}
    copied = [party for party in whole.parties if party.role not in own]
    fields = [field.attname for field in Party._meta.concrete_fields if field.attname not in {"id", "notice_id"}]
    Party.objects.bulk_create(
        [Party(id=uuid7(), notice=child, **{name: getattr(one, name) for name in fields}) for one in copied]
    )
    corrected = {role: kept for role, kept in whole.mother.corrected.items() if role not in own}
    child.corrected = {**corrected, **child.corrected}
    child.unreached = [*dict.fromkeys([*child.unreached, *whole.mother.unreached])]


def _derive(mother: Notice) -> None:
    """What she is by the children that are left."""
    mother.status = family.derive(child.state for child in family.children_of([mother], [])[mother.id]).value
    mother.revision += 1
    mother.changed_at = clock.now()
    mother.save()
    if mother.state not in OPEN:
        seeing.end([mother.id])
