"""What the trade asks of a person: a yearly course, a grid company's instructions; with an end, and a warning before it.

The course: forskrift om sikkerhet ved arbeid i og drift av elektriske anlegg (FSE) § 7. The instructions: each grid company's
own, so they are confirmed by its people.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.documents import actions as documents
from nettmelding.documents.actions import Readable
from nettmelding.documents.models import Document
from nettmelding.documents.queries import content
from nettmelding.organisations import access, people, reaching
from nettmelding.organisations.models import Membership, Paper
from nettmelding.organisations.queries import grid_companies

SUBJECT = "membership"
WARNED_BEFORE = (timedelta(days=30), timedelta(days=7), timedelta(0))
"""How long before the last day a warning goes out; the last one on the day itself."""
CAUGHT_UP = timedelta(days=14)
"""A worker that was down warns of what ran out this long ago at most."""
SOON = WARNED_BEFORE[0]
LONGEST_TITLE = 80
MOST = 50
"""Papers of one person."""
KIND_NAMES: dict[Paper.Kind, str | Promise] = {
    Paper.Kind.SAFETY_COURSE: gettext_lazy("FSE-kurs"),
    Paper.Kind.METERS: gettext_lazy("Instruksjon for arbeid i måler"),
    Paper.Kind.CABINETS: gettext_lazy("Instruksjon for betjening av kabelskap"),
    Paper.Kind.OTHER: gettext_lazy("Annet"),
}
OF_GRID_COMPANY = frozenset({Paper.Kind.METERS, Paper.Kind.CABINETS})


class Standing(StrEnum):
    """Whether a paper holds today."""

    HOLDS = "holds"
    UNCONFIRMED = "unconfirmed"
    """The grid company has not said that it is right."""
    SOON = "soon"
    """It ends within 30 days."""
    EXPIRED = "expired"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Typed:
    """A paper as it was filled in."""

    kind: str
    title: str
    grid_company_id: UUID | None
    valid_from: date | None
    expires_on: date | None


def name_of(paper: Paper) -> str:
    """What it is called: its own title where it is of another kind."""
    return paper.title or str(KIND_NAMES[Paper.Kind(paper.kind)])


def standing(paper: Paper) -> Standing:
    """Whether it holds today."""
    today = clock.today()
    if paper.expires_on is not None and paper.expires_on < today:
        return Standing.EXPIRED
    if paper.valid_from > today:
        return Standing.NOT_YET
    if paper.kind in OF_GRID_COMPANY and paper.confirmed_at is None:
        return Standing.UNCONFIRMED
    if paper.expires_on is not None and paper.expires_on - today <= SOON:
        return Standing.SOON
    return Standing.HOLDS


def of(actor: Actor, membership_id: UUID) -> list[Paper]:
    """A member's papers, the newest first. Errors: NotFound, NotAllowed."""
    membership = people.get(actor, membership_id)
    rows = Paper.objects.filter(membership=membership)
    rows = rows.select_related("grid_company", "document", "membership__user", "membership__organisation")
    return list(rows.order_by("kind", "-valid_from", "-id")[:MOST])


def own(user_id: UUID) -> list[Paper]:
    """A person's own, at every company they work for, the newest first."""
    rows = Paper.objects.filter(membership__user_id=user_id, membership__ended_at__isnull=True)
    rows = rows.select_related("grid_company", "document", "membership__user", "membership__organisation")
    return list(rows.order_by("membership__organisation__name", "kind", "-valid_from", "-id")[:MOST])


def holds(user_id: UUID, contractor_id: UUID, grid_company_id: UUID | None, kind: Paper.Kind, on: date) -> bool:
    """Whether a person at a contractor has a paper of that kind on a day; a grid company's own must be confirmed by it."""
    rows = Paper.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on),
        membership__user_id=user_id,
        membership__organisation_id=contractor_id,
        membership__ended_at__isnull=True,
        kind=kind,
        valid_from__lte=on,
    )
    if kind in OF_GRID_COMPANY:
        rows = rows.filter(grid_company_id=grid_company_id, confirmed_at__isnull=False)
    return rows.exists()


