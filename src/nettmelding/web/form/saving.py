"""Putting what was posted where it belongs: answers, place, meter, grid company, contact details, kinds of files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Unavailable
from nettmelding.core.text import fold
from nettmelding.notices import attachments, drafts, parties, places, queries, working_copy
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.models import Notice, Party
from nettmelding.web.form import addresses, values
from nettmelding.web.form.posted import Posted, Texts

CONTACT = ("email", "mobile", "no_email", "other_contact")
GRID_COMPANY = "grid_company"
FILE_KIND = "attachment-kind."
TRIED = "party."


@dataclass(frozen=True, slots=True)
class Clash:
    """The same field, changed by somebody else meanwhile to something else."""

    by: str
    value: str
    """As people read it."""
    texts: list[str]
    """As it stands in the control."""


@dataclass(slots=True)
class Result:
    """What came of it. What could not be taken stays as it was typed."""

    errors: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    choices: dict[str, list[addresses.Choice]] = field(default_factory=dict)
    """Addresses to choose between, for a place that was typed and not picked."""
    remarks: dict[str, str] = field(default_factory=dict)
    """What is worth knowing of a control whose value was taken all the same."""
    filled_in: bool = False
    """More than the posted fields may have changed, such as by a known meter."""


def save(actor: Actor, notice_id: UUID, stage: Stage, posted: Posted) -> Result:
    """Keep all that holds. Errors by the control's name in the result; those of `drafts.locked` are raised."""
    result = Result()
    mine = {**posted.mine, **_picked(posted, result)}
    _save_answers(actor, notice_id, mine, posted.base, result)
    doors: dict[str, Callable[[], object]] = {
        places.METER: lambda: _use_meter(actor, notice_id, mine[places.METER], result),
        places.ADDRESS: lambda: _use_address(actor, notice_id, mine[places.ADDRESS]),
        GRID_COMPANY: lambda: _use_grid_company(actor, notice_id, mine[GRID_COMPANY]),
    }
    for name, do in doors.items():
        if name in mine and name not in result.clashes:
            result.filled_in = True
            _try(do, name, result)
    _save_contacts(actor, notice_id, mine, result)
    for name in mine:
        if name.startswith(FILE_KIND):
            result.filled_in = True
            _try(lambda name=name: _set_kind(actor, name, mine[name]), name, result)  # type: ignore[misc]
    return result


def _save_answers(actor: Actor, notice_id: UUID, mine: Texts, base: Texts, result: Result) -> None:
    fields = catalogue().fields
    apart = {places.METER, places.ADDRESS}
    notice = queries.get(actor, notice_id)
    _clashes_apart(notice, {name: texts for name, texts in mine.items() if name in apart}, base, result)
    raw = {
        name: values.raw_of(fields[name], texts) for name, texts in mine.items() if name in fields and name not in apart
    }
    if not raw:
        return
    was, _wrong = working_copy.parse(notice, {name: values.raw_of(fields[name], base.get(name, [])) for name in raw})
    answered = notice.values()
    saved = drafts.save(
        actor, notice_id, base={name: value for name, value in was.items() if name in answered}, mine=raw
    )
    result.errors |= saved.errors
    for name, (theirs, _mine) in saved.conflicts.items():
        result.clashes[name] = _clash(saved.notice, name, theirs)


def _clashes_apart(notice: Notice, mine: Texts, base: Texts, result: Result) -> None:
    """Address and meter number are not merged by `drafts.save`; the rule is the same."""
    answered = notice.values()
    for name, texts in mine.items():
        theirs = answered.get(name)
        stands = values.texts_of(catalogue().fields[name], theirs)
        if theirs is not None and not values.same(stands, base.get(name, [])) and not values.same(stands, texts):
            result.clashes[name] = _clash(notice, name, theirs)


def _clash(notice: Notice, name: str, theirs: Any) -> Clash:
    one = catalogue().fields[name]
    by = str(notice.answers.get(name, {}).get("by") or _("En kollega"))
    return Clash(by, text_of(one, theirs) or _("tømte feltet"), values.texts_of(one, theirs))


