"""Drafts, cases and requests that are one person's to do, and handing them to a colleague.

A grid company's case of a screened object goes to a colleague who is named for it, else to nobody by name: then those who are
named have it in their queue.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor
from nettmelding.notices import queries, screening, waiting
from nettmelding.notices.models import Notice, Request
from nettmelding.notices.status import Status
from nettmelding.organisations.holdings import Holding
from nettmelding.organisations.models import Wait

ENDED = (Status.CLOSED.value, Status.WITHDRAWN.value, Status.LAPSED.value)
REQUEST_SUBJECT = "request"
Rows = Callable[[UUID, UUID], QuerySet[Notice]]


def _of_contractor(organisation_id: UUID, user_id: UUID) -> Q:
    mine = Q(responsible_id=user_id) | Q(responsible__isnull=True, created_by_id=user_id)
    return Q(contractor_id=organisation_id) & mine


def _drafts(organisation_id: UUID, user_id: UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(_of_contractor(organisation_id, user_id), status=Status.DRAFT.value)


def _cases(organisation_id: UUID, user_id: UUID) -> QuerySet[Notice]:
    handled = Q(grid_company_id=organisation_id, handler_id=user_id)
    rows = Notice.objects.filter(handled | _of_contractor(organisation_id, user_id))
    return rows.exclude(status__in=[*ENDED, Status.DRAFT.value])


def _requests(organisation_id: UUID, user_id: UUID) -> QuerySet[Request]:
    open_states = (Request.State.SENT, Request.State.TAKEN)
    return Request.objects.filter(grid_company_id=organisation_id, handler_id=user_id, state__in=open_states)


def _notices_handed(rows: Rows) -> Callable[[Actor, UUID, UUID | None], int]:
    def hand_over(actor: Actor, from_user: UUID, to_user: UUID | None) -> int:
        found = list(rows(actor.organisation, from_user).select_for_update().order_by("mother_id", "id"))
        name = _name(to_user)
        kept = screening.kept_from(to_user, (one.screen_id for one in found))
        for notice in found:
            own = notice.contractor_id == actor.organisation_id
            taken = to_user if own or notice.screen_id not in kept else None
            if own:
                notice.responsible_id = to_user
                if to_user is None:
                    notice.created_by_id = None
            else:
                notice.handler_id = taken
            notice.revision += 1
            notice.save(update_fields=["responsible", "created_by", "handler", "revision"])
            waiting.refresh(notice)
            record(
                actor,
                queries.SUBJECT,
                notice.id,
                "handed_over",
                audience=(Audience.INTERNAL,),
                detail={"assignee": name if taken else ""},
            )
        return len(found)

    return hand_over


def _requests_handed(actor: Actor, from_user: UUID, to_user: UUID | None) -> int:
    found = list(_requests(actor.organisation, from_user).select_for_update().order_by("id"))
    name = _name(to_user)
    kept = screening.kept_from(to_user, (one.screen_id for one in found))
    for request in found:
        taken = to_user if request.screen_id not in kept else None
        request.handler_id = taken
        request.revision += 1
        request.save(update_fields=["handler", "revision"])
        Wait.objects.filter(subject_id=request.id, assignee_id=from_user).update(assignee_id=taken)
        record(
            actor,
            REQUEST_SUBJECT,
            request.id,
            "handed_over",
            audience=(Audience.INTERNAL,),
            detail={"assignee": name if taken else ""},
        )
    return len(found)


def _name(user_id: UUID | None) -> str:
    return User.objects.values_list("name", flat=True).get(pk=user_id) if user_id else ""


DRAFTS = Holding(
    words=lambda n: ngettext("%(count)s kladd", "%(count)s kladder", n) % {"count": n},
    count=lambda organisation_id, user_id: _drafts(organisation_id, user_id).count(),
    hand_over=_notices_handed(_drafts),
)
CASES = Holding(
    words=lambda n: ngettext("%(count)s åpen sak", "%(count)s åpne saker", n) % {"count": n},
    count=lambda organisation_id, user_id: _cases(organisation_id, user_id).count(),
    hand_over=_notices_handed(_cases),
)
REQUESTS = Holding(
    words=lambda n: ngettext("%(count)s henvendelse", "%(count)s henvendelser", n) % {"count": n},
    count=lambda organisation_id, user_id: _requests(organisation_id, user_id).count(),
    hand_over=_requests_handed,
)
