"""*Inkluder sidestilte anlegg*: the other metering points of a notice's installation, taken into the notice."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.installations import looking, name_checks, refreshing
from nettmelding.installations import siblings as rows
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.installations.siblings import Sibling, Siblings
from nettmelding.notices import children, drafts, family, of_installation, queries, working_copy
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import FormKind, Kind, Stage
from nettmelding.notices.catalogue.selection import forms_offered
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice
from nettmelding.notices.status import CONTRACTOR_EDITS, Status
from nettmelding.organisations import access

GOES = "site.meter_to_remove"


@dataclass(frozen=True, slots=True)
class Beside:
    """A notice, and the metering points of its installation."""

    notice: Notice
    siblings: Siblings
    path: str
    """The field that lists meter numbers, where the form has one: it is what the ticked ones fill in."""
    asks_which_goes: bool
    """Whether one of them is to be taken down for the others (*Sammenkobling*)."""
    may_be_block: bool
    """Whether the notice can become, or is, one with several metering points."""
    editable: bool
    included: frozenset[UUID] = frozenset()
    """Those that are among the notice's own metering points already."""
    problem: str = ""
    """Why the customer system could not be asked, in a sentence that says how old the copy is."""

    @property
    def is_block(self) -> bool:
        return family.is_mother(self.notice)

    @property
    def own(self) -> Sibling | None:
        """The notice's own metering point."""
        every = (*self.siblings.live, *self.siblings.idle)
        return next((one for one in every if one.id == self.notice.metering_point_id), None)

    @property
    def named(self) -> frozenset[UUID]:
        """Those that the notice names already, its own among them."""
        numbers = set(self.notice.values().get(self.path) or ())
        every = (*self.siblings.live, *self.siblings.idle)
        named = {one.id for one in every if one.meter_number and one.meter_number in numbers}
        return frozenset(named | ({self.own.id} if self.own else set()))

    @property
    def goes(self) -> UUID | None:
        """The one that is to be taken down, as answered."""
        number = self.notice.values().get(GOES)
        return next((one.id for one in self.siblings.live if number and one.meter_number == number), None)


def beside(actor: Actor, notice_id: UUID) -> Beside:
    """The metering points beside the notice's own, for who may see them. The look is recorded.

    Errors: NotFound, also where the notice is at its end, is about no existing metering point, or is another's.
    """
    notice = queries.get(actor, notice_id)
    installation, problem = read_now(actor, _point(notice))
    looking.recorded(actor, installation, purpose=_purpose(notice_id))
    found = rows.in_installation(actor, installation)
    own = notice.contractor_id == actor.organisation_id
    editable = own and notice.state in CONTRACTOR_EDITS and access.may_write_notices(actor)
    shown = {one.path: one.field.kind for one in working_copy.form_of(notice, Stage.NOTICE).fields() if one.shown}
    return Beside(
        notice=notice,
        siblings=found,
        path=next((path for path, kind in shown.items() if kind is Kind.METERS), ""),
        asks_which_goes=GOES in shown,
        may_be_block=notice.mother_id is None and FormKind.SEVERAL in forms_offered(notice.types),
        editable=editable,
        included=frozenset(notice.children.exclude(metering_point=None).values_list("metering_point_id", flat=True)),
        problem=problem,
    )


def read_now(actor: Actor, point: MeteringPoint) -> tuple[Installation, str]:
    """The installation of a metering point as the customer system has it now, and why it could not be asked.

    Outside any transaction. Errors: NotFound where the actor may not see it.
    """
    installation = of_installation.opened(actor, point.installation_id)
    looked = refreshing.of_installation(installation)
    if looked.asked:
        point.refresh_from_db(fields=["installation"])
        installation = of_installation.opened(actor, point.installation_id)
    return installation, looked.problem


def standing(actor: Actor, mother: Notice) -> tuple[rows.Sibling, ...]:
    """What is in use in a block notice's installation and is none of her metering points: it stays as it is.

    Nothing where she is about no existing installation, or the actor may not see it.
    """
    if mother.metering_point is None:
        return ()
    try:
        installation = of_installation.opened(actor, mother.metering_point.installation_id)
    except NotFound:
        return ()
    included = set(mother.children.exclude(metering_point=None).values_list("metering_point_id", flat=True))
    return tuple(one for one in rows.in_installation(actor, installation).live if one.id not in included)


