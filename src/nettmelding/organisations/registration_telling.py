"""What somebody tells of themselves: to register a firm, or to be let in by one that is here already."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.core import settings
from nettmelding.core.actor import Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, NotFound, Refused
from nettmelding.core.text import words
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations import registration_codes
from nettmelding.organisations.admission_mail import people_with
from nettmelding.organisations.models import Registration
from nettmelding.organisations.queries import grid_companies
from nettmelding.organisations.registration import SUBJECT, may_go_on, registered
from nettmelding.registers.contacts import parse_email, parse_mobile

TERMS = "2026-11"
"""The version of the terms that is shown and accepted."""
LONGEST_NAME = 120


def tell(
    registration: Registration, *, name: str, email: str, mobile: str, grid_company: str, terms: bool
) -> Registration:
    """Who one is and where one wants to begin. Sends codes where the address or the number is not confirmed yet.

    The mobile is asked for only where there is a gateway for SMS.
    Errors: Invalid by field, with what was right kept; Refused where the registers say no or the firm is here already.
    """
    may_go_on(registration)
    problems: dict[str, str] = {}
    name = " ".join(name.split())[:LONGEST_NAME]
    if len(words(name)) < 2:
        problems["name"] = _("Skriv fornavn og etternavn.")
    address = _parsed(parse_email, email, "email", problems).lower()
    number = _parsed(parse_mobile, mobile, "mobile", problems) if settings.env.sms else ""
    company = grid_companies().filter(slug=grid_company).first()
    if company is None:
        problems["grid_company"] = _("Velg nettselskapet dere sender mest til.")
    if not terms:
        problems["terms"] = _("Du må godta vilkårene for å gå videre.")
    with write():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if row.finished_at is not None:
            raise Refused("finished", _("Registreringen er ferdig."))
        if address and address != row.email:
            row.email, row.email_confirmed_at, row.email_code_hash = address, None, ""
        if number and number != row.mobile:
            row.mobile, row.mobile_confirmed_at, row.mobile_code_hash = number, None, ""
        row.name, row.grid_company, row.terms = name, company, TERMS if terms else ""
        if not problems and registration_codes.are_lacking(row):
            registration_codes.send(row)
        row.save()
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Se på det som er merket."), fields=problems)
    return row


def ask_administrators(registration: Registration, *, name: str, email: str) -> None:
    """A colleague of a firm that is here already asks to be let in: its administrators are told. Errors: Invalid, NotFound."""
    problems: dict[str, str] = {}
    name = " ".join(name.split())[:LONGEST_NAME]
    if not words(name):
        problems["name"] = _("Skriv navnet ditt.")
    address = _parsed(parse_email, email, "email", problems)
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Se på det som er merket."), fields=problems)
    firm = registered(registration.organisation_number).first()
    if firm is None:
        raise NotFound
    with write():
        for one in people_with(firm.id, Right.MANAGE_PEOPLE):
            enqueue(
                kind="registration_asked",
                to=one.email,
                context={
                    "person": name,
                    "what": address,
                    "company": firm.name,
                    "recipient_name": one.name,
                    "link": f"{settings.env.base_url}/admin/bruker/ny",
                },
                organisation_id=None,
                subject_kind=SUBJECT,
                subject_id=registration.id,
                audience=Audience.CONTRACTOR,
                language=one.language,
            )


def _parsed(parse: Callable[[str], str], text: str, field: str, problems: dict[str, str]) -> str:
    try:
        return parse(text)
    except AppError as error:
        problems[field] = error.message
        return ""
