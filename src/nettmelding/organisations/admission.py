"""A contractor's access to a grid company: applying, deciding, ending, and when no person has to decide."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, OrganisationKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.organisations import access, standing, waits
from nettmelding.organisations.admission_mail import ACCESS, of_company, people_with, tell_of_access
from nettmelding.organisations.models import CompanySettings, GridAccess, Organisation
from nettmelding.organisations.queries import grid_companies
from nettmelding.organisations.standing import May, Standing, Why

WAITS_FOR_ACCESS = "access_application"
WHY_ACCESS = "access"
ANSWER_DAYS = 5
"""Working days within which an application is to be answered."""
LONGEST_TEXT = 1_000
State = GridAccess.State


class Ground(StrEnum):
    """Why no person had to decide, or why one must, where the registers are not the reason."""

    TRUSTED = "trusted"
    COMPANY_DECIDES = "company_decides"
    APPLIED_BEFORE = "applied_before"

    @property
    def text(self) -> str:
        return str(_GROUNDS[self])


_GROUNDS: dict[Ground, str | Promise] = {
    Ground.TRUSTED: gettext_lazy("Et annet nettselskap har gitt firmaet tilgang, og dere godtar det."),
    Ground.COMPANY_DECIDES: gettext_lazy("Nettselskapet avgjør alle søknader selv."),
    Ground.APPLIED_BEFORE: gettext_lazy("Firmaet har fått avslag eller mistet tilgangen før."),
}


def ground_text(code: str) -> str:
    """The kept ground as a sentence; empty for none."""
    if not code:
        return ""
    return Ground(code).text if code in set(Ground) else Why(code).text


def visible_to(actor: Actor) -> QuerySet[GridAccess]:
    """A contractor's own accesses, or those of a grid company to the people who see to them."""
    rows = GridAccess.objects.select_related("contractor", "grid_company")
    if actor.is_contractor and actor.may(Right.APPLY):
        return rows.filter(contractor_id=actor.organisation_id)
    if actor.is_grid_company and actor.may(Right.ADMIT):
        return rows.filter(grid_company_id=actor.organisation_id)
    return rows.none()


def apply(actor: Actor, grid_company_id: UUID, text: str = "") -> GridAccess:
    """*Ny søknad*. Approved at once where the rules allow it, else a person at the grid company decides.

    The registers are asked first. Errors: NotAllowed, NotFound, Invalid; Refused where the registers say no or there is an
    application or an access already.
    """
    if not actor.is_contractor:
        raise NotFound
    access.require(actor, Right.APPLY)
    company = grid_companies().filter(pk=grid_company_id).first()
    if company is None:
        raise NotFound
    text = _short(text)
    contractor = Organisation.objects.get(pk=actor.organisation)
    found = standing.read(contractor.organisation_number)
    if found.verdict.may is May.REFUSED:
        raise Refused(found.verdict.why.value, found.verdict.why.text)
    if contractor.stopped_at:
        raise Refused("contractor_stopped", _("Firmaet er stanset og kan ikke søke om tilgang nå."))
    with write():
        Organisation.objects.select_for_update().get(pk=contractor.pk)
        return enter(actor, contractor, company, found, text)


def enter(actor: Actor, contractor: Organisation, company: Organisation, found: Standing, text: str = "") -> GridAccess:
    """Access for a contractor that the registers do not refuse, or an application for it. Inside the caller's transaction."""
    row = GridAccess.objects.filter(contractor=contractor, grid_company=company).first()
    if row is not None and row.state in {State.APPLIED, State.APPROVED}:
        raise Refused("applied_already", _("Dere har allerede søkt eller fått tilgang her."))
    at_once, ground = _ground(contractor, company, found, before=row is not None)
    row = row or GridAccess(contractor=contractor, grid_company=company, revision=0)
    row.text, row.applied_by_id, row.applied_by_name = text, actor.user_id, actor.name
    row.grounds, row.decided_by, row.reason = ground, "", ""
    _put(row, State.APPROVED if at_once else State.APPLIED, found)
    _record(actor, row, "access_approved_at_once" if at_once else "access_applied", {"grounds": ground})
    if not at_once:
        tell_of_access("access_applied", row, of_company(company), Audience.GRID_COMPANY)
    return row


def decide(actor: Actor, access_id: UUID, *, revision: int, approve: bool, reason: str = "") -> GridAccess:
    """Approve or refuse an application. The registers are asked first, and what they say is kept with the decision.

    Errors: NotFound, NotAllowed, Conflict; Refused where it is decided already, or approved against what the registers say;
    Invalid where a refusal has no reason.
    """
    row = _seen(actor, access_id)
    reason = _short(reason)
    if not approve and not reason:
        raise _reason_missing()
    found = standing.read(row.contractor.organisation_number)
    if approve and found.verdict.may is May.REFUSED:
        raise Refused(found.verdict.why.value, found.verdict.why.text)
    with write():
        row = _locked(row, revision, {State.APPLIED})
        row.decided_by, row.reason = actor.name, reason
        _put(row, State.APPROVED if approve else State.REFUSED, found)
        kind = "access_approved" if approve else "access_refused"
        _record(actor, row, kind, {"standing": found.verdict.why.value}, reason)
        tell_of_access(kind, row, people_with(row.contractor_id, Right.APPLY), Audience.CONTRACTOR)
    return row