def add(actor: Actor, membership_id: UUID, typed: Typed, *, name: str = "", file: Readable | None = None) -> Paper:
    """A paper for a member, with the document where there is one. Errors: NotFound, NotAllowed, Invalid."""
    membership = people.get(actor, membership_id)
    kind = _checked(typed)
    document = documents.receive(actor, owner_id=actor.organisation, name=name, data=file) if file else None
    with write():
        people.lock(actor)
        membership = people.get(actor, membership_id)
        if membership.papers.count() >= MOST:
            raise Invalid("too_many", _("En person kan ha høyst %(number)s kurs og instruksjoner.") % {"number": MOST})
        paper = Paper.objects.create(
            membership=membership,
            kind=kind,
            title=" ".join(typed.title.split()) if kind is Paper.Kind.OTHER else "",
            grid_company_id=typed.grid_company_id if kind in OF_GRID_COMPANY else None,
            valid_from=typed.valid_from or clock.today(),
            expires_on=typed.expires_on,
            document=document,
        )
        _record(actor, paper, "paper_added")
    return paper


def remove(actor: Actor, paper_id: UUID) -> Paper:
    """Take a paper away. Errors: NotFound, NotAllowed."""
    _own(actor, paper_id)
    with write():
        people.lock(actor)
        paper = _own(actor, paper_id)
        _record(actor, paper, "paper_removed")
        document_id = paper.document_id
        paper.delete()
        if document_id is not None:
            documents.discard(document_id)
    return paper


def naming(actor: Actor) -> QuerySet[Paper]:
    """Papers that name the actor's grid company, those to be confirmed first. Errors: NotAllowed."""
    access.require(actor, Right.CONFIRM_PAPERS)
    rows = Paper.objects.filter(_naming(actor), membership__ended_at__isnull=True)
    rows = rows.select_related("membership__user", "membership__organisation", "document")
    return rows.order_by("confirmed_at", "membership__organisation__name", "membership__user__name", "id")


def confirm(actor: Actor, paper_id: UUID, *, right: bool) -> Paper:
    """The grid company's word that a paper is right, or no longer. Errors: NotFound, NotAllowed; Refused where it was said."""
    with write():
        if not Paper.objects.filter(_naming(actor), pk=paper_id).exists():
            raise NotFound
        paper = naming(actor).select_for_update(of=("self",)).filter(pk=paper_id).first()
        if paper is None:
            raise NotFound
        if (paper.confirmed_at is not None) is right:
            raise Refused("said_already", _("Dette er gjort allerede."))
        paper.confirmed_at, paper.confirmed_by = (clock.now(), actor.name) if right else (None, "")
        paper.save(update_fields=["confirmed_at", "confirmed_by"])
        _record(actor, paper, "paper_confirmed" if right else "paper_unconfirmed")
    return paper


def opened(actor: Actor, paper_id: UUID) -> tuple[Document, BinaryIO]:
    """A paper's document, for its company's administrators, its person, and the grid company it names. Errors: NotFound."""
    rows = Paper.objects.filter(pk=paper_id, document__isnull=False).select_related("document", "membership")
    paper = rows.first()
    if paper is None or paper.document is None or not _may_open(actor, paper):
        raise NotFound
    return paper.document, content(paper.document)


def opened_own(user_id: UUID, paper_id: UUID) -> tuple[Document, BinaryIO]:
    """The document of a person's own paper. Errors: NotFound."""
    paper = next((one for one in own(user_id) if one.id == paper_id), None)
    if paper is None or paper.document is None:
        raise NotFound
    return paper.document, content(paper.document)


def warn() -> int:
    """Tell people and their administrators of papers that run out, once for each warning. Returns how many papers."""
    today = clock.today()
    rows = Paper.objects.filter(
        expires_on__gte=today - CAUGHT_UP, expires_on__lte=today + SOON, membership__ended_at__isnull=True
    )
    rows = rows.select_related("membership__user", "membership__organisation", "grid_company")
    return sum(_warn(paper) for paper in rows.order_by("expires_on", "id")[: MOST * 10] if _is_due(paper, today))