def has_siblings(actor: Actor, notice: Notice) -> bool:
    """Whether the installation of a notice that the actor works on has other metering points."""
    if notice.metering_point_id is None or notice.contractor_id != actor.organisation_id:
        return False
    if notice.state not in of_installation.RUNNING:
        return False
    others = MeteringPoint.objects.filter(installation__metering_points=notice.metering_point_id)
    return others.exclude(pk=notice.metering_point_id).exists()


def name_meters(actor: Actor, notice_id: UUID, ids: Collection[UUID], *, goes: UUID | None = None) -> Notice:
    """Fill the form's list of meters with the ticked ones, and with which of them goes where that is asked.

    Errors: NotFound; Refused where the notice cannot be changed now; Invalid where the form lists no meters, one that was ticked
    has no meter, or the one that goes was not ticked.
    """
    found = beside(actor, notice_id)
    _refuse_where_not_editable(found)
    if not found.path:
        raise Invalid("no_meter_list", _("Denne meldingen spør ikke etter flere målere."))
    ticked = _ticked(found, ids)
    without = [one.where for one in ticked if not one.meter_number]
    if without:
        raise _wrong(_("%(where)s har ingen måler.") % {"where": without[0]})
    mine: dict[str, object] = {found.path: [one.meter_number for one in ticked]}
    if found.asks_which_goes and goes is not None:
        going = next((one for one in ticked if one.id == goes), None)
        if going is None:
            raise _wrong(_("Måleren som skal bort, må være en av dem du har krysset av."))
        mine[GOES] = going.meter_number
    saved = drafts.save(actor, notice_id, mine=mine, source=Source.INSTALLATION)
    if saved.errors:
        raise Invalid("meters", next(iter(saved.errors.values())), fields=saved.errors)
    return saved.notice


def include(actor: Actor, notice_id: UUID, ids: Collection[UUID]) -> list[Notice]:
    """Make the ticked ones metering points of the notice; one about a single metering point becomes a block notice first.

    Of customers only firms come along: a neighbour's name is for the electrician to ask for. Those that are there already are
    left as they are. Errors: NotFound; Refused where the notice cannot be changed now, or has no form for several; those of
    `children.add`.
    """
    found = beside(actor, notice_id)
    _refuse_where_not_editable(found)
    if not found.may_be_block or (not found.is_block and found.notice.state is not Status.DRAFT):
        raise Refused("one_only", _("Denne meldingen kan ikke gjelde flere måleranlegg."))
    wanted = [one for one in _ticked(found, ids) if one.id not in found.included]
    rows = [NewChild({}, entrance=one.entrance, unit=one.unit, metering_point_id=one.id) for one in wanted]
    with write():
        if not found.is_block:
            drafts.set_types(actor, notice_id, found.notice.types, FormKind.SEVERAL.value)
        return children.add(actor, notice_id, rows)


def name_fits(actor: Actor, notice_id: UUID, point_id: UUID, typed: str) -> bool:
    """Whether a stated name is the customer's at one of the metering points. Errors: NotFound, Invalid, TooMany."""
    notice = queries.get(actor, notice_id)
    installation = of_installation.opened(actor, _point(notice).installation_id)
    point = installation.metering_points.filter(pk=point_id).first()
    if point is None:
        raise NotFound
    point.installation = installation
    return name_checks.fits(actor, point, typed, purpose=_purpose(notice_id))


def _purpose(notice_id: UUID) -> str:
    return f"siblings of notice {notice_id}"


def _point(notice: Notice) -> MeteringPoint:
    if notice.metering_point is None:
        raise NotFound
    return notice.metering_point


def _refuse_where_not_editable(found: Beside) -> None:
    if not found.editable:
        sentence = _("Meldingen kan ikke endres nå. Den ligger hos nettselskapet eller er avsluttet.")
        raise Refused("not_editable", sentence)


def _ticked(found: Beside, ids: Collection[UUID]) -> list[Sibling]:
    """In the order of the building. Errors: NotFound where one is of another installation; Invalid for none."""
    every = (*found.siblings.live, *found.siblings.idle)
    ticked = [one for one in every if one.id in set(ids)]
    if len(ticked) != len(set(ids)):
        raise NotFound
    if not ticked:
        raise _wrong(_("Kryss av for minst ett anlegg."))
    return ticked


def _wrong(sentence: str) -> Invalid:
    return Invalid("ticked", sentence, fields={"id": sentence})
