"""Screened objects: addresses and metering points whose cases only named handlers see.

The grid company's own list. Doors use `notices.screening`, which marks the cases that follow from a change here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.organisations import access, own, screen_keys
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership, Screen, ScreenHandler

LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """One object to be screened: an address (`shown` with postcode and place), or a metering point id or meter number."""

    kind: Screen.Kind
    shown: str
    postcode: str = ""
    place: str = ""
    why: str = ""
    handlers: tuple[UUID, ...] = ()


def screens(actor: Actor) -> QuerySet[Screen]:
    """The grid company's screened objects, by address and number. None for those who may not screen."""
    if not actor.is_grid_company or not actor.may(Right.SCREEN):
        return Screen.objects.none()
    return Screen.objects.filter(grid_company_id=actor.organisation).order_by("kind", "key", "id")


def get(actor: Actor, screen_id: UUID) -> Screen:
    """One of them. Errors: NotFound."""
    found = screens(actor).filter(pk=screen_id).first()
    if found is None:
        raise NotFound
    return found


def readers(organisation_id: UUID) -> list[User]:
    """Those who can be named: everybody at the grid company who reads cases, by name."""
    rows = Membership.objects.filter(organisation_id=organisation_id, user__is_active=True, ended_at__isnull=True)
    members = rows.select_related("user", "organisation__company_settings").order_by("user__name", "user_id")[:2_000]
    return [m.user for m in members if actor_for(m).may(Right.SEE_CASES, Right.SEE_INSPECTORATE)]


def named(screen_ids: Iterable[UUID]) -> dict[UUID, list[User]]:
    """The named handlers of each object that still can see its cases, by name; nobody is an empty list."""
    ids = set(screen_ids)
    rows = list(ScreenHandler.objects.filter(screen_id__in=ids).select_related("user", "screen").order_by("user__name"))
    companies = {row.screen.grid_company_id for row in rows}
    standing = {company: {user.id for user in readers(company)} for company in companies}
    found: dict[UUID, list[User]] = {one: [] for one in ids}
    for row in rows:
        if row.user_id in standing[row.screen.grid_company_id]:
            found[row.screen_id].append(row.user)
    return found


def matching(grid_company_id: UUID, keys: Iterable[str]) -> list[Screen]:
    """The screened objects that a case with these keys meets, the oldest first: that is the one it follows."""
    asked = Q(pk__in=[])
    meters, addresses = [], []
    for key in keys:
        if key.startswith(screen_keys.METER):
            meters.append(key.removeprefix(screen_keys.METER))
        elif key.startswith(screen_keys.ADDRESS):
            addresses.append(key.removeprefix(screen_keys.ADDRESS))
        else:
            street = key.removeprefix(screen_keys.STREET)
            asked |= Q(kind=Screen.Kind.ADDRESS, key__startswith=street + " ")
    asked |= Q(kind=Screen.Kind.METERING_POINT, key__in=meters) | Q(kind=Screen.Kind.ADDRESS, key__in=addresses)
    wanted = set(keys)
    rows = Screen.objects.filter(asked, grid_company_id=grid_company_id).order_by("created_at", "id")
    return [one for one in rows if not wanted.isdisjoint(screen_keys.keys_of(one))]


def hides(actor: Actor, grid_company_id: UUID, keys: Iterable[str]) -> bool:
    """Whether what has these keys is screened from a person of that grid company."""
    if actor.organisation_id != grid_company_id:
        return False
    found = matching(grid_company_id, keys)
    if not found or actor.user_id is None:
        return bool(found)
    return not ScreenHandler.objects.filter(screen=found[0], user_id=actor.user_id).exists()


def add(actor: Actor, wanted: Wanted) -> Screen:
    """Screen one object. Errors: NotAllowed; Invalid for what is no address or number, is there already, or has nobody named."""
    company_id = may_screen(actor)
    key, shown = screen_keys.typed(wanted.kind, wanted.shown, wanted.postcode, wanted.place)
    handlers = _readers_among(company_id, wanted.handlers)
    with write():
        own.locked(company_id)
        if Screen.objects.filter(grid_company_id=company_id, kind=wanted.kind, key=key).exists():
            field = "address" if wanted.kind is Screen.Kind.ADDRESS else "number"
            sentence = _("Den er skjermet allerede.")
            raise Invalid("screened_already", sentence, fields={field: sentence})
        screen = Screen.objects.create(
            grid_company_id=company_id,
            kind=wanted.kind,
            key=key,
            shown=shown,
            why=wanted.why.strip()[:LONGEST_WHY],
            created_by=actor.name,
        )
        ScreenHandler.objects.bulk_create(ScreenHandler(screen=screen, user=user) for user in handlers)
        _recorded(actor, screen, "screen_added", handlers)
    return screen


def change(actor: Actor, screen_id: UUID, *, why: str, handlers: Sequence[UUID]) -> Screen:
    """Name other handlers, or say another reason. Errors: NotFound, NotAllowed, Invalid without anybody."""
    company_id = may_screen(actor)
    people = _readers_among(company_id, handlers)
    with write():
        own.locked(company_id)
        screen = get(actor, screen_id)
        screen.why = why.strip()[:LONGEST_WHY]
        screen.save()
        wanted = {user.id for user in people}
        standing = set(ScreenHandler.objects.filter(screen=screen).values_list("user_id", flat=True))
        ScreenHandler.objects.filter(screen=screen, user_id__in=standing - wanted).delete()
        ScreenHandler.objects.bulk_create(ScreenHandler(screen=screen, user_id=one) for one in wanted - standing)
        _recorded(actor, screen, "screen_changed", people)
    return screen


def remove(actor: Actor, screen_id: UUID) -> None:
    """Take the screen off: everybody who reads cases sees its cases again. Errors: NotFound, NotAllowed."""
    company_id = may_screen(actor)
    with write():
        own.locked(company_id)
        screen = get(actor, screen_id)
        _recorded(actor, screen, "screen_removed", ())
        screen.delete()


def may_screen(actor: Actor) -> UUID:
    """The grid company whose objects the actor may screen. Errors: NotAllowed, NotFound."""
    access.require(actor, Right.SCREEN)
    if not actor.is_grid_company:
        raise NotFound
    return actor.organisation


def _readers_among(company_id: UUID, handlers: Sequence[UUID]) -> list[User]:
    wanted = set(handlers)
    people = [user for user in readers(company_id) if user.id in wanted]
    if not people:
        sentence = _("Velg minst én som skal se sakene.")
        raise Invalid("nobody_named", sentence, fields={"handlers": sentence})
    return people


def _recorded(actor: Actor, screen: Screen, action: str, handlers: Iterable[User]) -> None:
    detail = {"object": screen.shown, "handlers": [user.name for user in handlers], "why": screen.why}
    own.recorded(actor, screen.grid_company_id, action, detail)
