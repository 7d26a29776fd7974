"""What the buttons of a case say and ask for, one row an action."""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.notices.lifecycle import Action

Words = str | Promise


class Input(StrEnum):
    """What an action's page asks for."""

    TEXT = "text"
    CONDITIONS = "conditions"
    REASONS = "reasons"
    COLLEAGUE = "colleague"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`slug` is the page's address below the case's; `url` instead leads to a page of another area.

    `main` buttons stand in the verdict, the others under „Mer”. `at_once` is done by pressing, without a page between.
    """

    action: Action
    button: Words
    slug: str = ""
    url: str = ""
    main: bool = True
    variant: str = "secondary"
    danger: bool = False
    key: str = ""
    at_once: bool = False
    title: Words = ""
    lead: Words = ""
    confirm: Words = ""
    done: Words = ""
    inputs: tuple[Input, ...] = ()
    text_label: Words = ""
    text_hint: Words = ""
    text_needed: bool = False


_COMMENT = _("Noe å legge til")
_SEEN = _("Installatøren ser dette.")
STEPS: tuple[Step, ...] = (
    Step(
        action=Action.TAKE, slug="ta", button=_("Ta saken"), key="t", at_once=True, title=_("Ta saken"),
        lead=_("Saken blir din, og installatøren ser at den er under behandling."), confirm=_("Ta saken"),
        done=_("Saken er din."),
    ),
    Step(
        action=Action.ASK, slug="spor", button=_("Spør"), variant="tertiary", key="s", title=_("Spør installatøren"),
        lead=_("Saken venter på svar, og klokka går hos installatøren. De får e-post."), confirm=_("Send spørsmålet"),
        done=_("Spørsmålet er sendt."), inputs=(Input.TEXT,), text_label=_("Hva trenger du å vite?"), text_needed=True,
    ),
    Step(
        action=Action.REJECT, slug="avvis", button=_("Avvis"), danger=True, key="v", title=_("Avvis meldingen"),
        lead=_("Meldingen er feil eller mangler noe. Grunnene står ved feltene når installatøren retter."),
        confirm=_("Avvis og si fra"), done=_("Avvist. Installatøren får beskjed."), inputs=(Input.REASONS, Input.TEXT),
        text_label=_COMMENT, text_hint=_SEEN,
    ),
    Step(
        action=Action.APPROVE, slug="godkjenn", button=_("Godkjenn"), variant="primary", key="a",
        title=_("Godkjenn meldingen"), lead=_("Arbeidet kan gjøres. Vilkårene står på toppen av saken."),
        confirm=_("Godkjenn"), done=_("Godkjent. Installatøren får beskjed."),
        inputs=(Input.CONDITIONS, Input.TEXT), text_label=_COMMENT, text_hint=_SEEN,
    ),
    Step(
        action=Action.RETURN_COMPLETION, slug="returner", button=_("Returner"), danger=True, key="v",
        title=_("Returner ferdigmeldingen"), lead=_("Noe må rettes før saken kan avsluttes. De får e-post."),
        confirm=_("Returner og si fra"), done=_("Returnert. Installatøren får beskjed."),
        inputs=(Input.REASONS, Input.TEXT), text_label=_COMMENT, text_hint=_SEEN,
    ),
    Step(
        action=Action.RETURN_METERING, slug="returner-med-avvik", button=_("Returner med avvik"), danger=True, key="v",
        title=_("Returner med avvik"),
        lead=_("Måleren kan ikke settes opp slik det er. Arbeidsordren avlyses, og installatøren får e-post."),
        confirm=_("Returner og si fra"), done=_("Returnert. Installatøren får beskjed."),
        inputs=(Input.REASONS, Input.TEXT), text_label=_COMMENT, text_hint=_SEEN,
    ),
    Step(
        action=Action.ORDER_METERING, slug="bestill-maler", button=_("Bestill måler"), key="m", title=_("Bestill måler"),
        lead=_("Det lages en arbeidsordre for måleren. Saken avsluttes når måleren er på plass og arbeidet er ferdigmeldt."),
        confirm=_("Bestill måler"), done=_("Måler er bestilt."),
    ),
    Step(
        action=Action.CLOSE, slug="avslutt", button=_("Avslutt"), variant="primary", key="a", title=_("Avslutt saken"),
        lead=_("Arbeidet er ferdig, og det er ingen måler igjen å montere."), confirm=_("Avslutt saken"),
        done=_("Saken er avsluttet."), inputs=(Input.TEXT,), text_label=_COMMENT, text_hint=_SEEN,
    ),
    Step(
        action=Action.STOP, slug="stans", button=_("Bekreft stans"), danger=True, variant="primary",
        title=_("Stans arbeidet"), lead=_("En kollega har foreslått det. Godkjenningen trekkes tilbake med én gang."),
        confirm=_("Stans arbeidet"), done=_("Arbeidet er stanset. Installatøren får beskjed."), inputs=(Input.TEXT,),
        text_label=_("Hvorfor må arbeidet stanse?"), text_hint=_SEEN, text_needed=True,
    ),
    Step(
        action=Action.RESUME, slug="opphev-stans", button=_("Opphev stansen"), variant="primary",
        title=_("Opphev stansen"), lead=_("Saken går tilbake til behandling og avgjøres på nytt."),
        confirm=_("Opphev stansen"), done=_("Stansen er opphevet."), inputs=(Input.TEXT,),
        text_label=_("Hvorfor kan arbeidet gå videre?"), text_hint=_SEEN, text_needed=True,
    ),
    Step(
        action=Action.CONNECT_TEMPORARILY, slug="koble-til", button=_("Koble til midlertidig"), variant="primary",
        title=_("Koble til midlertidig"), lead=_("Anlegget kan stå til sluttdatoen."), confirm=_("Koblet til"),
        done=_("Anlegget er tilkoblet midlertidig."), inputs=(Input.DATE, Input.TEXT), text_label=_COMMENT,
        text_hint=_SEEN,
    ),
    Step(
        action=Action.REOPEN, slug="gjenapne", button=_("Gjenåpne"), main=False, title=_("Gjenåpne saken"),
        lead=_("Saken går tilbake til ferdigmelding."), confirm=_("Gjenåpne"), done=_("Saken er åpnet igjen."),
        inputs=(Input.TEXT,), text_label=_("Hvorfor?"), text_hint=_SEEN, text_needed=True,
    ),
    Step(
        action=Action.ASSIGN, slug="gi-videre", button=_("Gi til kollega"), main=False,
        title=_("Gi saken til en kollega"),
        lead=_("Bare dere ser hvem som har hatt den."), confirm=_("Gi saken"), done=_("Saken er gitt videre."),
        inputs=(Input.COLLEAGUE,),
    ),
    Step(
        action=Action.RELEASE, slug="legg-tilbake", button=_("Legg tilbake i køen"), main=False, at_once=True,
        title=_("Legg saken tilbake i køen"), lead=_("Da kan hvem som helst av dere ta den."),
        confirm=_("Legg tilbake"), done=_("Saken ligger i køen."),
    ),
    Step(
        action=Action.PROPOSE_STOP, slug="foresla-stans", button=_("Foreslå stans"), main=False, danger=True,
        title=_("Foreslå stans av arbeidet"),
        lead=_("En annen saksbehandler må bekrefte før installatøren får beskjed om å stanse."),
        confirm=_("Foreslå stans"), done=_("Stans er foreslått. En kollega må bekrefte."), inputs=(Input.TEXT,),
        text_label=_("Hvorfor må arbeidet stanse?"), text_hint=_("Bare dere ser dette."), text_needed=True,
    ),
    Step(action=Action.SEND, url="form:edit", button=_("Rett og send på nytt"), variant="primary", key="r"),
    Step(action=Action.ANSWER, url="form:edit", button=_("Svar"), variant="primary", key="s"),
    Step(action=Action.CHANGE, url="form:edit", button=_("Endre"), key="e"),
    Step(action=Action.REPORT_COMPLETION, url="form:completion", button=_("Ferdigmeld"), variant="primary", key="f"),
    Step(
        action=Action.EXTEND, slug="forleng", button=_("Forleng"), title=_("Forleng tilkoblingen"),
        lead=_("Si hvor lenge anlegget må stå."), confirm=_("Forleng"), done=_("Sluttdatoen er flyttet."),
        inputs=(Input.DATE, Input.TEXT), text_label=_("Hvorfor?"),
    ),
    Step(
        action=Action.TAKE_UP, slug="ta-opp", button=_("Ta opp igjen"), variant="primary", at_once=True,
        title=_("Ta opp igjen"), lead=_("Godkjenningen gjelder igjen, med ny frist."), confirm=_("Ta opp igjen"),
        done=_("Saken er tatt opp igjen."),
    ),
    Step(
        action=Action.WITHDRAW, slug="trekk", button=_("Trekk meldingen"), main=False, danger=True,
        title=_("Trekk meldingen"),
        lead=_("Saken avsluttes, og nettselskapet slutter å behandle den. Det kan ikke angres."),
        confirm=_("Trekk meldingen"), done=_("Meldingen er trukket."), inputs=(Input.TEXT,), text_label=_("Hvorfor?"),
        text_hint=_("Nettselskapet ser dette."),
    ),
)  # fmt: skip
"""In the order in which the buttons stand."""
BY_ACTION = {step.action: step for step in STEPS}
WITH_PAGE = tuple(step for step in STEPS if step.slug)

_OF_SEVERAL: tuple[Step, ...] = (
    replace(BY_ACTION[Action.TAKE], title=_("Ta anleggene"), lead=_("Anleggene blir dine."), done=_("Anleggene er dine.")),
    replace(
        BY_ACTION[Action.APPROVE], title=_("Godkjenn anleggene"), done=_("Godkjent. Installatøren får én beskjed om alle."),
    ),
    replace(
        BY_ACTION[Action.ASK], title=_("Spør om anleggene"),
        lead=_("Anleggene venter på svar, og klokka går hos installatøren. De får én e-post."),
    ),
    replace(
        BY_ACTION[Action.REJECT], title=_("Avvis anleggene"),
        lead=_("De samme grunnene gis for alle. De står ved feltene når installatøren retter."),
    ),
    replace(BY_ACTION[Action.RETURN_COMPLETION], title=_("Returner ferdigmeldingene")),
    replace(
        BY_ACTION[Action.CLOSE], title=_("Avslutt anleggene"), confirm=_("Avslutt anleggene"),
        done=_("Anleggene er avsluttet."),
    ),
    replace(BY_ACTION[Action.ASSIGN], title=_("Gi anleggene til en kollega"), confirm=_("Gi anleggene")),
    replace(
        BY_ACTION[Action.RELEASE], title=_("Legg anleggene tilbake i køen"), lead=_("Da kan hvem som helst av dere ta dem."),
        done=_("Anleggene ligger i køen."),
    ),
    Step(
        action=Action.SEND, button=_("Send"), variant="primary", title=_("Send anleggene"),
        lead=_("Er ikke hovedmeldingen sendt før, sendes den samtidig."), confirm=_("Send anleggene"),
        done=_("Anleggene er sendt."),
    ),
    Step(
        action=Action.ANSWER, button=_("Svar"), variant="primary", title=_("Svar for anleggene"),
        lead=_("Det samme svaret gis for alle. Det som er rettet i anleggene, følger med."), confirm=_("Send svaret"),
        done=_("Svaret er sendt."), inputs=(Input.TEXT,), text_label=_("Svaret ditt"), text_needed=True,
    ),
    Step(
        action=Action.CHANGE, button=_("Send endringer"), title=_("Send endringene"),
        lead=_("Det som er endret siden anleggene ble godkjent, sendes."), confirm=_("Send endringene"),
        done=_("Endringene er sendt."), inputs=(Input.TEXT,), text_label=_("Hvorfor endringen"),
    ),
    Step(
        action=Action.REPORT_COMPLETION, button=_("Ferdigmeld"), variant="primary", title=_("Ferdigmeld anleggene"),
        lead=_("Det som er likt for alle, står i ferdigmeldingen for hele anlegget. Resten står på hvert anlegg."),
        confirm=_("Ferdigmeld anleggene"), done=_("Anleggene er ferdigmeldt."), inputs=(Input.TEXT,),
        text_label=_("Beskjed til nettselskapet"),
    ),
    replace(
        BY_ACTION[Action.TAKE_UP], title=_("Ta opp anleggene igjen"), done=_("Anleggene er tatt opp igjen."),
    ),
    replace(
        BY_ACTION[Action.WITHDRAW], button=_("Trekk"), title=_("Trekk anleggene"),
        lead=_("Nettselskapet slutter å behandle anleggene. Det kan ikke angres."), confirm=_("Trekk anleggene"),
        done=_("Anleggene er trukket."),
    ),
)  # fmt: skip
SEVERAL = {step.action: step for step in _OF_SEVERAL}
"""What can be done to several metering points of a block notice at once."""
