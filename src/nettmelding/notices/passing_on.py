"""What changes when a notice passes from one contractor to another: the only place that writes whose it is."""

from collections.abc import Sequence
from typing import Any

from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock, search
from nettmelding.core.actor import Actor
from nettmelding.notices import columns, followers, indexing, labels, map_case, waiting
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.former import SUBJECT as FORMER
from nettmelding.notices.models import Notice, Transfer
from nettmelding.notices.perform import EVERYONE, save
from nettmelding.notices.queries import SUBJECT
from nettmelding.organisations import access
from nettmelding.organisations.models import Grant, Organisation

EVENT = "transferred"
OWN_ANSWERS = "who."
"""Answers about the firm itself: its reference, its people."""
OWN_FACTS = "contractor."


def pass_on(actor: Actor, notice: Notice, transfer: Transfer) -> None:
    """Let the notice, whose row is locked, be the new contractor's from now on, and with a mother all her children.
    Inside the caller's transaction.

    Status, history, sent versions and what is filled in stay; what is the old firm's own falls away, and the new firm's
    later versions and completion report are its own.
    """
    old, new = transfer.from_contractor, transfer.to_contractor
    transfer.last_submission = notice.submission_count
    children = list(notice.children.select_for_update().order_by("id"))
    cases = [notice, *children]
    _hand_over_grants(old, new, cases)
    for case in cases:
        _make_over(case, new)
    save(cases)
    detail = {"from": old.name, "to": new.name, "by": transfer.by}
    told = [Told(case.id, EVENT, EVERYONE, detail, transfer.reason) for case in cases]
    event = record_all(actor, SUBJECT, told)[0]
    transfer.state, transfer.done_at, transfer.last_event = Transfer.State.DONE, event.recorded_at, event.seq
    transfer.save()
    map_case.after_transfer(notice)
    waiting.refresh(notice)
    indexing.reindex(*cases)
    _let_the_old_firm_find_it(notice, transfer)
    followers.transferred(cases, transfer)


def _make_over(notice: Notice, new: Organisation) -> None:
    """In memory."""
    notice.contractor = new
    notice.responsible = notice.created_by = notice.project = None
    notice.answers = {path: _anonymous(kept) for path, kept in notice.answers.items() if not _is_own(path)}
    notice.known = {name: value for name, value in notice.known.items() if not name.startswith(OWN_FACTS)}
    if new.technically_responsible:
        notice.known["contractor.technically_responsible"] = new.technically_responsible
    notice.own_reference = ""
    notice.revision += 1
    notice.changed_at = clock.now()
    columns.refresh_if_unsent(notice)


def _is_own(path: str) -> bool:
    field = catalogue().fields.get(path)
    return path.startswith(OWN_ANSWERS) or (field is not None and field.internal)


def _anonymous(kept: dict[str, Any]) -> dict[str, Any]:
    """Who of the old firm wrote it, stays with the old firm."""
    return {key: value for key, value in kept.items() if key != "by"}


def _hand_over_grants(old: Organisation, new: Organisation, cases: Sequence[Notice]) -> None:
    """What the cases opened to the old firm, they open to the new one instead."""
    rows = Grant.objects.filter(case_kind=SUBJECT, case_id__in=[case.id for case in cases], until__isnull=True)
    for grant in rows.filter(organisation=old):
        access.grant(new.id, grant.thing_kind, grant.thing_id, SUBJECT, grant.case_id)
        again = Grant.objects.filter(organisation=new, thing_id=grant.thing_id, case_id=grant.case_id)
        again.update(until=None)
    rows.filter(organisation=old).update(until=clock.now())


def _let_the_old_firm_find_it(notice: Notice, transfer: Transfer) -> None:
    """By its number and where it was; by nothing that comes later."""
    number = notice.number or ""
    terms = [number, number.replace("-", ""), number.rpartition("-")[2].lstrip("0"), labels.address(notice)]
    search.index([transfer.from_contractor_id], FORMER, transfer.id, terms)
