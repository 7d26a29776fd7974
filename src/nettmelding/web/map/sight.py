"""What a map's page can show just now, and the quiet word where that is less than one might expect."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError, NotAllowed, NotFound
from nettmelding.grid import tiles
from nettmelding.grid.seeing import Reach, View
from nettmelding.notices import working_copy
from nettmelding.organisations import access
from nettmelding.registers.contacts import show_phone
from nettmelding.web.components import Note, NoteKind
from nettmelding.web.map.where import DUTY, Where

NEAR_ZOOM, WIDE_ZOOM = 17.5, 13.0


@dataclass(frozen=True, slots=True)
class Sight:
    """`view` is None where no objects are shown; `latitude` is None where there is no place to begin at."""

    view: View | None
    note: Note | None
    latitude: float | None
    longitude: float | None
    zoom: float
    is_case: bool

    @property
    def has_place(self) -> bool:
        return self.latitude is not None

    @property
    def sees_all(self) -> bool:
        """Whether all objects are drawn, and not the nearest few."""
        return self.view is not None and self.view.reach is not Reach.NEAREST


def of(where: Where) -> Sight:
    """Errors: NotFound for others' things; NotAllowed `map_duty` where the duty of secrecy must be read first."""
    notice, case = where.notice, where.case
    view, refusal = _view(where)
    if notice is not None and case is None:
        return Sight(None, _word(where, None, refusal), notice.latitude, notice.longitude, NEAR_ZOOM, is_case=True)
    if case is None:
        begin = tiles.middle(view.edition) if view else None
        latitude, longitude = begin or (None, None)
        return Sight(view, _word(where, view, refusal), latitude, longitude, WIDE_ZOOM, is_case=False)
    return Sight(view, _word(where, view, refusal), case.latitude, case.longitude, NEAR_ZOOM, is_case=True)


def _view(where: Where) -> tuple[View | None, AppError | None]:
    try:
        return where.view, None
    except (NotFound, NotAllowed) as refusal:
        if refusal.code == DUTY:
            raise
        return None, refusal


def _word(where: Where, view: View | None, refusal: AppError | None) -> Note | None:
    if view is not None:
        return _about(view)
    if where.notice is not None and where.case is None:
        return Note(kind=NoteKind.INFO, text=_("Nettselskapet er ikke kjent ennå. Kartet viser bare bakgrunnen."))
    if isinstance(refusal, NotFound):
        return Note(
            kind=NoteKind.INFO, text=_("Nettselskapet har ikke lagt inn nettet sitt her. Kartet viser bare bakgrunnen.")
        )
    if refusal is None or refusal.code != "map_closed":
        return Note(kind=NoteKind.INFO, text=_("Du har ikke tilgang til å se nettet. Kartet viser bare bakgrunnen."))
    return Note(kind=NoteKind.INFO, title=refusal.message, text=_whom_to_ask(where))


def _about(view: View) -> Note | None:
    if view.reach is Reach.NEAREST:
        return Note(kind=NoteKind.INFO, text=_("Før meldingen er sendt, vises bare de nærmeste objektene."))
    if view.reach is Reach.AROUND and not view.cells:
        return Note(kind=NoteKind.INFO, text=_("Nettet vises så lenge saken er åpen. Kartet viser bare bakgrunnen."))
    return None


def _whom_to_ask(where: Where) -> str:
    notice = where.notice
    if notice is None or notice.grid_company is None:
        return ""
    texts = working_copy.rules_at(notice.grid_company.id).texts
    phone = show_phone(texts.contact_phone) if texts.contact_phone else ""
    who = ", ".join(filter(None, [texts.contact_name, phone])) or notice.grid_company.name
    return _("Spør %(who)s om det du trenger å vite.") % {"who": who}


def address_href(where: Where) -> str:
    """Where the address is filled in; empty for those who do not fill in."""
    if where.notice_id is None or not access.may_write_notices(where.actor):
        return ""
    return reverse("form:edit", args=[where.notice_id]) + "#part-site"
