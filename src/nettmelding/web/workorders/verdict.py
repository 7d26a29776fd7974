"""The top of a work order: where it stands, what speaks for and against it, and what can be done now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.installations import searching
from nettmelding.web.components import Button, Check, Tone, Verdict
from nettmelding.web.components.button import Variant
from nettmelding.web.workorders import planning
from nettmelding.web.workorders.head import Order
from nettmelding.web.workorders.steps import DEEDS, Deed
from nettmelding.workorders.deviations import STANDING
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Photo
from nettmelding.workorders.status import INFO, WITH_FITTER, Status

_TONES = {
    Status.ACCEPTED: Tone.GOOD,
    Status.MISSED: Tone.WARN,
    Status.RETURNED: Tone.BAD,
    Status.CANCELLED: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True)
class Press:
    """A button; `post` presses go straight there with the revision."""

    button: Button
    post: str = ""


def verdict(order: Order) -> Verdict:
    """What stands on top."""
    row = order.row
    checks = list(_checks(order))
    wrong = any(check.tone in {Tone.WARN, Tone.BAD} for check in checks)
    if row.state is Status.REPORTED:
        accept = next((one for one in order.offers if one.action is Action.ACCEPT), None)
        if accept is not None and accept.why_not:
            return Verdict(title=_("Kan ikke godtas ennå."), text=accept.why_not, tone=Tone.BAD, checks=checks)
        title = _("Se på dette først.") if wrong else _("Alt er gjort, og alt er innenfor grensene.")
        return Verdict(
            title=title if accept else f"{INFO[row.state].name}.",
            text="" if accept else str(INFO[row.state].help),
            tone=Tone.WARN if wrong else Tone.GOOD,
            checks=checks,
        )
    tone = Tone.WARN if wrong and row.state not in _TONES else _TONES.get(row.state, Tone.INFO)
    return Verdict(title=f"{INFO[row.state].name}.", text=_why(order), tone=tone, checks=checks)


def presses(order: Order) -> tuple[list[Press], list[Press]]:
    """The buttons of the verdict, and those under „Mer”; what a guard is known to refuse is left out."""
    offered = {one.action for one in order.offers if not one.why_not}
    deeds = [deed for deed in DEEDS if deed.action in offered]
    main = [_press(order, deed) for deed in deeds if deed.main]
    return [*main, *_elsewhere(order)], [_press(order, deed, more=True) for deed in deeds if not deed.main]


def _press(order: Order, deed: Deed, *, more: bool = False) -> Press:
    href = reverse(f"workorders:{deed.action.value}", args=[order.row.id])
    return Press(
        Button(
            text=str(deed.button),
            variant=Variant.TERTIARY if more else Variant(deed.variant),
            danger=deed.danger,
            key=deed.key,
            href="" if deed.at_once else href,
        ),
        post=href if deed.at_once else "",
    )


def _elsewhere(order: Order) -> Iterator[Press]:
    """Planning has pages of its own, and the fitter's work the app."""
    actions = {one.action for one in order.offers}
    plan = planning.href(order.actor)
    if Action.PLAN in actions and plan:
        yield Press(Button(text=_("Planlegg"), href=f"{plan}?ordre={order.row.id}", icon="clock", key="p"))
    if Action.OFFER_TIMES in actions and plan:
        times = reverse("workplan:times", args=[order.row.id])
        yield Press(Button(text=_("Tilby tider"), href=times, variant=Variant.SECONDARY, icon="calendar"))
    if Action.REPORT in actions and order.row.state in WITH_FITTER:
        yield Press(Button(text=_("Åpne i appen"), href=f"{reverse('field:app')}#{order.row.id}"))


def _why(order: Order) -> str:
    """The last words, where the status came with some; else what it means."""
    row = order.row
    if row.state in {Status.RETURNED, Status.MISSED} and row.remarks:
        last = row.remarks[-1]
        return _("%(who)s: «%(text)s»") % {"who": last["by"], "text": last["text"]}
    late = next((one.why_not for one in order.offers if one.action is Action.CANCEL and one.why_not), "")
    return " ".join(
        filter(None, [str(INFO[row.state].help), late if row.orderer_id == order.actor.organisation_id else ""])
    )


def _checks(order: Order) -> Iterator[Check]:
    """What has been done, and what is wrong."""
    row = order.row
    if row.started_at is not None and row.state is not Status.CANCELLED:
        yield _done(order)
    names = {one.step.id: one.step.label for one in order.asked}
    for step in order.outside:
        yield Check(text=_("%(what)s er ikke som det skal") % {"what": names[step]}, tone=Tone.WARN, href="#steps")
    if order.taken:
        yield _taken(order)
    if row.conflicts:
        yield Check(text=_("To har svart forskjellig"), tone=Tone.BAD, href="#conflicts")
    standing = [one for one in order.deviations if one.state in STANDING]
    if standing:
        text = ngettext("Ett avvik", "%(count)s avvik", len(standing)) % {"count": len(standing)}
        dangerous = any(one.severity == "dangerous" for one in standing)
        yield Check(text=text, tone=Tone.BAD if dangerous else Tone.WARN, href="#deviations")
    coming = sum(1 for one in order.photos if one.state == Photo.State.COMING)
    if coming:
        text = ngettext("Ett bilde er på vei", "%(count)s bilder er på vei", coming) % {"count": coming}
        yield Check(text=text, tone=Tone.WARN, href="#photos")
    if order.gate and row.state not in {Status.ACCEPTED, Status.CANCELLED}:
        yield _energise(order)


def _done(order: Order) -> Check:
    total = len(order.asked)
    if not order.lacking:
        return Check(text=_("Alle steg er gjort"), tone=Tone.GOOD, href="#steps")
    parts = {"done": total - len(order.lacking), "total": total}
    return Check(text=_("%(done)s av %(total)s steg er gjort") % parts, tone=Tone.INFO, href="#steps")


def _taken(order: Order) -> Check:
    """Where it stands is found by those who may search for it."""
    href = reverse("find:search") if searching.may_search(order.actor) else "#steps"
    return Check(text=_("Måler %(number)s henger et annet sted") % {"number": order.taken}, tone=Tone.BAD, href=href)


def _energise(order: Order) -> Check:
    if order.why_not_energise:
        return Check(text=_("Kan ikke spenningssettes"), tone=Tone.BAD, href="#gate")
    return Check(text=_("Kan spenningssettes"), tone=Tone.GOOD, href="#gate")
