"""Who of a firm's fitters may do what, and in words why not: the papers that a grid company asks of a contractor's people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nettmelding.organisations.models import Paper
from nettmelding.organisations.papers import KIND_NAMES
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import WorkOrder


@dataclass(frozen=True, slots=True)
class Asked:
    """What one order asks of whoever does it: alike for many orders."""

    grid_company_id: UUID
    grid_company: str
    kind: str

    @property
    def needs(self) -> tuple[str, ...]:
        return written().kinds[self.kind].needs


def asked_by(order: WorkOrder) -> Asked | None:
    """None where the grid company's own people do it: they have it by their work."""
    if order.performer_id == order.grid_company_id:
        return None
    return Asked(order.grid_company_id, order.grid_company.name, order.kind)


def why_not(
    contractor_id: UUID, user_ids: Sequence[UUID], wanted: Iterable[Asked], on: date
) -> dict[Asked, dict[UUID, str]]:
    """For each of what is asked, the fitters who may not do it on a day, with the sentence that says why. One question."""
    every = {one for one in wanted if one.needs}
    rows = Paper.objects.filter(
        membership__organisation_id=contractor_id,
        membership__ended_at__isnull=True,
        membership__user_id__in=list(user_ids),
        grid_company_id__in=[one.grid_company_id for one in every],
    ).select_related("membership")
    held: dict[tuple[UUID, UUID, str], list[Paper]] = {}
    for paper in rows if every else ():
        assert paper.grid_company_id is not None
        held.setdefault((paper.membership.user_id, paper.grid_company_id, paper.kind), []).append(paper)
    return {one: dict(_refused(one, user_ids, held, on)) for one in every}


def _refused(
    asked: Asked, user_ids: Sequence[UUID], held: Mapping[tuple[UUID, UUID, str], list[Paper]], on: date
) -> Iterable[tuple[UUID, str]]:
    for user_id in user_ids:
        for need in asked.needs:
            sentence = _lacking(held.get((user_id, asked.grid_company_id, need), []), need, asked.grid_company, on)
            if sentence:
                yield user_id, sentence
                break


def _lacking(papers: Sequence[Paper], need: str, grid_company: str, on: date) -> str:
    """Why none of the papers will do; empty where one does. What comes closest is said."""
    parts = {"what": str(KIND_NAMES[Paper.Kind(need)]), "who": grid_company}
    confirmed = [one for one in papers if one.confirmed_at is not None]
    if any(one.valid_from <= on and (one.expires_on is None or one.expires_on >= on) for one in confirmed):
        return ""
    coming = min((one.valid_from for one in confirmed if one.valid_from > on), default=None)
    if coming is not None:
        return _("%(what)s gjelder først fra %(day)s.") % {**parts, "day": date_format(coming, "j. F")}
    if len(confirmed) < len(papers):
        return _("%(what)s er ikke bekreftet av %(who)s.") % parts
    ended = max((one.expires_on for one in confirmed if one.expires_on), default=None)
    if ended is not None:
        return _("%(what)s gikk ut %(day)s.") % {**parts, "day": date_format(ended, "j. F")}
    return _("Mangler %(what)s hos %(who)s.") % {**parts, "what": parts["what"][0].lower() + parts["what"][1:]}
