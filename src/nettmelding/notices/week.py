"""How the week goes: what was sent, how fast and how well it was answered. Never reads the whole history."""

import statistics
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices.models import Decision, Notice, Submission
from nettmelding.notices.queries import visible_to

MOST_READ = 2_000


@dataclass(frozen=True, slots=True)
class Week:
    """Since Monday in Oslo. Shares and medians are None where nothing was decided."""

    sent: int
    decided: int
    same_day: int
    right_first_time_percent: int | None
    median_answer: timedelta | None


def of(actor: Actor) -> Week:
    """The week of the actor's own cases."""
    monday = _monday()
    mine = visible_to(actor).filter(changed_at__gte=monday)
    rows = _decisions(mine, monday)
    first = [outcome for outcome, number, _, _ in rows if number == 1]
    answers = [(decided - sent).total_seconds() for _, _, decided, sent in rows if sent]
    return Week(
        sent=mine.filter(sent_at__gte=monday).order_by()[:MOST_READ].count(),
        decided=len(rows),
        same_day=sum(
            1 for _, _, decided, sent in rows if sent and clock.oslo(decided).date() == clock.oslo(sent).date()
        ),
        right_first_time_percent=round(100 * first.count(Decision.Outcome.APPROVED) / len(first)) if first else None,
        median_answer=timedelta(seconds=statistics.median(answers)) if answers else None,
    )


def _monday() -> datetime:
    today = clock.today()
    return datetime.combine(today - timedelta(days=today.weekday()), time.min, tzinfo=clock.OSLO)


def _decisions(notices: QuerySet[Notice], since: datetime) -> list[tuple[str, int, datetime, datetime | None]]:
    """Outcome, number of the version, when it was decided, when that version was sent. A notice that was decided in the
    week has changed in it, which is what the index goes by."""
    sent = Submission.objects.filter(notice_id=OuterRef("notice_id"), number=OuterRef("submission_number"))
    rows = Decision.objects.filter(
        notice__in=notices,
        decided_at__gte=since,
        outcome__in=[Decision.Outcome.APPROVED, Decision.Outcome.REJECTED],
    ).annotate(version_sent_at=Subquery(sent.values("sent_at")[:1]))
    return list(
        rows.order_by().values_list("outcome", "submission_number", "decided_at", "version_sent_at")[:MOST_READ]
    )