def _is_due(paper: Paper, today: date) -> bool:
    """Whether a warning's day has come since the last one, or since the paper was entered."""
    if paper.expires_on is None:
        return False
    told = clock.oslo(paper.warned_at or paper.created_at).date()
    return any(told < paper.expires_on - before <= today for before in WARNED_BEFORE)


def _warn(paper: Paper) -> int:
    membership, present = paper.membership, clock.now()
    company = membership.organisation
    receivers = {membership.user, *(one.user for one in people.administrators(company.id))}
    with write():
        if not Paper.objects.filter(pk=paper.pk, warned_at=paper.warned_at).update(warned_at=present):
            return 0
        for one in sorted(receivers, key=lambda user: str(user.id)):
            with override(one.language):
                what = name_of(paper)
            context = {
                "company": company.name,
                "person": membership.user.name,
                "what": what,
                "due": paper.expires_on,
                "link": reaching.address(_page_for(one, membership)),
            }
            reaching.tell(one, "paper_expires", context, membership)
    return 1


def _page_for(receiver: User, membership: Membership) -> str:
    """Where the papers are seen: a person's own page, or their page under *Bruker*."""
    if receiver.pk == membership.user_id:
        return "/konto/"
    return f"/som/{membership.organisation.slug}/admin/bruker/{membership.id}"


def _checked(typed: Typed) -> Paper.Kind:
    problems: dict[str, str] = {}
    if typed.kind not in Paper.Kind.values:
        problems["kind"] = _("Velg hva det er.")
    kind = Paper.Kind(typed.kind) if not problems else Paper.Kind.OTHER
    if not problems and kind in OF_GRID_COMPANY and not _is_grid_company(typed.grid_company_id):
        problems["grid_company"] = _("Velg nettselskapet som ga instruksjonen.")
    if not problems and kind is Paper.Kind.OTHER and not typed.title.strip():
        problems["title"] = _("Skriv hva det er.")
    if len(typed.title) > LONGEST_TITLE:
        problems["title"] = _("Skriv høyst %(number)s tegn.") % {"number": LONGEST_TITLE}
    if typed.valid_from is None:
        problems["valid_from"] = _("Skriv datoen det gjelder fra.")
    elif typed.expires_on is not None and typed.expires_on < typed.valid_from:
        problems["expires_on"] = _("Siste dag er før første dag.")
    if problems:
        raise Invalid("bad_paper", _("Rett det som er merket."), fields=problems)
    return kind


def _is_grid_company(organisation_id: UUID | None) -> bool:
    return organisation_id is not None and grid_companies().filter(pk=organisation_id).exists()


def _own(actor: Actor, paper_id: UUID) -> Paper:
    own = Membership.objects.filter(access.owned(actor))
    paper = Paper.objects.filter(pk=paper_id, membership__in=own).select_related("membership__user").first()
    if paper is None:
        raise NotFound
    access.require(actor, Right.MANAGE_PEOPLE)
    return paper


def _naming(actor: Actor) -> Q:
    return Q(grid_company_id=actor.organisation_id) if actor.is_grid_company else access.NOTHING


def _may_open(actor: Actor, paper: Paper) -> bool:
    if actor.organisation_id is None:
        return False
    if paper.membership.organisation_id == actor.organisation_id:
        return actor.may(Right.MANAGE_PEOPLE) or paper.membership.user_id == actor.user_id
    return paper.grid_company_id == actor.organisation_id and actor.may(Right.CONFIRM_PAPERS)


def _record(actor: Actor, paper: Paper, action: str) -> None:
    Membership.objects.select_for_update().get(pk=paper.membership_id)
    detail = {"kind": paper.kind, "title": paper.title, "name": paper.membership.user.name}
    record(actor, SUBJECT, paper.membership_id, action, audience=(Audience.INTERNAL,), detail=detail)
