"""What the buttons of a work order say and ask for, one row an action. What the fitter does stands in the app."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.workorders.lifecycle import Action

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """`slug` is the page's address below the order's. `at_once` is done by pressing, without a page between."""

    action: Action
    slug: str
    button: Words
    title: Words
    lead: Words
    confirm: Words
    done: Words
    variant: str = "secondary"
    danger: bool = False
    key: str = ""
    main: bool = True
    at_once: bool = False
    asks: frozenset[str] = frozenset()
    """`text`, `step`, `performer`."""
    text_label: Words = ""
    text_hint: Words = ""
    text_needed: bool = False


DEEDS: tuple[Deed, ...] = (
    Deed(
        action=Action.RETURN, slug="returner", button=_("Returner"), title=_("Returner til montøren"),
        lead=_("Noe må gjøres om eller rettes. Montøren får ordren tilbake i appen, med det du skriver."),
        confirm=_("Returner"), done=_("Returnert. Montøren får beskjed."), danger=True, key="v",
        asks=frozenset({"text", "step"}), text_label=_("Hva må rettes?"), text_hint=_("Montøren ser dette."),
        text_needed=True,
    ),
    Deed(
        action=Action.ACCEPT, slug="godta", button=_("Godta"), title=_("Godta rapporten"),
        lead=_("Måleren meldes til kundesystemet, og saken går videre."), confirm=_("Godta"),
        done=_("Rapporten er godtatt."), variant="primary", key="a", at_once=True,
    ),
    Deed(
        action=Action.HAND_OVER, slug="gi-videre", button=_("Gi til et annet firma"), title=_("Gi til et annet firma"),
        lead=_("Ordren mister montør og tid. Det nye firmaet planlegger den."), confirm=_("Gi videre"),
        done=_("Ordren er gitt videre."), main=False, asks=frozenset({"performer"}),
    ),
    Deed(
        action=Action.REOPEN, slug="gjenapne", button=_("Gjenåpne"), title=_("Gjenåpne ordren"),
        lead=_("Rapporten skal ses over på nytt. Det som er meldt til kundesystemet, blir stående."),
        confirm=_("Gjenåpne"), done=_("Ordren er åpnet igjen."), main=False, asks=frozenset({"text"}),
        text_label=_("Hvorfor?"), text_hint=_("Begge sider ser dette."), text_needed=True,
    ),
    Deed(
        action=Action.CANCEL, slug="avlys", button=_("Avlys"), title=_("Avlys arbeidsordren"),
        lead=_("Ingen kommer. Montøren og kunden får beskjed om de har fått en tid."), confirm=_("Avlys"),
        done=_("Arbeidsordren er avlyst."), danger=True, main=False, asks=frozenset({"text"}),
        text_label=_("Hvorfor?"), text_hint=_("Begge sider og kunden ser dette."),
    ),
)  # fmt: skip
BY_ACTION = {deed.action: deed for deed in DEEDS}
