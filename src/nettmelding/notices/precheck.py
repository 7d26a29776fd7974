"""*Forhåndssjekk*: what a place says before there is a job there, kept for a month for the one who asked.

Only an address that is one opens the grid around it, and only so many in a day. A notice is begun from it by one press.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, TooMany
from nettmelding.core.ids import uuid7
from nettmelding.core.retention import kind
from nettmelding.grid import seeing
from nettmelding.grid.models import MapRules
from nettmelding.notices import drafts, map_values, places, precheck_answer, real_address
from nettmelding.notices.catalogue import short_circuit
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import Value
from nettmelding.notices.models import Notice, PreCheck
from nettmelding.notices.precheck_purposes import OTHER, PURPOSES
from nettmelding.organisations import access
from nettmelding.organisations.areas import candidates

LONGEST_TEXT = 200
MOST_KEPT = 50
"""Of one's own, in the list."""
SYSTEM, FURTHER = "supply.network_system", "work.further_information"


def may_check(actor: Actor) -> bool:
    """A person at a contractor, or the one whose key it is, who writes notices and may see a grid."""
    return actor.is_contractor and actor.user_id is not None and actor.may(Right.FILL_IN) and actor.may(Right.SEE_GRID)


def make(
    actor: Actor, *, address: Mapping[str, Any], purpose: str, text: str = "", grid_company_id: UUID | None = None
) -> PreCheck:
    """Look a place up. `address`: an answer of the form, or `{"text": what was typed}`; it is looked up again.

    Errors: NotAllowed, with `map_duty` before the duty of secrecy is accepted; Invalid by `address`, `purpose`, `text` and, where
    several companies come into question, `grid_company`; TooMany; Unavailable. Not inside a transaction: HTTP.
    """
    person = _person(actor)
    text = " ".join(text.split())[:LONGEST_TEXT]
    _check_purpose(purpose, text)
    place = _one_place(address)
    company_id = _company(place, grid_company_id)
    _use_quota(person, company_id)
    check = PreCheck(
        id=uuid7(),
        contractor_id=actor.organisation,
        user_id=person,
        grid_company_id=company_id,
        address=place,
        purpose=purpose,
        text=text,
    )
    if company_id is not None:
        case = precheck_answer.case_of(check.id, company_id, actor.organisation, place)
        check.answer = precheck_answer.find(actor, case)
    with write():
        User.objects.select_for_update().get(pk=person)
        _use_quota(person, company_id)
        check.save(force_insert=True)
    return check


def mine(actor: Actor) -> QuerySet[PreCheck]:
    """One's own that are kept still, newest first."""
    person = _person(actor)
    keep = kind("pre_checks").keep or timedelta()
    rows = PreCheck.objects.filter(user_id=person, contractor_id=actor.organisation)
    return rows.filter(made_at__gte=clock.now() - keep).select_related("grid_company").order_by("-made_at", "-id")


def get(actor: Actor, check_id: UUID) -> PreCheck:
    """One of one's own. Errors: NotFound, also for a colleague's."""
    found = mine(actor).filter(pk=check_id).first() if may_check(actor) else None
    if found is None:
        raise NotFound
    return found


def begin(
    actor: Actor, check_id: UUID, types: Sequence[str], form: str, answers: Mapping[str, Value] | None = None
) -> Notice:
    """A draft with the address, what was asked for and what was found; the one that was begun before, where it is there still.

    `answers` follow from the questions that were replied to. Errors: NotFound; those of `drafts.create`.
    """
    check = get(actor, check_id)
    if check.notice_id is not None:
        begun = Notice.objects.filter(pk=check.notice_id, contractor_id=actor.organisation).first()
        if begun is not None:
            return begun
    notice = drafts.create(actor, types, form, answers={**(answers or {}), FURTHER: said(check)})
    places.set_address(actor, notice.id, check.address)
    if check.grid_company_id is not None:
        with suppress(Invalid):
            places.choose_grid_company(actor, notice.id, check.grid_company_id)
    _put_in_what_was_found(actor, notice, check)
    with write():
        PreCheck.objects.filter(pk=check.pk).update(notice=notice)
    return notice


def said(check: PreCheck) -> str:
    """What it was asked for, on one line."""
    name = str(PURPOSES[check.purpose].name)
    return f"{name}: {check.text}" if check.text else name


def _put_in_what_was_found(actor: Actor, notice: Notice, check: PreCheck) -> None:
    """The network system, where the grid company's own data say it, and the short-circuit values."""
    system, values = check.answer.get("system", {}), check.answer.get("values")
    found: dict[str, Any] = {SYSTEM: system["code"]} if system.get("of") else {}
    if values:
        found[short_circuit.PATH] = map_values.answer_of_kept(values, check.answer["edition_on"])
    if found:
        drafts.save(actor, notice.id, mine=found, source=Source.MAP)


def _person(actor: Actor) -> UUID:
    """Whose check it is. Errors: NotAllowed."""
    if not actor.is_contractor or actor.user_id is None:
        raise NotAllowed("not_yours", _("Bare installatører gjør forhåndssjekk."))
    access.require(actor, Right.FILL_IN)
    access.require(actor, Right.SEE_GRID)
    return actor.user_id


def _check_purpose(purpose: str, text: str) -> None:
    if purpose not in PURPOSES:
        raise Invalid("purpose", _("Velg hva du skal gjøre."), fields={"purpose": _("Velg hva du skal gjøre.")})
    if purpose == OTHER and not text:
        sentence = _("Skriv kort hva du skal gjøre.")
        raise Invalid("purpose_text", sentence, fields={"text": sentence})


def _one_place(address: Mapping[str, Any]) -> dict[str, Any]:
    found = real_address.options(address)
    if len(found) > 1:
        sentence = _("Flere adresser passer. Velg den riktige.")
        raise Invalid("which_address", sentence, fields={"address": sentence})
    return found[0]


def _company(place: Mapping[str, Any], chosen: UUID | None) -> UUID | None:
    companies = candidates(place.get("lat"), place.get("lon"), str(place.get("postcode") or "")).companies
    ids = [company.id for company in companies]
    if len(ids) < 2:
        return ids[0] if ids else None
    if chosen in ids:
        return chosen
    sentence = _("Flere nettselskap har nett her. Velg ett.")
    raise Invalid("which_grid_company", sentence, fields={"grid_company": sentence})


def _use_quota(person: UUID, company_id: UUID | None) -> None:
    rules = seeing.rules_of(company_id) if company_id else MapRules()
    today = PreCheck.objects.filter(user_id=person, made_at__gte=clock.start_of_day(clock.today()))
    if today.filter(grid_company_id=company_id).count() >= rules.daily_quota:
        raise TooMany(
            "precheck_quota",
            _("Du har gjort dagens %(most)s forhåndssjekker hos dette nettselskapet. Du kan sjekke flere i morgen.")
            % {"most": rules.daily_quota},
        )
