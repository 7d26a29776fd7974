"""What the pages of a block notice say of the whole: how far it is, what waits, and how many a button moves."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nettmelding.core.actor import Actor
from nettmelding.notices.children_overview import Progress
from nettmelding.notices.lifecycle import Action, offered
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO, Status
from nettmelding.notices.status import Turn as Whose
from nettmelding.web.components import Bar, Check, Tone

TONES = {
    Status.APPROVED: Tone.GOOD,
    Status.CLOSED: Tone.GOOD,
    Status.REJECTED: Tone.BAD,
    Status.STOPPED: Tone.BAD,
    Status.COMPLETION_RETURNED: Tone.BAD,
    Status.AWAITING_INFORMATION: Tone.WARN,
    Status.LAPSED: Tone.WARN,
}
_BUTTONS: dict[Action, str | Promise] = {
    Action.APPROVE: gettext_lazy("Godkjenn alle som kan avgjøres (%(count)s)"),
    Action.REJECT: gettext_lazy("Avvis alle (%(count)s)"),
    Action.ASK: gettext_lazy("Spør om alle (%(count)s)"),
    Action.CLOSE: gettext_lazy("Avslutt alle ferdigmeldte (%(count)s)"),
    Action.RETURN_COMPLETION: gettext_lazy("Returner alle ferdigmeldte (%(count)s)"),
    Action.REPORT_COMPLETION: gettext_lazy("Ferdigmeld alle som gjenstår (%(count)s)"),
    Action.ANSWER: gettext_lazy("Svar for alle (%(count)s)"),
    Action.WITHDRAW: gettext_lazy("Trekk hele meldingen (%(count)s anlegg)"),
    Action.STOP: gettext_lazy("Bekreft stans (%(count)s)"),
    Action.PROPOSE_STOP: gettext_lazy("Foreslå stans (%(count)s)"),
    Action.REOPEN: gettext_lazy("Gjenåpne alle (%(count)s)"),
    Action.SEND: gettext_lazy("Se over og send (%(count)s)"),
}
"""What a button says where it moves all of a block notice that it can."""


def concerned(actor: Actor, progress: Progress, action: Action) -> int:
    """How many of them the action is for."""
    return sum(count for status, count in progress.by_status.items() if action in offered(status, actor))


def button(actor: Actor, progress: Progress, action: Action, otherwise: str) -> str:
    """The button on the mother, with how many it moves."""
    count = concerned(actor, progress, action)
    return str(_BUTTONS[action]) % {"count": count} if action in _BUTTONS and count else otherwise


def bar(progress: Progress) -> Bar:
    """`7 av 11 ferdigmeldt`."""
    return Bar(label=finished(progress), done=progress.finished, total=progress.total or 1)


def finished(progress: Progress) -> str:
    return _("%(done)s av %(total)s ferdigmeldt") % {"done": progress.finished, "total": progress.total}


def in_short(progress: Progress) -> str:
    """`11 anlegg, 7 ferdigmeldt`."""
    total = ngettext("ett anlegg", "%(count)s anlegg", progress.total) % {"count": progress.total}
    if not progress.finished:
        return total
    return _("%(total)s, %(done)s ferdigmeldt") % {"total": total, "done": progress.finished}


def next_step(actor: Actor, progress: Progress) -> str:
    """What there is to do first, in a sentence; empty where it is nobody's turn at the reader's company."""
    for statuses, one, many in _TO_DO_CONTRACTOR if actor.is_contractor else _TO_DO_GRID_COMPANY:
        count = progress.count(statuses)
        if count:
            return str(one) if count == 1 else str(many) % {"count": count}
    return ""


_Row = tuple[frozenset[Status], str | Promise, str | Promise]
_TO_DO_GRID_COMPANY: tuple[_Row, ...] = (
    (
        frozenset({Status.SUBMITTED, Status.IN_REVIEW}),
        gettext_lazy("Ett anlegg skal avgjøres."),
        gettext_lazy("%(count)s anlegg skal avgjøres."),
    ),
    (
        frozenset({Status.COMPLETION_REPORTED}),
        gettext_lazy("Én ferdigmelding skal gås gjennom."),
        gettext_lazy("%(count)s ferdigmeldinger skal gås gjennom."),
    ),
)
_TO_DO_CONTRACTOR: tuple[_Row, ...] = (
    (
        frozenset({Status.AWAITING_INFORMATION}),
        gettext_lazy("Nettselskapet spør om ett anlegg."),
        gettext_lazy("Nettselskapet spør om %(count)s anlegg."),
    ),
    (
        frozenset({Status.REJECTED}),
        gettext_lazy("Ett anlegg må rettes."),
        gettext_lazy("%(count)s anlegg må rettes."),
    ),
    (
        frozenset({Status.COMPLETION_RETURNED}),
        gettext_lazy("Én ferdigmelding må rettes."),
        gettext_lazy("%(count)s ferdigmeldinger må rettes."),
    ),
    (
        frozenset({Status.DRAFT}),
        gettext_lazy("Ett anlegg er ikke sendt."),
        gettext_lazy("%(count)s anlegg er ikke sendt."),
    ),
    (
        frozenset({Status.APPROVED, Status.CONNECTED_TEMPORARILY}),
        gettext_lazy("Ett anlegg gjenstår å ferdigmelde."),
        gettext_lazy("%(count)s anlegg gjenstår å ferdigmelde."),
    ),
)


def checks(mother: Notice, progress: Progress) -> list[Check]:
    """How many there are in each status, each with the way to them."""
    href = reverse("case:children", args=[mother.id])
    return [
        Check(
            text=f"{progress.by_status[status]} {_word(status)}",
            tone=TONES.get(status, Tone.INFO),
            href=f"{href}?status={status.value}",
        )
        for status in Status
        if status in progress.by_status
    ]


def _word(status: Status) -> str:
    return _("ferdigmeldt") if status is Status.COMPLETION_REPORTED else str(INFO[status].name).lower()


def waits_for(actor: Actor, status: Status, company: str) -> str:
    """Whose turn it is, in a word."""
    whose = {
        Whose.CONTRACTOR: _("Dere") if actor.is_contractor else _("Installatøren"),
        Whose.GRID_COMPANY: company if actor.is_contractor else _("Dere"),
        Whose.CUSTOMER: _("Kunden"),
        Whose.NOBODY: "",
    }
    return whose[INFO[status].turn]


def possible(actor: Actor, statuses: Iterable[Status]) -> dict[Action, int]:
    """By action, how many in these statuses it is for."""
    counts: dict[Action, int] = {}
    for status in statuses:
        for action in offered(status, actor):
            counts[action] = counts.get(action, 0) + 1
    return counts
