"""`/installations`, and the siblings of a metering point."""

from uuid import UUID

from ninja import Router

from nettmelding.api import lists
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas import installations as schemas
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.errors import NotFound
from nettmelding.core.text import place_name
from nettmelding.installations import looking, siblings
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.siblings import Sibling
from nettmelding.notices import installation_history, of_installation
from nettmelding.notices import siblings as notice_siblings
from nettmelding.notices.installation_history import Value

router = Router()


@router.get(
    "/metering-points/{uuid:point_id}/siblings",
    response=ListOf[schemas.SiblingOut],
    summary="List sibling metering points",
)
def list_siblings(
    request: ActingRequest, point_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[schemas.SiblingOut]:
    """All in the same installation, itself among them, those in use first. For the grid company, and for who has a running
    notice there. Recorded."""
    point = MeteringPoint.objects.filter(pk=point_id).first()
    if point is None:
        raise NotFound
    installation, _problem = notice_siblings.read_now(request.auth, point)
    looking.recorded(request.auth, installation, purpose="api siblings")
    found = siblings.in_installation(request.auth, installation)
    return lists.cut((*found.live, *found.idle), cursor, limit, _sibling)


@router.get("/installations/{uuid:installation_id}", response=schemas.InstallationOut, summary="Read an installation")
def read_installation(request: ActingRequest, installation_id: UUID) -> schemas.InstallationOut:
    """What it is, and what happened there, as far as it is yours to see. Recorded."""
    place = of_installation.get(request.auth, installation_id)
    looking.recorded(request.auth, place.installation, purpose="api installation")
    one, history = place.installation, installation_history.of(place)
    now = place.opened
    return schemas.InstallationOut(
        id=one.id,
        street=one.address,
        postcode=one.postcode,
        place=place_name(one.place),
        open=now,
        more_with_others=place.more_with_others,
        network_system=one.network_system if now else "",
        voltage_v=one.voltage_v if now else None,
        kv_a=one.kv_a if now else None,
        ov_a=one.ov_a if now else None,
        building_kind=one.building_kind if now else "",
        area_m2=one.area_m2 if now else None,
        service_line_cable=one.service_line_cable if now else "",
        service_line_length_m=one.service_line_length_m if now else None,
        notices=[schemas.NoticeAt(id=row.id, number=row.number, status=row.status) for row in place.notices],
        events=[
            schemas.HappenedOut(
                at=moment.entry.happened_at,
                action=moment.entry.action,
                notice_id=moment.notice.id,
                number=moment.notice.number,
            )
            for moment in history.moments
        ],
        protection=[_value(value) for value in history.protection],
        meters=[_value(value) for value in history.meters],
    )


def _sibling(one: Sibling) -> schemas.SiblingOut:
    return schemas.SiblingOut(
        id=one.id,
        metering_point_id=one.metering_point_id,
        meter_number=one.meter_number,
        entrance=one.entrance,
        unit=one.unit,
        where=one.where,
        in_use=one.live,
        state=one.state,
        disconnected_on=one.disconnected_on,
        taken_down_on=one.taken_down_on,
        phases=one.phases,
        ov_a=one.ov_a,
        mv_a=one.mv_a,
        meter_place=one.meter_place,
        customer_name=one.customer_name,
        read_at=one.read_at,
    )


def _value(one: Value) -> schemas.ValueOut:
    return schemas.ValueOut(
        label=one.label,
        value=one.text,
        was=one.was,
        since=one.since,
        where=one.where,
        notice_id=one.notice.id if one.notice else None,
    )
