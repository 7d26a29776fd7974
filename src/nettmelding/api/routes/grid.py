"""`/grid`: tiles and objects of the low-voltage grid, as far as a case lets its reader see them. Every look is written down."""

import gzip
import hashlib
import json
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from nettmelding.api import lists
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas import grid as schemas
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.grid import describing, queries, seeing, value_files, values, ways, words
from nettmelding.grid.describing import Said
from nettmelding.grid.finding import MOST_RADIUS_M, Hit
from nettmelding.grid.models import Kind
from nettmelding.grid.network import NORMAL
from nettmelding.grid.seeing import View
from nettmelding.notices import map_case
from nettmelding.workorders import map_case as map_of_order

router = Router()
TILE_TYPE = "application/vnd.mapbox-vector-tile"
Asked = Annotated[schemas.CaseIn, Query()]
Kinds = Annotated[list[Kind], Query([], description="Only these kinds.")]
_REFERENCES = frozenset({"from_id", "to_id", "substation_id", "upstream_id", "circuits", "photo"})
"""Facts that name other objects: told as `ends` and `circuits`, and only where those may be seen."""


def view_of(actor: Actor, asked: schemas.CaseIn) -> View:
    """What the actor may see for a notice or a work order. Errors: Invalid for both at once, those of `case_of` of either and of
    `seeing.view`."""
    if asked.notice and asked.work_order:
        raise Invalid("case", _("Velg enten melding eller arbeidsordre."))
    if asked.work_order:
        return seeing.view(actor, map_of_order.case_of(actor, asked.work_order))
    return seeing.view(actor, map_case.case_of(actor, asked.notice) if asked.notice else None)


@router.get(
    "/grid/tiles/{int:zoom}/{int:x}/{int:y}.mvt", response={200: bytes, 204: None}, summary="Read a tile of the map"
)
def read_grid_tile(request: ActingRequest, zoom: int, x: int, y: int, case: Asked) -> HttpResponse:
    """A Mapbox vector tile with one layer, `grid`. Contractors have those of zoom 16 around a notice that is sent; 204 where
    there is nothing, or nothing for you to see."""
    view = view_of(request.auth, case)
    content = queries.tile(view, zoom, x, y)
    if content is None:
        return _kept(HttpResponse(status=204))
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponse(status=304), etag)
    response = HttpResponse(content, content_type=TILE_TYPE)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(content)
    return _kept(response, etag)


