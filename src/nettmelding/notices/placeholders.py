"""What the words in a standard text become in one notice."""

from django.utils.formats import date_format

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import labels
from nettmelding.notices.models import Notice
from nettmelding.registers.contacts import show_phone


def values(actor: Actor, notice: Notice) -> dict[str, str]:
    """By the words of `organisations.texts.PLACEHOLDERS`, empty where nothing is known yet.

    From the notice's columns, which follow what was sent once it is: a grid company's text never tells of the working copy.
    """
    company = notice.contractor if actor.organisation_id == notice.contractor_id else notice.grid_company
    own = (notice.own_reference, notice.responsible) if actor.is_contractor else (notice.number or "", notice.handler)
    reference, person = own
    return {
        "adresse": labels.address(notice),
        "målernummer": notice.meter_number,
        "vår referanse": reference,
        "ansvarlig": person.name if person else "",
        "telefon": show_phone(company.phone) if company and company.phone else "",
        "firma": company.name if company else "",
        "dato": date_format(clock.today(), "j. F Y"),
    }