def _use_meter(actor: Actor, notice_id: UUID, texts: list[str], result: Result) -> None:
    number = "".join(texts).strip()
    if number:
        if problem := places.use_meter_number(actor, notice_id, number).problem:
            result.remarks[places.METER] = problem
    else:
        places.forget_metering_point(actor, notice_id)


def _use_address(actor: Actor, notice_id: UUID, texts: list[str]) -> None:
    raw = values.raw_of(catalogue().fields[places.ADDRESS], texts)
    if not raw:
        drafts.save(actor, notice_id, base={}, mine={places.ADDRESS: None})
        return
    parsed, errors = working_copy.parse(queries.get(actor, notice_id), {places.ADDRESS: raw})
    if errors:
        sentence = errors[places.ADDRESS]
        raise Unread(sentence)
    places.set_address(actor, notice_id, parsed[places.ADDRESS], addresses.source_of(parsed[places.ADDRESS]))


def _use_grid_company(actor: Actor, notice_id: UUID, texts: list[str]) -> None:
    try:
        wanted = UUID("".join(texts))
    except ValueError:
        raise Unread(_("Velg nettselskapet.")) from None
    places.choose_grid_company(actor, notice_id, wanted)


def _set_kind(actor: Actor, name: str, texts: list[str]) -> None:
    try:
        attachment = UUID(name.removeprefix(FILE_KIND))
    except ValueError:
        raise Unread(_("Velg hva vedlegget er.")) from None
    attachments.set_kind(actor, attachment, "".join(texts))


class Unread(AppError):
    """What was typed could not be read; the message says why."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__("unread", message)


def _try(do: Callable[[], object], name: str, result: Result) -> None:
    """Do it; what is wrong with this field is said there. What keeps the whole page from being edited is raised."""
    try:
        do()
    except AppError as error:
        if error.status not in {422, 429, 503}:
            raise
        result.errors[name] = error.fields.get(name) or error.message


def _picked(posted: Posted, result: Result) -> Texts:
    """Addresses typed in full and never picked: one hit is taken, several are offered, none is said."""
    found: dict[str, list[str]] = {}
    if places.ADDRESS not in posted.searched:
        return found
    typed = posted.searched[places.ADDRESS]
    try:
        choices = addresses.choices(typed)
    except Unavailable as error:
        return {places.ADDRESS: [addresses.unconfirmed(typed)]} if error.status == 503 else found
    to_the_letter = [one for one in choices if _street(one.text) == _street(typed)]
    if len(choices) == 1 or len(to_the_letter) == 1:
        found[places.ADDRESS] = [(to_the_letter or choices)[0].value]
    elif choices:
        result.choices[places.ADDRESS] = choices
        result.errors[places.ADDRESS] = _("Flere adresser passer. Velg den riktige.")
    else:
        result.errors[places.ADDRESS] = _("Fant ikke adressen. Prøv gårds- og bruksnummer, eller en posisjon.")
    return found


def _street(address: str) -> str:
    return fold(address.split(",")[0])


def _save_contacts(actor: Actor, notice_id: UUID, mine: Texts, result: Result) -> None:
    for role in _roles(mine):
        changed = {what: mine[f"party.{role}.{what}"] for what in CONTACT if f"party.{role}.{what}" in mine}
        party = queries.get(actor, notice_id).parties.filter(role=role).first() if changed else None
        if party is None:
            continue
        try:
            parties.set_contact(actor, notice_id, role, **contact_of(party, changed))
        except AppError as error:
            if error.status != 422:
                raise
            result.errors |= {f"party.{role}.{what}": sentence for what, sentence in error.fields.items()}


def contact_of(party: Party, changed: Texts) -> dict[str, Any]:
    """All contact details together: those that are changed, the others as they stand."""
    texts: Mapping[str, str] = {what: "".join(changed[what]).strip() for what in changed if what != "no_email"}
    return {
        "email": texts.get("email", party.email),
        "mobile": texts.get("mobile", party.mobile),
        "other_contact": texts.get("other_contact", party.other_contact),
        "no_email": bool(changed["no_email"]) if "no_email" in changed else party.no_email,
    }


def _roles(names: Iterable[str]) -> list[PartyRole]:
    said = {name.split(".")[1] for name in names if name.startswith(TRIED) and name.count(".") == 2}
    return [role for role in PartyRole if role in said]
