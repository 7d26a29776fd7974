"""Sending a project's drafts: which are ready, what the others lack, and all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from nettmelding.core import numbers
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import Invalid, NotAllowed
from nettmelding.notices import projects, working_copy
from nettmelding.notices.actions import SERIES
from nettmelding.notices.catalogue.completeness import Missing
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Attachment, Notice
from nettmelding.notices.perform import Outcome, perform
from nettmelding.notices.status import Status
from nettmelding.organisations.queries import has_access
from nettmelding.rules.queries import in_force


@dataclass(frozen=True, slots=True)
class Readiness:
    """A draft, with what keeps it from being sent."""

    notice: Notice
    missing: tuple[Missing, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


def readiness(actor: Actor, project_id: UUID, ids: Collection[UUID] = ()) -> list[Readiness]:
    """The project's drafts, or those named of them, by address. Errors: NotFound."""
    rows = projects.notices_of(actor, projects.get(actor, project_id)).filter(status=Status.DRAFT)
    if ids:
        rows = rows.filter(pk__in=set(ids))
    attached = Prefetch("attachments", Attachment.objects.select_related("document"))
    with_people = rows.select_related("contractor", "grid_company", "responsible").prefetch_related("parties", attached)
    found = list(with_people.order_by("address_key", "id"))
    companies = {one.grid_company_id for one in found if one.grid_company_id}
    rules = {one: in_force(one) for one in companies}
    access = {one: has_access(actor.organisation, one) for one in companies}
    for notice in found:
        if notice.grid_company_id:
            notice.rules_read, notice.has_access = rules[notice.grid_company_id], access[notice.grid_company_id]
    return [Readiness(one, tuple(working_copy.missing_in(one, Stage.NOTICE))) for one in found]


def send(actor: Actor, project_id: UUID, ids: Collection[UUID] = (), *, only_ready: bool = False) -> list[Outcome]:
    """Send the project's drafts, or those named of them, in one transaction: all of them or none, or those that are ready.

    Errors: NotFound, NotAllowed; Invalid where there is nothing to send, or one of them lacks something and all were wanted;
    those of `perform`.
    """
    found = readiness(actor, project_id, ids)
    if not actor.may(Right.SEND):
        raise NotAllowed("right_missing", _("Du har ikke tilgang til å sende meldinger."))
    lacking = [one for one in found if not one.ready]
    if lacking and not only_ready:
        what = {f"notice.{one.notice.id}": one.missing[0].message for one in lacking}
        raise Invalid("incomplete", _("Noen av meldingene mangler noe."), fields=what)
    ready = [one.notice.id for one in found if one.ready]
    if not ready:
        raise Invalid("none", _("Ingen av meldingene er klare til å sendes."))
    taken = dict(zip(ready, numbers.yearly_many(SERIES, len(ready)), strict=True))
    return perform(actor, ready, Action.SEND, Given(numbers=taken))


def send_chosen(actor: Actor, project_id: UUID, ids: Collection[UUID]) -> list[Outcome]:
    """Send just those that were ticked, all or none. Errors: as `send`; Invalid where nothing is ticked."""
    if not ids:
        raise Invalid("none", _("Velg minst én melding."))
    return send(actor, project_id, ids)
