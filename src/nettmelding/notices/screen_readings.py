"""What grid companies' customer systems say is screened: read every night, and when an administrator asks.

A system that is silent changes nothing, and one that suddenly leaves many out is not believed before a person has looked.
"""

from uuid import UUID

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.core.settings import env
from nettmelding.installations import customer_system
from nettmelding.installations.customer_system_http import SaysNo
from nettmelding.installations.models import CustomerSystem
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import screening
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership
from nettmelding.organisations.screen_lists import Result
from nettmelding.organisations.screening import may_screen
from nettmelding.registers.http import RegisterDown

NIGHT = range(2, 24)
"""Oslo's hours: begun in the small hours, and caught up with where the worker or the system was down."""
KIND = "screens_to_look_at"
_SHOWN = 3
"""Problems in words; the rest is a number."""


def run() -> int:
    """Read the lists that have not been read today, and tell who screens of what needs a person. Returns how many were read."""
    if clock.oslo(clock.now()).hour not in NIGHT:
        return 0
    done = 0
    for company_id in CustomerSystem.objects.filter(is_on=True).values_list("grid_company_id", flat=True):
        today = f"screened-objects:{company_id}:{clock.today()}"
        if not cache.add(today, True, 36 * 3600):
            continue
        before = _problem(company_id)
        try:
            _read(company_id, believed=False)
        except (RegisterDown, SaysNo):
            cache.delete(today)
        else:
            done += 1
        if _problem(company_id) not in ("", before):
            _tell(company_id)
    return done


def read_now(actor: Actor, *, believed: bool = False) -> Result:
    """Read the list at once. `believed`: what it left out is taken away, however much it is.

    Errors: NotAllowed, NotFound; Invalid without a system or with one that keeps no such list; RegisterDown, SaysNo.
    """
    company_id = may_screen(actor)
    result = _read(company_id, believed=believed)
    if result is None:
        raise Invalid("no_screened_objects", _("Kundesystemet har ingen liste over skjermede anlegg."))
    return result


def reading(actor: Actor) -> CustomerSystem | None:
    """The system whose list is read, with how it went; None without one. Errors: NotAllowed, NotFound."""
    return CustomerSystem.objects.filter(grid_company_id=may_screen(actor), is_on=True).first()


def _read(company_id: UUID, *, believed: bool) -> Result | None:
    system = customer_system.reach(company_id)
    if system is None:
        return None
    try:
        asked = system.screened()
    except (RegisterDown, SaysNo) as problem:
        _keep(company_id, screens_problem=problem.message)
        raise
    if asked is None:
        _keep(company_id, screens_read_at=None, screens_problem="", screens_kept=0)
        return None
    result = screening.take_from_system(company_id, asked, believed=believed)
    _keep(company_id, screens_read_at=clock.now(), screens_problem=_said(result), screens_kept=result.kept)
    return result


def _said(result: Result) -> str:
    """What a person must look at, in sentences; empty where all is well."""
    said = list(result.problems[:_SHOWN])
    if (more := len(result.problems) - _SHOWN) > 0:
        said.append(ngettext("Og én til.", "Og %(count)s til.", more) % {"count": more})
    if result.problems:
        said.append(_("Ingenting er fjernet før lista kan leses helt."))
    if result.kept:
        sentence = ngettext(
            "Kundesystemet har plutselig utelatt ett anlegg. Det er skjermet til dere sier noe annet.",
            "Kundesystemet har plutselig utelatt %(count)s anlegg. De er skjermet til dere sier noe annet.",
            result.kept,
        )
        said.append(sentence % {"count": result.kept})
    if result.unnamed:
        sentence = ngettext(
            "Ett nytt anlegg har ingen som ser sakene.",
            "%(count)s nye anlegg har ingen som ser sakene.",
            result.unnamed,
        )
        said.append(sentence % {"count": result.unnamed})
    return " ".join(said)[:500]


def _problem(company_id: UUID) -> str:
    return CustomerSystem.objects.values_list("screens_problem", flat=True).get(pk=company_id)


def _keep(company_id: UUID, **values: object) -> None:
    with write():
        CustomerSystem.objects.filter(pk=company_id).update(**values)


def _tell(company_id: UUID) -> None:
    """A word to all who screen; what is screened stands on the page alone."""
    rows = Membership.objects.filter(organisation_id=company_id, ended_at__isnull=True, user__is_active=True)
    for member in rows.select_related("user", "organisation__company_settings"):
        if not member.user.email or not actor_for(member).may(Right.SCREEN):
            continue
        with write(), translation.override(member.user.language):
            enqueue(
                kind=KIND,
                to=member.user.email,
                context={
                    "recipient_name": member.user.name,
                    "company": member.organisation.name,
                    "link": f"{env.base_url}/admin/skjermede-anlegg",
                },
                organisation_id=company_id,
                subject_kind="membership",
                subject_id=member.id,
                audience=Audience.INTERNAL,
                language=member.user.language,
            )