@router.get("/grid/objects", response=ListOf[schemas.Feature], summary="List objects near a position or within a box")
def list_grid_objects(
    request: ActingRequest,
    case: Asked,
    kind: Kinds,
    lat: Annotated[float | None, Query(None, ge=-90, le=90)],
    lon: Annotated[float | None, Query(None, ge=-180, le=180)],
    radius: Annotated[float, Query(100.0, gt=0, le=MOST_RADIUS_M, description="Metres.")],
    bbox: Annotated[str | None, Query(None, max_length=100, description="West, south, east, north, degrees.")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ListOf[schemas.Feature]:
    """Nearest first. Without a position and a box: what is nearest to the notice."""
    view = view_of(request.auth, case)
    if bbox is not None:
        hits = queries.inside(view, _box(bbox), kinds=kind)
    else:
        at = (lat, lon) if lat is not None and lon is not None else (view.latitude, view.longitude)
        if at[0] is None or at[1] is None:
            raise Invalid("position", _("Si hvor: lat og lon, eller bbox."))
        hits = queries.near(view, at[0], at[1], radius_m=radius, kinds=kind)
    return lists.cut(hits, cursor, limit, feature)


@router.post("/grid/objects/search", response=ListOf[schemas.Feature], summary="List objects within an area")
def search_grid_area(
    request: ActingRequest, body: schemas.AreaIn, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[schemas.Feature]:
    """Those nearest to its middle first. Changes nothing; the area is in the body because a drawn one is long."""
    view = view_of(request.auth, body)
    return lists.cut(queries.inside(view, _polygon(body.area), kinds=body.kinds), cursor, limit, feature)


@router.get("/grid/search", response=ListOf[schemas.Feature], summary="Search for objects by number, address or meter")
def search_grid(
    request: ActingRequest, q: Annotated[str, Query(max_length=200)], case: Asked, kind: Kinds
) -> ListOf[schemas.Feature]:
    """The best first: the number that stands on it, a customer point by its address, metering point or meter number."""
    return ListOf(items=[feature(hit) for hit in queries.search(view_of(request.auth, case), q, kinds=kind)], next=None)


@router.get("/grid/objects/{uuid:object_id}", response=schemas.ObjectOut, summary="Read an object")
def read_grid_object(request: ActingRequest, object_id: UUID, case: Asked) -> schemas.ObjectOut:
    """What is known of it."""
    view = view_of(request.auth, case)
    found = queries.get(view, object_id)
    told = describing.describe(view, found)
    return schemas.ObjectOut(
        id=found.object_id,
        kind=Kind(found.kind),
        kind_name=told.kind_name,
        title=told.title,
        external_id=found.external_id,
        geometry=_geometry(queries.hit(view, found)) if found.geometry is not None else None,
        facts={name: value for name, value in describing.facts_for(view, found).items() if name not in _REFERENCES},
        ends=[_reference(one) for one in told.ends],
        circuits=[
            schemas.CircuitOut(
                number=one.number,
                fuse=one.fuse,
                fuse_type=one.fuse_type,
                feeds=_reference(one.feeds) if one.feeds else None,
                is_free=one.is_free,
            )
            for one in told.circuits
        ],
        operable=told.operating.may if told.operating else None,
        edition_on=told.edition_on,
    )


@router.get(
    "/grid/objects/{uuid:object_id}/short-circuit",
    response=schemas.ShortCircuitOut,
    summary="Read short-circuit values",
)
def read_short_circuit(request: ActingRequest, object_id: UUID, case: Asked) -> dict[str, Any]:
    """Of a customer point or a cabinet: the grid company's own first, then those computed by IEC 60909, by switching state, with
    what they rest on."""
    view = view_of(request.auth, case)
    at = values.values_at(view, queries.get(view, object_id))
    return {**value_files.document(at), "duty": value_files.duty_line()}


@router.get(
    "/grid/objects/{uuid:object_id}/upstream", response=schemas.UpstreamOut, summary="Read the way to the transformer"
)
def read_upstream(
    request: ActingRequest, object_id: UUID, case: Asked, state: Annotated[str, Query(NORMAL, max_length=40)]
) -> schemas.UpstreamOut:
    """Step by step with impedances; what lies outside what you may see is a sum, without name and place."""
    view = view_of(request.auth, case)
    way = ways.way_up(view, queries.get(view, object_id), state)
    return schemas.UpstreamOut(
        id=way.object_id,
        name=way.title,
        switching_state=way.state,
        looped=way.looped,
        length_m=way.length_m,
        impedance_20c=_impedance(way.z_max),
        impedance_warm=_impedance(way.z_min),
        steps=[
            schemas.StepOut(
                id=row.object_id,
                name=row.title,
                kind=row.kind,
                type=row.type_name,
                length_m=row.length_m,
                objects=row.objects,
                impedance_20c=_impedance(row.z_max),
                impedance_warm=_impedance(row.z_min),
            )
            for row in way.rows
        ],
    )


def feature(hit: Hit) -> schemas.Feature:
    """A hit as GeoJSON."""
    return schemas.Feature(
        id=hit.object_id,
        geometry=_geometry(hit),
        properties=schemas.ObjectProperties(
            id=hit.object_id,
            kind=Kind(hit.kind),
            kind_name=words.kind_name(hit.kind),
            name=hit.name or hit.external_id,
            distance_m=hit.distance_m,
        ),
    )


def _geometry(hit: Hit) -> dict[str, Any]:
    import shapely

    found: dict[str, Any] = json.loads(shapely.to_geojson(hit.geometry))
    return found


def _impedance(z: complex | None) -> schemas.ImpedanceOut | None:
    return None if z is None else schemas.ImpedanceOut(r_ohm=z.real, x_ohm=z.imag)


def _reference(one: Said) -> schemas.Reference:
    return schemas.Reference(label=str(one.label), id=one.object_id, text=str(one.value))


def _box(text: str) -> Any:
    import shapely

    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid("bbox", _("bbox er fire tall: vest, sør, øst, nord.")) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Invalid("bbox", _("bbox er fire tall: vest, sør, øst, nord."))
    return shapely.box(west, south, east, north)


def _polygon(area: dict[str, Any]) -> Any:
    import shapely

    try:
        found = shapely.from_geojson(json.dumps(area))
    except shapely.errors.ShapelyError:
        found = None
    if found is None or found.geom_type not in {"Polygon", "MultiPolygon"} or not _on_earth(found):
        raise Invalid("area", _("Området er ikke en GeoJSON-flate i EPSG:4326."))
    return found


def _on_earth(area: Any) -> bool:
    if area.is_empty:
        return True  # the room says what is wrong with it
    west, south, east, north = area.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _kept(response: HttpResponse, etag: str = "") -> HttpResponse:
    """A browser may keep a tile for its own user, and asks each time whether it is still to be seen."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Authorization, Accept-Encoding"
    if etag:
        response.headers["ETag"] = etag
    return response
