"""The metering points of a block notice: added, taken away and copied by the contractor."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound, Refused
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import facts_of_point
from nettmelding.notices import columns, drafts, family, hand, indexing, labels, queries, waiting
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import FormKind, PartyRole
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.making import ENTRANCE, MOST, UNIT, NewChild
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.perform import perform
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status
from nettmelding.organisations import access

ADDED = "children_added"


def add(actor: Actor, mother_id: UUID, rows: Sequence[NewChild]) -> list[Notice]:
    """New drafts under a mother, in the order given. Where she has been sent, they are sent by themselves later.

    Errors: NotFound; Refused for what is no block notice, is withdrawn, or would have too many.
    """
    with write():
        mother = lock_mother(actor, mother_id)
        place = _place_for(mother, len(rows))
        points = MeteringPoint.objects.select_related("installation").in_bulk(
            [row.metering_point_id for row in rows if row.metering_point_id]
        )
        made = [
            _new(actor, mother, place + at, row, points.get(row.metering_point_id) if row.metering_point_id else None)
            for at, row in enumerate(rows)
        ]
        _keep(actor, mother, made)
        unnamed = [child for child, row in zip(made, rows, strict=True) if row.customer is None]
        Party.objects.bulk_create(filter(None, map(_customer, unnamed)), batch_size=200)
        return made


def copy(actor: Actor, mother_id: UUID, child_id: UUID, *, times: int) -> list[Notice]:
    """More metering points like one of them: what tells it apart (its flat, its meter, its people) is left out.

    Errors: as `add`; NotFound for a child of another.
    """
    with write():
        mother = lock_mother(actor, mother_id)
        like = mother.children.filter(pk=child_id).first()
        if like is None:
            raise NotFound
        alike = {path: kept for path, kept in like.answers.items() if path not in _ITS_OWN}
        place = _place_for(mother, times)
        made = [_new(actor, mother, place + at, NewChild({}), None) for at in range(times)]
        for child in made:
            child.answers = dict(alike)
        _keep(actor, mother, made)
        return made


_ITS_OWN = frozenset({UNIT, "site.unit_confirmed", "site.meter_number"})


def remove(actor: Actor, mother_id: UUID, ids: Sequence[UUID]) -> None:
    """Take away metering points that have not been sent; the others close up while the mother is a draft.

    Errors: NotFound, Refused for one that is sent: it can be withdrawn.
    """
    with write():
        mother = lock_mother(actor, mother_id)
        children = {child.id: child for child in mother.children.filter(pk__in=ids)}
        if len(children) != len(set(ids)):
            raise NotFound
        if any(child.state is not Status.DRAFT for child in children.values()):
            raise Refused("sent_already", _("Anlegg som er sendt, kan trekkes, men ikke fjernes."))
        perform(actor, list(children), Action.DELETE)
        if mother.sent_at is None:
            _close_up(mother)


def lock_mother(actor: Actor, mother_id: UUID) -> Notice:
    """The contractor's own block notice, locked, to which metering points can be added. Inside the caller's transaction.

    Errors: NotFound; Refused for another kind of notice, or one that is withdrawn.
    """
    rows = queries.locked(actor, [mother_id]).select_related("contractor", "grid_company", "responsible")
    mother = rows.filter(contractor_id=actor.organisation_id).first()
    if mother is None or not access.may_write_notices(actor):
        raise NotFound
    drafts.refuse_where_stopped(actor)
    if not family.is_mother(mother):
        raise Refused("no_block", _("Dette er ikke en melding om flere måleranlegg."))
    if mother.state is Status.WITHDRAWN:
        raise Refused("withdrawn", _("Meldingen er trukket. Lag en ny."))
    return mother


def _place_for(mother: Notice, more: int) -> int:
    """The first free place; those of metering points that have left stay theirs, for their numbers end in them. Errors: Refused
    where there is not room for so many."""
    standing = list(mother.children.values_list("position", flat=True))
    if len(standing) + more > MOST:
        raise Refused("too_many", _("En melding kan ha høyst %(most)s anlegg.") % {"most": MOST})
    return max((place or 0 for place in [*standing, *_places_left(mother)]), default=0) + 1


def _places_left(mother: Notice) -> Iterable[int]:
    if mother.number is None:
        return []
    left = Notice.objects.filter(number__startswith=f"{mother.number}-", mother__isnull=True)
    return [int(number.rpartition("-")[2]) for number in left.values_list("number", flat=True) if number]


def _new(actor: Actor, mother: Notice, place: int, row: NewChild, point: MeteringPoint | None) -> Notice:
    child = Notice(
        contractor=mother.contractor,
        grid_company=mother.grid_company,
        mother=mother,
        position=place,
        types=mother.types,
        leading_type=mother.leading_type,
        form=FormKind.METERING_POINT,
        created_by_id=actor.user_id,
        responsible=mother.responsible,
        to_inspectorate=mother.to_inspectorate,
        metering_point=point,
        known=dict(facts_of_point(point)) if point else {},
        known_at=point.read_at if point else None,
    )
    own: dict[str, Any] = {**row.answers, ENTRANCE: row.entrance, UNIT: row.unit}
    drafts.put(child, {path: value for path, value in own.items() if value}, Source.USER, by=actor.name)
    return child


def _keep(actor: Actor, mother: Notice, made: Sequence[Notice]) -> None:
    """Write new rows, and tell of them: each by itself, and the whole to the contractor's own timeline."""
    for child in hand.together(mother, made):
        columns.refresh(child)
    Notice.objects.bulk_create(made, batch_size=100)
    detail = {"count": len(made), "children": [child.position for child in made], "named": labels.several(made)}
    told = [Told(child.id, "created", (Audience.CONTRACTOR,), {"types": child.types}) for child in made]
    record_all(actor, SUBJECT, [Told(mother.id, ADDED, (Audience.CONTRACTOR,), detail), *told])
    for child in made:
        if child.metering_point is not None:
            access.grant(child.contractor_id, "installation", child.metering_point.installation_id, SUBJECT, child.id)
    mother.revision += 1
    mother.changed_at = clock.now()
    mother.save(update_fields=["revision", "changed_at"])
    waiting.refresh(mother)
    indexing.reindex(*made)


def _customer(child: Notice) -> Party | None:
    """The firm that is the active customer of an existing metering point, as the grid company's own system has it.

    A neighbour's name is for the electrician to ask for, and a former customer's is never shown.
    """
    point = child.metering_point
    if point is None or point.customer_kind != Party.Kind.COMPANY or point.state != MeteringPoint.State.ACTIVE:
        return None
    return Party(
        notice=child,
        role=PartyRole.CUSTOMER,
        kind=point.customer_kind,
        name=point.customer_name,
        organisation_number=point.customer_number,
        confirmed=True,
        source="customer_system",
        read_at=point.read_at,
    )


def _close_up(mother: Notice) -> None:
    """Let the places run from 1 again: nobody else has seen them."""
    rows: Iterable[Notice] = mother.children.order_by("position", "id").only("id", "position")
    moved = []
    for place, child in enumerate(rows, start=1):
        if child.position != place:
            child.position = place
            moved.append(child)
    Notice.objects.bulk_update(moved, ["position"], batch_size=200)
