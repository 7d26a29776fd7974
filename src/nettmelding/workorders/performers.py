"""Who may do an order: the fitters of a firm, and the papers that the grid company asks of a contractor's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import OrganisationKind, Right
from nettmelding.organisations.models import GridAccess, Membership, Organisation, Paper
from nettmelding.organisations.queries import has_access
from nettmelding.organisations.rights import rights_of
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import WorkOrder

MOST = 500


@dataclass(frozen=True, slots=True)
class Fitter:
    """A person who does work in the field, and whether they have the papers for it."""

    user: User
    may: bool


def fitters(organisation: Organisation) -> list[User]:
    """Those of a firm who do orders, by name."""
    rows = Membership.objects.filter(organisation=organisation, ended_at__isnull=True, user__is_active=True)
    wishes = getattr(organisation, "company_settings", None)
    kind = OrganisationKind(organisation.kind)
    found = [
        one.user
        for one in rows.select_related("user").order_by("user__name")[:MOST]
        if Right.DO_WORK in rights_of(kind, one.role_set, wishes.rights if wishes else None)
    ]
    return list(dict.fromkeys(found))


def for_order(order: WorkOrder, on: date | None = None) -> list[Fitter]:
    """The performing firm's fitters, those who may do this order first."""
    found = fitters(order.performer)
    able = with_papers([user.id for user in found], order, on)
    return sorted((Fitter(user, user.id in able) for user in found), key=lambda one: not one.may)


def firms_for(order: WorkOrder) -> list[Organisation]:
    """Those that an order can be handed to: the grid company, and contractors with access and a fitter with the papers."""
    needs = written().kinds[order.kind].needs
    firms = Organisation.objects.filter(
        kind=OrganisationKind.CONTRACTOR.value,
        grid_accesses__grid_company_id=order.grid_company_id,
        grid_accesses__state=GridAccess.State.APPROVED,
        stopped_at__isnull=True,
    )
    if needs:
        papers = Paper.objects.filter(grid_company_id=order.grid_company_id, kind__in=needs, confirmed_at__isnull=False)
        firms = firms.filter(pk__in=papers.values("membership__organisation_id"))
    able = [one for one in firms.order_by("name")[:MOST] if prequalified(one.id, order.grid_company_id, order.kind)]
    return [one for one in (order.grid_company, *able) if one.id != order.performer_id]


def with_papers(user_ids: Sequence[UUID], order: WorkOrder, on: date | None = None) -> set[UUID]:
    """Those of the users who have what this order asks for on a day; the grid company's own people have it by their work."""
    if order.performer_id == order.grid_company_id:
        return set(user_ids)
    needs = written().kinds[order.kind].needs
    return _holders(user_ids, order.performer_id, order.grid_company_id, needs, on or clock.today())


def prequalified(contractor_id: UUID, grid_company_id: UUID, kind: str) -> bool:
    """Whether a contractor can be sent an order of a kind: it has access, is not stopped, and has a fitter with the papers
    today."""
    contractor = Organisation.objects.select_related("company_settings").get(pk=contractor_id)
    if contractor.stopped_at is not None or not has_access(contractor_id, grid_company_id):
        return False
    ids = [user.id for user in fitters(contractor)]
    return bool(_holders(ids, contractor_id, grid_company_id, written().kinds[kind].needs, clock.today()))


def _holders(
    user_ids: Sequence[UUID], contractor_id: UUID, grid_company_id: UUID, needs: Iterable[str], on: date
) -> set[UUID]:
    """Those who hold every paper needed, confirmed by the grid company."""
    held = set(user_ids)
    wanted = list(needs)
    if not wanted or not held:
        return held
    rows = Paper.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on),
        membership__user_id__in=held,
        membership__organisation_id=contractor_id,
        membership__ended_at__isnull=True,
        kind__in=wanted,
        valid_from__lte=on,
        grid_company_id=grid_company_id,
        confirmed_at__isnull=False,
    ).values_list("membership__user_id", "kind")
    papers: dict[UUID, set[str]] = {}
    for user_id, kind in rows:
        papers.setdefault(user_id, set()).add(kind)
    return {user_id for user_id in held if papers.get(user_id, set()) >= set(wanted)}
