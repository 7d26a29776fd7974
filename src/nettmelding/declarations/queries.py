"""Reading declarations. Every query begins at what the actor may see."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.errors import NotFound
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.declarations.models import Declaration, Draft, Sealing
from nettmelding.declarations.ruleset import DeclarationRules, Wanted
from nettmelding.documents.models import Document
from nettmelding.notices import queries as notices
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.rules.queries import in_force
from nettmelding.workorders import queries as orders
from nettmelding.workorders.models import WorkOrder

SUBJECT = "declaration"
TOLD_BY = frozenset(
    {
        Status.CONNECTED_TEMPORARILY,
        Status.COMPLETION_REPORTED,
        Status.COMPLETION_RETURNED,
        Status.METERING,
        Status.CLOSED,
    }
)
"""Statuses of a notice in which its completion has been told to the grid company, and the declaration with it."""
MOST = 100
_READS = (Right.SEE_CASES, Right.DECLARE, Right.DO_WORK)


def visible_to(actor: Actor) -> QuerySet[Declaration]:
    """The signed versions an actor may see: their own company's, those of a notice they see, and to a grid company as far as
    its rules ask for them."""
    rows = Declaration.objects.all()
    if actor.kind is ActorKind.SYSTEM:
        return rows
    if actor.organisation_id is None:
        return rows.none()
    seen = Q(notice__in=notices.visible_to(actor))
    if actor.is_contractor:
        own = Q(issuer_id=actor.organisation_id) if actor.may(*_READS) else Q(pk__in=[])
        return rows.filter(own | seen)
    if not actor.is_grid_company:
        return rows.none()
    mine = Q(issuer_id=actor.organisation_id) & (seen | Q(work_order__in=orders.visible_to(actor)))
    return rows.filter(mine | seen & _asked_for(actor.organisation_id))


def may_fill_in(actor: Actor) -> bool:
    """Whether the actor's company declares work, and the actor fills in or signs for it."""
    return actor.organisation_id is not None and actor.may(Right.FILL_IN, Right.DECLARE)


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """What the actor's company has begun and not signed."""
    rows = Draft.objects.all()
    if not may_fill_in(actor):
        return rows.none()
    rows = rows.filter(issuer_id=actor.organisation_id)
    if actor.is_grid_company:
        seen = Q(notice__in=notices.visible_to(actor)) | Q(work_order__in=orders.visible_to(actor))
        rows = rows.filter(seen)
    return rows


def get(actor: Actor, declaration_id: UUID) -> Declaration:
    """One signed version. Errors: NotFound, also where it is another's."""
    found = with_all(visible_to(actor)).filter(pk=declaration_id).first()
    if found is None:
        raise NotFound
    return found


def draft(actor: Actor, draft_id: UUID) -> Draft:
    """One draft. Errors: NotFound."""
    found = _drafts_with_all(drafts_of(actor)).filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def with_all(rows: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """With what a page about a declaration shows."""
    return rows.select_related(
        "issuer", "grid_company", "notice", "work_order", "replaces", "replaced_by", "sealing__document",
        "sealing__first_part",
    )  # fmt: skip


def _drafts_with_all(rows: QuerySet[Draft]) -> QuerySet[Draft]:
    return rows.select_related(
        "issuer", "asked_by", "replaces", "notice__contractor", "notice__grid_company", "notice__responsible",
        "notice__metering_point__installation", "work_order__metering_point__installation", "work_order__assignee",
        "work_order__grid_company",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfNotice:
    """The declarations of a notice, as far as the actor sees them."""

    signed: tuple[Declaration, ...]
    """All versions, the newest first."""
    drafts: tuple[Draft, ...]


def of_notice(actor: Actor, notice: Notice) -> OfNotice:
    """What is declared in a notice, and what is being filled in."""
    signed = with_all(visible_to(actor)).filter(notice=notice).order_by("-recorded_at", "-version")
    begun = _drafts_with_all(drafts_of(actor)).filter(notice=notice).order_by("created_at")
    return OfNotice(tuple(signed), tuple(begun))


def of_order(actor: Actor, order: WorkOrder) -> Declaration | None:
    """The newest signed for a work order's meter, where the actor sees it."""
    rows = visible_to(actor).filter(work_order=order, replaced_by__isnull=True)
    return rows.order_by("-signed_at").first()


def at_installation(actor: Actor, installation_id: UUID, notice_ids: Collection[UUID]) -> list[Declaration]:
    """What is declared at an installation, or in notices about it, as far as the actor sees it: the versions that hold."""
    there = Q(installation_id=installation_id) | Q(notice_id__in=list(notice_ids))
    rows = with_all(visible_to(actor)).filter(there, replaced_by__isnull=True)
    return list(rows.order_by("-signed_at")[:MOST])


def as_attachments(attachment_ids: Collection[UUID]) -> set[UUID]:
    """Which of these attachments are sealed declarations of ours."""
    return set(Sealing.objects.filter(attachment_id__in=list(attachment_ids)).values_list("attachment_id", flat=True))  # type: ignore[arg-type]


def versions(declaration: Declaration) -> list[Declaration]:
    """All versions of one declaration, the newest first. The caller has made sure that it is visible."""
    return list(with_all(Declaration.objects.filter(number=declaration.number)).order_by("-version"))


def newest(declaration: Declaration) -> Declaration:
    """The version that holds."""
    return versions(declaration)[0]


def by_token(token: str) -> Declaration:
    """The version that a QR code is of. Errors: NotFound."""
    found = with_all(Declaration.objects.filter(token_hash=hash_of(token))).first() if token else None
    if found is None:
        raise NotFound
    return found


def file_for(actor: Actor, declaration: Declaration) -> Document:
    """The sealed PDF as the actor may have it. Errors: NotFound while it is being made, or where it is not theirs."""
    made: Sealing | None = getattr(declaration, "sealing", None)
    found = made.pdf(whole=reads_all(actor, declaration)) if made else None
    if found is None:
        raise NotFound
    return found


def reads_all(actor: Actor, declaration: Declaration) -> bool:
    """Whether the actor reads the documentation too. To the grid company, as its rules say; all else that see it, do."""
    theirs = declaration.issuer_id == actor.organisation_id
    if theirs or not actor.is_grid_company or actor.organisation_id is None:
        return True
    return rules_at(actor.organisation_id).of(declaration.kind) is Wanted.ALL


def rules_at(grid_company_id: UUID) -> DeclarationRules:
    """What a grid company wants of declarations."""
    return in_force(grid_company_id).section(DeclarationRules)


def hash_of(token: str) -> str:
    """As a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _asked_for(grid_company_id: UUID) -> Q:
    """What the grid company's rules ask for: with the completion report, and of meters from when they are signed."""
    rules = rules_at(grid_company_id)
    wanted = Q(pk__in=[])
    if rules.installation is not Wanted.NOTHING:
        wanted |= Q(kind=Kind.INSTALLATION, notice__status__in=[one.value for one in TOLD_BY])
    if rules.meter is not Wanted.NOTHING:
        wanted |= Q(kind=Kind.METER)
    return wanted
