"""*Feil i kartet?*: somebody reports what is wrong, of an object or of a place where something is missing."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock, numbers
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, TooMany
from nettmelding.documents import actions as documents
from nettmelding.documents.actions import Readable
from nettmelding.documents.models import Document
from nettmelding.grid import cells, earth, error_telling, followers, queries
from nettmelding.grid.models import GridObject, MapError
from nettmelding.grid.seeing import NEAR_M, Reach, View

LONGEST_TEXT = 2_000
MOST_A_DAY = 50
"""Reports by one person."""
_TWICE_WITHIN = timedelta(minutes=10)
"""The same report again within this is the same press."""
What = MapError.What
OF_OBJECT = (What.MOVED, What.WRONG_TYPE, What.WRONG_FACTS, What.NOT_THERE, What.OTHER)
OF_PLACE = (What.MISSING, What.OTHER)
_MORE_WORDS = {What.WRONG_TYPE, What.WRONG_FACTS, What.OTHER, What.MISSING}
"""Say too little by themselves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is reported. Of an object, then `latitude` and `longitude` are where it should be; or of a bare place.

    Degrees in EPSG:4326, both or neither.
    """

    what: str
    text: str = ""
    object_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that was handed in."""

    name: str
    data: bytes | Readable


def report(view: View, wanted: Wanted, photo: Photo | None = None) -> MapError:
    """Tell the grid company that its map is wrong.

    Errors: NotFound for an object or a place that the view does not show, Invalid by field, TooMany.
    """
    actor = view.actor
    found = queries.get(view, wanted.object_id) if wanted.object_id else None
    if found is None:
        see_place(view, wanted.latitude, wanted.longitude)
    problems = _problems(wanted, with_photo=photo is not None)
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Fyll ut det som er merket."), fields=problems)
    again = _again(actor, wanted)
    if again is not None:
        return again
    document = _received(actor, photo) if photo else None
    number = "K" + numbers.yearly("map-error")
    with write():
        error = _made(view, wanted, found, number, document)
        followers.error_reported(error)
        error.save(update_fields=["screen"])
        error_telling.recorded(actor, error, "map_error_reported", error.text)
        error_telling.say_whose_turn(error)
    return error


def see_place(view: View, latitude: float | None, longitude: float | None) -> None:
    """Errors: NotFound for a place that the view does not reach."""
    if latitude is None or longitude is None:
        raise NotFound
    if view.reach is Reach.AROUND and cells.at(latitude, longitude) not in (view.cells or ()):
        raise NotFound
    if view.reach is Reach.NEAREST:
        if view.latitude is None or view.longitude is None:
            raise NotFound
        if metres((view.latitude, view.longitude), (latitude, longitude)) > NEAR_M:
            raise NotFound


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two positions (latitude, longitude), over distances in which the earth is flat."""
    east, north = (float(length) for length in earth.metres_per_degree((one[0] + other[0]) / 2))
    return float((((one[1] - other[1]) * east) ** 2 + ((one[0] - other[0]) * north) ** 2) ** 0.5)


def _problems(wanted: Wanted, *, with_photo: bool) -> dict[str, str]:
    offered = OF_OBJECT if wanted.object_id else OF_PLACE
    if wanted.what not in offered:
        return {"what": _("Velg hva som er feil.")}
    problems: dict[str, str] = {}
    has_place = wanted.latitude is not None and wanted.longitude is not None
    if wanted.what in _MORE_WORDS and not wanted.text.strip():
        problems["text"] = _("Skriv kort hva som er feil.")
    if wanted.what == What.MOVED and not (wanted.text.strip() or has_place or with_photo):
        problems["text"] = _("Skriv hvor det står, legg inn posisjonen eller ta et bilde.")
    if has_place and not (-90 <= (wanted.latitude or 0) <= 90 and -180 <= (wanted.longitude or 0) <= 180):
        problems["position"] = _("Posisjonen finnes ikke. Skriv for eksempel 63,70012 9,65034.")
    return problems


def _again(actor: Actor, wanted: Wanted) -> MapError | None:
    """The same report, where it has just been made: somebody pressed twice. Errors: TooMany."""
    mine = MapError.objects.filter(reporter_id=actor.user_id, reported_at__gt=clock.now() - timedelta(days=1))
    if actor.user_id and mine.count() >= MOST_A_DAY:
        raise TooMany("many_errors", _("Du har meldt mange feil i dag. Fortsett i morgen, eller ring nettselskapet."))
    same = mine.filter(
        reported_at__gt=clock.now() - _TWICE_WITHIN,
        state=MapError.State.OPEN,
        object_id=wanted.object_id,
        what=wanted.what,
        text=wanted.text.strip()[:LONGEST_TEXT],
        latitude=wanted.latitude,
        longitude=wanted.longitude,
    )
    return same.first()


def _received(actor: Actor, photo: Photo) -> Document:
    """The picture, cleaned. Errors: Invalid by field, Unavailable."""
    try:
        document = documents.receive(actor, owner_id=actor.organisation, name=photo.name, data=photo.data)
    except Invalid as error:
        raise Invalid(error.code, error.message, fields={"photo": error.message}) from None
    if document.width is None:
        with write():
            documents.discard(document.id)
        sentence = _("Legg ved et bilde, for eksempel fra mobilkameraet.")
        raise Invalid("no_picture", sentence, fields={"photo": sentence})
    return document


def _made(view: View, wanted: Wanted, found: GridObject | None, number: str, document: Document | None) -> MapError:
    actor, case = view.actor, view.case
    return MapError.objects.create(
        number=number,
        grid_company_id=view.grid_company_id,
        contractor_id=actor.organisation if actor.is_contractor else None,
        reporter_id=actor.user_id,
        notice_id=case.id if case and case.kind == "notice" else None,
        edition_serial=view.edition.serial,
        object_id=found.object_id if found else None,
        object_kind=found.kind if found else "",
        external_id=found.external_id if found else "",
        object_name=found.name if found else "",
        digest=found.digest if found else None,
        latitude=wanted.latitude,
        longitude=wanted.longitude,
        what=wanted.what,
        text=wanted.text.strip()[:LONGEST_TEXT],
        photo=document,
    )
