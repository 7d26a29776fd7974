"""A notice as a case that somebody looks at the grid for, and what it opens to its contractor."""

from collections.abc import Sequence
from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.grid import seeing
from nettmelding.grid.models import MapError, MapGrant, MapRules
from nettmelding.grid.seeing import Case
from nettmelding.installations.queries import keys_of
from nettmelding.notices import case_places, labels, queries
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import OPEN
from nettmelding.organisations import screen_keys

DRAFT = "draft"
"""The kind of a case that its grid company has not been sent."""
BATCH = 500


def case_of(actor: Actor, notice_id: UUID) -> Case:
    """The case of a notice that the actor sees; a metering point of a block notice has its mother's.

    Errors: NotFound, also for a notice that has no grid company yet.
    """
    notice = queries.get(actor, notice_id)
    found = of(notice.mother or notice)
    if found is None:
        raise NotFound
    return found


def of(notice: Notice) -> Case | None:
    """The case of a notice; None where it has no grid company yet. Its place is that of its customer point where its address
    has none."""
    if notice.grid_company_id is None:
        return None
    return _placed(notice, notice.grid_company_id, keys=_keys(notice))


def _placed(notice: Notice, grid_company_id: UUID, keys: tuple[str, ...] = ()) -> Case:
    latitude, longitude = notice.latitude, notice.longitude
    if latitude is None or longitude is None:
        latitude, longitude = seeing.place_of(grid_company_id, keys or _keys(notice)) or (None, None)
    return Case(
        kind=SUBJECT if notice.sent_at else DRAFT,
        id=notice.id,
        label=notice.number or labels.address(notice),
        grid_company_id=grid_company_id,
        contractor_id=notice.contractor_id,
        latitude=latitude,
        longitude=longitude,
        sent=notice.sent_at is not None,
        open=notice.state in OPEN,
        keys=keys,
    )


def after_move(moved: Sequence[Moved]) -> None:
    """A follower: what is sent opens the cells around it, what ends closes them. A block notice opens them once, for all."""
    concerned = {one.notice.id: one.notice for one in moved if one.notice.mother_id is None}
    concerned |= {one.notice.mother.id: one.notice.mother for one in moved if one.notice.mother}
    told = {
        one.notice.mother_id or one.notice.id for one in moved if one.submission is not None or one.source not in OPEN
    }
    sent = [notice for notice in concerned.values() if notice.sent_at is not None]
    seeing.end([notice.id for notice in sent if notice.state not in OPEN])
    _grant([notice for notice in sent if notice.state in OPEN and notice.id in told])


def after_transfer(notice: Notice) -> None:
    """What it opened, it opens to its new contractor and no longer to the old one. Inside the caller's transaction."""
    seeing.end([notice.id], but_for=notice.contractor_id)
    if notice.sent_at is not None and notice.state in OPEN:
        _grant([notice])


def after_radius(rules: MapRules) -> None:
    """A follower: what open notices have opened at the grid company is as large as its rules say now."""
    opened = MapGrant.objects.filter(grid_company_id=rules.grid_company_id, case_kind=SUBJECT, until__isnull=True)
    ids = list(opened.values_list("case_id", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = Notice.objects.filter(pk__in=ids[start : start + BATCH], grid_company_id=rules.grid_company_id)
        _grant([notice for notice in batch if notice.state in OPEN])


def _grant(notices: Sequence[Notice]) -> None:
    seeing.grant([_placed(one, one.grid_company_id) for one in notices if one.grid_company_id is not None])


def screen_error(error: MapError) -> None:
    """A follower: what is reported in a screened case is its named handlers'."""
    if error.notice_id is not None:
        error.screen_id = Notice.objects.filter(pk=error.notice_id).values_list("screen_id", flat=True).first()


def _keys(notice: Notice) -> tuple[str, ...]:
    """Meters before addresses, and an address with its postcode before the same without: the grid's data may lack it."""
    known = {*case_places.named_in(notice.values()), *(keys_of(notice.metering_point) if notice.metering_point else ())}
    streets = {
        screen_keys.STREET + key.removeprefix(screen_keys.ADDRESS).rpartition(" ")[0]
        for key in known
        if key.startswith(screen_keys.ADDRESS)
    }
    return tuple(sorted(known | streets, key=lambda key: (_ORDER.index(key.partition(":")[0] + ":"), key)))


_ORDER = (screen_keys.METER, screen_keys.ADDRESS, screen_keys.STREET)
