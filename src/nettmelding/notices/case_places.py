"""Which addresses, metering points and meters a case has told of, as keys that screened objects are matched by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.notices import working_copy
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import CasePlace, Notice, Request
from nettmelding.organisations import screen_keys

ADDRESS = "site.address"
METERS = ("site.meter_number", "site.existing_meters", "site.meter_to_remove")
"""Answers that name meters, one or several."""
MOST = 1_000
"""Metering points that are looked at for what is sent at once."""


def named_in(answers: Mapping[str, Any]) -> set[str]:
    """The keys in answers by field path."""
    place = answers.get(ADDRESS) or {}
    line = address_text({**place, "unit": "", "postcode": "", "place": ""})
    keys = {screen_keys.of_address(line, str(place.get("postcode") or ""))}
    for path in METERS:
        told = answers.get(path) or []
        keys |= {screen_keys.of_meter(str(one)) for one in (told if isinstance(told, list) else [told])}
    return keys - {""}


def remember_notices(notices: Sequence[Notice]) -> dict[UUID, set[str]]:
    """Keep what the versions that are being sent to one grid company tell of; answers with everything that each notice ever
    told of."""
    (grid_company_id,) = {one.grid_company_id for one in notices}
    assert grid_company_id is not None
    named = {one.id: named_in(working_copy.form_of(one, Stage.NOTICE).answers()) for one in notices}
    points = {one.id: one.metering_point_id for one in notices}
    known = _known(grid_company_id, set().union(*named.values()), set(points.values()) - {None})
    for notice_id, keys in named.items():
        met = (one for one in known if one.pk == points[notice_id] or screen_keys.of_meter(one.meter_number) in keys)
        keys |= {key for one in list(met) for key in keys_of(one)}
    return _remember("notice", grid_company_id, named, again=[one.id for one in notices if one.submission_count > 1])


def remember_split(grid_company_id: UUID, mother_id: UUID, ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Keep what a block notice told of for those that leave it; answers as `remember_notices`."""
    keys = set(CasePlace.objects.filter(subject_id=mother_id).values_list("key", flat=True))
    return _remember("notice", grid_company_id, {one: set(keys) for one in ids}, again=ids)


def remember_request(request: Request) -> set[str]:
    """Keep what a request tells of."""
    keys = {screen_keys.of_address(request.address), *map(screen_keys.of_meter, request.meter_numbers)} - {""}
    keys |= {key for one in _known(request.grid_company_id, keys, ()) for key in keys_of(one)}
    return _remember("request", request.grid_company_id, {request.id: keys}, again=[])[request.id]


def remember_keys(kind: str, subject_id: UUID, grid_company_id: UUID, keys: set[str]) -> None:
    """Keep what a new subject of a later room names, such as a work order without a notice."""
    _remember(kind, grid_company_id, {subject_id: keys}, again=[])


def _known(grid_company_id: UUID, keys: Iterable[str], point_ids: Collection[UUID | None]) -> list[MeteringPoint]:
    """What the customer system knows by the same meters: the metering point's id, its meter and where it is."""
    meters = [key.removeprefix(screen_keys.METER) for key in keys if key.startswith(screen_keys.METER)]
    if not meters and not point_ids:
        return []
    same = Q(meter_number__in=meters, grid_company_id=grid_company_id) | Q(pk__in=point_ids)
    return list(MeteringPoint.objects.filter(same).select_related("installation")[:MOST])


def _remember(
    kind: str, grid_company_id: UUID, named: Mapping[UUID, set[str]], *, again: Collection[UUID]
) -> dict[UUID, set[str]]:
    """Keep the keys by subject; answers with what stood before too, where a subject has been here before."""
    standing: dict[UUID, set[str]] = {key: set() for key in named}
    if again:
        for subject_id, key in CasePlace.objects.filter(subject_id__in=again).values_list("subject_id", "key"):
            standing[subject_id].add(key)
    CasePlace.objects.bulk_create(
        [
            CasePlace(subject_kind=kind, subject_id=subject_id, grid_company_id=grid_company_id, key=key)
            for subject_id, keys in named.items()
            for key in sorted(keys - standing[subject_id])
        ],
        batch_size=500,
    )
    return {key: standing[key] | named[key] for key in named}
