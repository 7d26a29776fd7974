"""From one draft, many like it: one for each address, in one go, in a project."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock, text
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.documents.models import Document
from nettmelding.notices import clones, columns, drafts, indexing, projects, queries, waiting
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import FormKind, PartyRole, Stage
from nettmelding.notices.models import Attachment, Notice, Party, Project, ProjectAttachment
from nettmelding.notices.places import ADDRESS
from nettmelding.notices.projects_places import MOST
from nettmelding.notices.projects_sharing import attach_all, in_hand
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import OPEN, Status
from nettmelding.organisations import access
from nettmelding.organisations.areas import Candidates, candidates_of
from nettmelding.organisations.models import Organisation
from nettmelding.registers.protocols import Company
from nettmelding.rules.queries import in_force

_ITS_OWN = (
    "completion.",
    "disconnection.",
    "site.address",
    "site.meter_number",
    "site.existing_meters",
    "site.meter_to_remove",
)
"""Answers about one place only; dates and references go along."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One notice that is wanted. `answers`: values as kept, besides those that are copied."""

    address: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    grid_company_id: UUID | None = None
    """Chosen where two come into question."""
    customer: Company | None = None
    """Another customer than the draft's: a firm that the register has confirmed."""
    without_customer: bool = False
    """Another customer, who is to be found in the draft itself."""
    again: bool = False
    """Though there is an open notice about the address already."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would come of one that is wanted."""

    wanted: Wanted
    companies: tuple[Organisation, ...]
    """The grid companies that come into question; more than one has to be chosen between."""
    existing: Notice | None = None
    """An open notice or draft of the company's about the address."""
    twice: bool = False
    """The same address stands above."""

    @property
    def grid_company_id(self) -> UUID | None:
        ids = [company.id for company in self.companies]
        if len(ids) == 1:
            return ids[0]
        return self.wanted.grid_company_id if self.wanted.grid_company_id in ids else None

    @property
    def asks(self) -> bool:
        """Whether the grid company has to be chosen."""
        return len(self.companies) > 1 and self.grid_company_id is None


def original(actor: Actor, notice_id: UUID) -> Notice:
    """The notice to make more of: the company's own. Errors: NotFound; Refused for a block notice and its parts."""
    found = queries.own(actor, notice_id)
    if not access.may_write_notices(actor):
        raise NotFound
    if found.mother_id is not None or found.form == FormKind.SEVERAL:
        raise Refused("block_notice", _("En blokkmelding har sine målere i seg selv. Legg til flere der."))
    return found


def look(actor: Actor, wanted: Sequence[Wanted]) -> list[Prospect]:
    """What would come of them, in a few statements however many they are."""
    places = [
        (one.address.get("lat"), one.address.get("lon"), str(one.address.get("postcode") or "")) for one in wanted
    ]
    return _prospects(actor, wanted, candidates_of(places))


def make(
    actor: Actor,
    notice_id: UUID,
    wanted: Sequence[Wanted],
    *,
    project_id: UUID | None = None,
    name: str = "",
    with_attachments: bool = True,
) -> tuple[Project, list[Notice]]:
    """A draft for each, all or none, in a project: the one named, or a new one. The first draft goes into it too, and its
    files are shared from then on.

    Errors: those of `original` and `drafts.create`; Invalid where none or too many are wanted, an address has an open notice
    already or comes twice, or the grid company is not chosen; those of `projects`.
    """
    drafts.refuse_where_stopped(actor)
    first = original(actor, notice_id)
    if not 1 <= len(wanted) <= MOST:
        sentence = _("Velg fra 1 til %(most)s adresser.") % {"most": MOST}
        raise Invalid("how_many", sentence, fields={"address": sentence})
    prospects = look(actor, wanted)
    _check(prospects)
    made, parties = _drafts(actor, first, prospects)
    with write():
        list(queries.locked(actor, [first.id]))
        _check(_prospects(actor, wanted, [Candidates(one.companies, "") for one in prospects]))
        joins = first.project_id is None
        project = projects.locked(actor, project_id) if project_id else projects.made(actor, name)
        projects.room_for(project, len(made) + joins)
        if joins:
            Notice.objects.filter(pk=first.id).update(project=project)
        files = _shared(actor, project, first if with_attachments else None)
        for notice in made:
            notice.project = project
        Notice.objects.bulk_create(made, batch_size=100)
        Party.objects.bulk_create(parties, batch_size=500)
        attach_all(actor, [(one.document, one.kind) for one in files], made)
        detail = {"copied_from": first.number, "types": first.types}
        record_all(actor, SUBJECT, [Told(one.id, "created", (Audience.CONTRACTOR,), detail) for one in made])
        projects.told(actor, project, "made", {"from": str(first.id), "count": len(made)})
        waiting.refresh(*made)
        indexing.reindex(*made)
    return project, made


def _check(prospects: Sequence[Prospect]) -> None:
    """Errors: Invalid, with a sentence for each row by its place, `row.0`."""
    problems: dict[str, str] = {}
    for at, one in enumerate(prospects):
        if one.existing is not None and not one.wanted.again:
            problems[f"row.{at}"] = _("Dere har en åpen melding på adressen: %(number)s.") % {
                "number": one.existing.number or _("kladd")
            }
        elif one.twice and not one.wanted.again:
            problems[f"row.{at}"] = _("Adressen står to ganger.")
        elif one.asks:
            problems[f"row.{at}"] = _("Velg nettselskapet.")
    if problems:
        raise Invalid("rows", _("Noen av adressene må sees over."), fields=problems)


