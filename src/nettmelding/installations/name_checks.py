"""Whether a name is the customer's at a metering point: match or no match, never the name.

So that nobody finds a neighbour's name by trying: the whole name must be stated, the questions are counted, both for a person in
a day and for a metering point, and no customer, a screened one and another name are answered alike.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, TooMany
from nettmelding.core.text import words
from nettmelding.installations.models import MeteringPoint, MeterLookup
from nettmelding.installations.queries import keys_of
from nettmelding.organisations import screening
from nettmelding.registers import names

PER_PERSON = 30
"""Questions a person may ask in a day."""
PER_POINT = 5
"""Questions a company may ask about one metering point in a day."""


def fits(actor: Actor, point: MeteringPoint, typed: str, *, purpose: str) -> bool:
    """Whether the stated name is the active customer's. The caller has made sure that the actor may see the metering point.

    Errors: Invalid for less than a whole name, TooMany when the day's questions are used up.
    """
    if len(words(typed)) < 2:
        sentence = _("Skriv hele navnet: for- og etternavn, eller firmaet med selskapsform.")
        raise Invalid("whole_name", sentence, fields={"name": sentence})
    match = _is_customer(point, typed) and not screening.matching(point.grid_company_id, keys_of(point))
    with write():
        MeteringPoint.objects.select_for_update().get(pk=point.pk)
        _refuse_where_used_up(actor, point.pk)
        MeterLookup.objects.create(
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            purpose=purpose,
            by=MeterLookup.By.MATCH,
            metering_point_id=point.pk,
            found=match,
        )
    return match


def same_person(typed: str, registered: str) -> bool:
    """Whether two full names are one person's: the ways the population register is tried, middle names left out or not."""
    whole = tuple(words(registered))
    if len(whole) < 2:
        return False
    first, _space, last = " ".join(typed.split()).rpartition(" ")
    tried = {tuple(words(form)) for form in [typed, *names.variants(first, last)]}
    return bool(tried & {whole, (whole[0], whole[-1])})


def same_firm(typed: str, registered: str) -> bool:
    """Whether two names are one firm's, spelled with or without accents and full stops."""
    return words(typed) == words(registered)


def _is_customer(point: MeteringPoint, typed: str) -> bool:
    if point.state != MeteringPoint.State.ACTIVE or not point.customer_name:
        return False
    same = same_firm if point.customer_kind == "company" else same_person
    return same(typed, point.customer_name)


def _refuse_where_used_up(actor: Actor, point_id: UUID) -> None:
    today = MeterLookup.objects.filter(
        organisation_id=actor.organisation_id, by=MeterLookup.By.MATCH, at__gte=clock.start_of_day(clock.today())
    )
    own, here = today.filter(user_id=actor.user_id).count(), today.filter(metering_point_id=point_id).count()
    if own >= PER_PERSON or here >= PER_POINT:
        raise TooMany(
            "name_quota",
            _("Dere har spurt så mange ganger som det er lov til i dag. Spør kunden, eller nettselskapet."),
        )