def end(actor: Actor, access_id: UUID, *, revision: int, reason: str) -> GridAccess:
    """End a contractor's access: it sends nothing new; its open cases go on. Errors: as `decide`."""
    row = _seen(actor, access_id)
    reason = _short(reason)
    if not reason:
        raise _reason_missing()
    with write():
        row = _locked(row, revision, {State.APPROVED})
        row.decided_by, row.reason = actor.name, reason
        _put(row, State.ENDED, None)
        _record(actor, row, "access_ended", {}, reason)
        tell_of_access("access_ended", row, people_with(row.contractor_id, Right.APPLY), Audience.CONTRACTOR)
    return row


def save_wishes(actor: Actor, *, admits_at_once: bool, trusts_others: bool) -> None:
    """How a grid company wants applications decided. Errors: NotFound, NotAllowed."""
    if not actor.is_grid_company:
        raise NotFound
    access.require(actor, Right.ADMIT)
    wanted = {"admits_at_once": admits_at_once, "trusts_others": trusts_others}
    with write():
        Organisation.objects.select_for_update().get(pk=actor.organisation)
        kept, _created = CompanySettings.objects.get_or_create(organisation_id=actor.organisation)
        changed = {name: value for name, value in wanted.items() if getattr(kept, name) != value}
        if changed:
            CompanySettings.objects.filter(pk=kept.pk).update(**changed)
            record(
                actor,
                "organisation",
                actor.organisation,
                "settings_changed",
                audience=(Audience.INTERNAL,),
                detail=changed,
            )


def waiting(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, GridAccess]:
    """The applications among the ids that the actor sees."""
    return visible_to(actor).filter(state=State.APPLIED).in_bulk(list(ids))


def _ground(contractor: Organisation, company: Organisation, found: Standing, *, before: bool) -> tuple[bool, str]:
    """Whether it is let in at once, and why or why not."""
    verdict = found.verdict
    if before:
        return False, Ground.APPLIED_BEFORE
    if verdict.may is not May.ENTER:
        return False, verdict.why
    wishes = CompanySettings.objects.filter(organisation=company).first() or CompanySettings()
    if wishes.admits_at_once:
        return True, verdict.why
    elsewhere = contractor.grid_accesses.filter(state=State.APPROVED).exclude(grid_company=company).exists()
    if wishes.trusts_others and elsewhere:
        return True, Ground.TRUSTED
    return False, Ground.COMPANY_DECIDES


def _put(row: GridAccess, state: GridAccess.State, found: Standing | None) -> None:
    """The row in its new state, and who is waited for."""
    row.state, row.since, row.revision = state, clock.now(), row.revision + 1
    if found is not None:
        row.standing = found.as_json()
    row.save()
    due = clock.end_of_day(clock.add_working_days(clock.today(), ANSWER_DAYS))
    waited = [waits.Waiting(row.grid_company_id, row.contractor_id, WHY_ACCESS, due)]
    waits.replace(WAITS_FOR_ACCESS, row.id, waited if state == State.APPLIED else [])


def _seen(actor: Actor, access_id: UUID) -> GridAccess:
    row = visible_to(actor).filter(pk=access_id).first()
    if row is None:
        raise NotFound
    if actor.organisation_kind is not OrganisationKind.GRID_COMPANY:
        raise NotAllowed("not_yours", _("Det er nettselskapet som avgjør."))
    return row


def _locked(row: GridAccess, revision: int, states: set[State]) -> GridAccess:
    locked = GridAccess.objects.select_for_update(of=("self",)).select_related("contractor", "grid_company")
    row = locked.get(pk=row.pk)
    if row.revision != revision:
        raise Conflict("changed_meanwhile", _("Søknaden er endret i mellomtiden. Se over og prøv igjen."))
    if row.state not in states:
        raise Refused("not_now", _("Dette er avgjort allerede."))
    return row


def _record(actor: Actor, row: GridAccess, action: str, detail: dict[str, str], reason: str = "") -> None:
    both = (Audience.CONTRACTOR, Audience.GRID_COMPANY)
    record(actor, ACCESS, row.id, action, audience=both, detail=detail, reason=reason)


def _short(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        sentence = _("Teksten kan ha høyst %(number)s tegn.") % {"number": LONGEST_TEXT}
        raise Invalid("too_long", sentence, fields={"text": sentence})
    return text


def _reason_missing() -> Invalid:
    sentence = _("Skriv hvorfor. Firmaet får se det.")
    return Invalid("reason_needed", sentence, fields={"reason": sentence})