def _prospects(actor: Actor, wanted: Sequence[Wanted], found: Sequence[Candidates]) -> list[Prospect]:
    keys = [_key(one.address) for one in wanted]
    existing = _existing(actor, {key for key, _postcode in keys})
    seen: set[tuple[str, str]] = set()
    prospects = []
    for one, key, candidates in zip(wanted, keys, found, strict=True):
        prospects.append(Prospect(one, candidates.companies, existing.get(key), twice=key in seen))
        seen.add(key)
    return prospects


def _key(address: Mapping[str, Any]) -> tuple[str, str]:
    """What an address is known again by: as the column, and the postcode."""
    shown = address_text({**address, "postcode": "", "place": ""})[:160]
    return text.sort_key(shown)[:200], str(address.get("postcode") or "")[:4]


def _existing(actor: Actor, keys: Collection[str]) -> dict[tuple[str, str], Notice]:
    """The company's open notices and drafts about the addresses, the last changed where there are several."""
    rows = queries.visible_to(actor).filter(
        contractor_id=actor.organisation,
        address_key__in=set(keys) - {""},
        status__in=[status.value for status in OPEN | {Status.DRAFT}],
    )
    return {(one.address_key, one.postcode): one for one in queries.as_lines(rows).order_by("changed_at")}


def _drafts(actor: Actor, first: Notice, prospects: Sequence[Prospect]) -> tuple[list[Notice], list[Party]]:
    """The drafts and their parties, not saved: all that is worked out is worked out before the transaction."""
    known, present = drafts.contractor_facts(actor), clock.now()
    rules = {one: in_force(one) for one in {prospect.grid_company_id for prospect in prospects} if one}
    kept = {path: value for path, value in first.answers.items() if not path.startswith(_ITS_OWN)}
    standing = list(first.parties.all())
    made, parties = [], []
    for prospect in prospects:
        notice = Notice(
            contractor=first.contractor,
            grid_company_id=prospect.grid_company_id,
            types=list(first.types),
            leading_type=first.leading_type,
            form=first.form,
            created_by_id=actor.user_id,
            responsible=first.responsible,
            known=dict(known),
            known_at=present,
            changed_at=present,
            revision=2,
        )
        notice.answers = deepcopy(kept)
        address = dict(prospect.wanted.address)
        drafts.put(notice, {ADDRESS: address}, Source.REGISTER if address.get("municipality_number") else Source.USER)
        drafts.put(notice, prospect.wanted.answers, Source.USER, by=actor.name)
        if prospect.grid_company_id:
            notice.rules_read = rules[prospect.grid_company_id]
        people = _people(notice, standing, prospect.wanted)
        in_hand(notice, people)
        columns.refresh(notice)
        made.append(notice)
        parties += people
    return made, parties


def _people(notice: Notice, standing: Sequence[Party], wanted: Wanted) -> list[Party]:
    """The draft's parties; another customer takes with it whoever was said to be the same."""
    if wanted.customer is None and not wanted.without_customer:
        return clones.of_parties(standing, [notice])
    gone = {PartyRole.CUSTOMER.value}
    gone |= {party.role for party in standing if party.same_as in gone}
    people = clones.of_parties([party for party in standing if party.role not in gone], [notice])
    if wanted.customer is None:
        return people
    customer = Party(
        notice=notice,
        role=PartyRole.CUSTOMER,
        kind=Party.Kind.COMPANY,
        name=wanted.customer.name,
        organisation_number=wanted.customer.number,
        confirmed=True,
        source="company_register",
        read_at=clock.now(),
    )
    same = clones.of_parties([customer], [notice] * (len(gone) - 1))
    for party, role in zip(same, sorted(gone - {PartyRole.CUSTOMER.value}), strict=True):
        party.role, party.same_as = role, PartyRole.CUSTOMER
    return [*people, customer, *same]


def _shared(actor: Actor, project: Project, first: Notice | None) -> list[ProjectAttachment]:
    """The project's files; those of the first draft become shared where it comes with them."""
    standing = list(project.attachments.select_related("document"))
    if first is None:
        return standing
    have = {(one.document.sha256, one.kind) for one in standing}
    rows = first.attachments.filter(removed_at__isnull=True, stage=Stage.NOTICE, organisation_id=actor.organisation)
    new = [one for one in rows.select_related("document") if (one.document.sha256, one.kind) not in have]
    return [*standing, *_keep(actor, project, new)]


def _keep(actor: Actor, project: Project, attachments: Sequence[Attachment]) -> list[ProjectAttachment]:
    documents = [clones.of_document(one.document) for one in attachments]
    Document.objects.bulk_create(documents)
    kept = [
        ProjectAttachment(project=project, document=document, kind=one.kind, added_by_id=actor.user_id)
        for document, one in zip(documents, attachments, strict=True)
    ]
    return ProjectAttachment.objects.bulk_create(kept)
