"""Which addresses, metering points and meters a case has told of, as keys that screened objects are matched by."""

from collections.abc import Iterable, Mapping
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


def named_in(answers: Mapping[str, Any]) -> set[str]:
    """The keys in answers by field path."""
    place = answers.get(ADDRESS) or {}
    line = address_text({**place, "unit": "", "postcode": "", "place": ""})
    keys = {screen_keys.of_address(line, str(place.get("postcode") or ""))}
    for path in METERS:
        told = answers.get(path) or []
        keys |= {screen_keys.of_meter(str(one)) for one in (told if isinstance(told, list) else [told])}
    return keys - {""}


def remember_notice(notice: Notice) -> set[str]:
    """Keep what the version that is being sent tells of; answers with everything the notice ever told of."""
    assert notice.grid_company_id is not None
    keys = named_in(working_copy.form_of(notice, Stage.NOTICE).answers())
    keys |= _known_of(notice.grid_company_id, keys, notice.metering_point_id)
    return _remember("notice", notice.id, notice.grid_company_id, keys, first=notice.submission_count <= 1)


def remember_request(request: Request) -> set[str]:
    """Keep what a request tells of."""
    keys = {screen_keys.of_address(request.address), *map(screen_keys.of_meter, request.meter_numbers)} - {""}
    keys |= _known_of(request.grid_company_id, keys, None)
    return _remember("request", request.id, request.grid_company_id, keys, first=True)


def _known_of(grid_company_id: UUID, keys: Iterable[str], point_id: UUID | None) -> set[str]:
    """What the customer system knows by the same meters: the metering point's id, its meter and where it is."""
    meters = [key.removeprefix(screen_keys.METER) for key in keys if key.startswith(screen_keys.METER)]
    if not meters and point_id is None:
        return set()
    same = Q(meter_number__in=meters, grid_company_id=grid_company_id) | Q(pk=point_id)
    points = MeteringPoint.objects.filter(same).select_related("installation")[:50]
    return {key for one in points for key in keys_of(one)}


def _remember(kind: str, subject_id: UUID, grid_company_id: UUID, keys: set[str], *, first: bool) -> set[str]:
    rows = CasePlace.objects.filter(subject_id=subject_id)
    standing = set() if first else set(rows.values_list("key", flat=True))
    CasePlace.objects.bulk_create(
        CasePlace(subject_kind=kind, subject_id=subject_id, grid_company_id=grid_company_id, key=key)
        for key in sorted(keys - standing)
    )
    return standing | keys
