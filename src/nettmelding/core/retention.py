"""What is kept about people, why, and for how long: one table, read by the worker that forgets and by the page that tells.

What carries it out stands in `config/forgetting.py`; a test sees to it that every table of the database is here, or among
those that hold nothing about anybody.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YEAR = timedelta(days=365)
DRAFT_WARNED_BEFORE = timedelta(days=30)
"""How long before a draft goes its owner is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of data. `keep` is counted from what `counted_from` says; None: for as long as that says, and no job ends it."""

    code: str
    name: str | Promise
    what: str | Promise
    why: str | Promise
    basis: str | Promise
    """The law it rests on."""
    keep: timedelta | None
    how_long: str | Promise
    """The same in words, with what it is counted from and what is left afterwards."""
    models: tuple[str, ...]
    """Labels of the tables it lies in."""


_CONTRACT = _("Personvernforordningen artikkel 6 nr. 1 bokstav b: avtalen med firmaet ditt")
_INTEREST = _("Personvernforordningen artikkel 6 nr. 1 bokstav f: berettiget interesse")
_SECURITY = _("Personvernforordningen artikkel 32: sikkerhet, og artikkel 6 nr. 1 bokstav f")

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind(
        code="cases",
        name=_("Meldinger og henvendelser"),
        what=_("Navn, fødselsdato, e-post og mobilnummer til kunde, eier og andre på meldingen, det som er skrevet i fritekst, "
               "og vedleggene."),
        why=_("Nettselskapet må vite hvem anlegget gjelder, og begge parter må kunne vise hva som ble meldt og svart."),
        basis=_("Personvernforordningen artikkel 6 nr. 1 bokstav c og f; forskrift om elektriske lavspenningsanlegg § 13 krever "
                "at dokumentasjonen oppbevares i minst fem år"),
        keep=10 * YEAR,
        how_long=_("Ti år etter at saken er avsluttet, trukket eller utløpt. Da slettes personene, friteksten og vedleggene. "
                   "Adressen og de tekniske opplysningene om anlegget blir stående, med navnet på dem som sendte og avgjorde."),
        models=("notices.Notice", "notices.Project", "notices.ProjectAttachment", "notices.Party", "notices.Submission",
                "notices.Decision", "notices.Remark",
                "notices.Request", "notices.Transfer", "notices.Attachment", "core.SearchEntry"),
    ),
    Kind(
        code="drafts",
        name=_("Kladder som ikke er sendt"),
        what=_("Det som er fylt ut i en melding som aldri ble sendt."),
        why=_("Så arbeidet ikke går tapt før meldingen sendes."),
        basis=_CONTRACT,
        keep=YEAR,
        how_long=_("Tolv måneder etter siste endring. Den som er ansvarlig, får e-post 30 dager før."),
        models=("notices.Notice", "notices.Party", "notices.Attachment"),
    ),
    Kind(
        code="bulk_changes",
        name=_("Endringer av flere meldinger på én gang"),
        what=_("Hvem som endret, hvilke meldinger, og hva som sto før og etter."),
        why=_("Så en endring kan angres."),
        basis=_CONTRACT,
        keep=YEAR,
        how_long=_("Tolv måneder. At noe ble endret, og hva, står fortsatt i hver melding."),
        models=("notices.BulkChange", "notices.BulkChangeRow"),
    ),
    Kind(
        code="declarations",
        name=_("Samsvarserklæringer"),
        what=_("Eieren, adressen, hva som er gjort, kontrollert og målt, hvem som gjorde det, og underskriften."),
        why=_("Eieren skal kunne vise at anlegget er trygt, og firmaet at arbeidet var i orden."),
        basis=_("Personvernforordningen artikkel 6 nr. 1 bokstav c; forskrift om elektriske lavspenningsanlegg §§ 12 og 13"),
        keep=5 * YEAR,
        how_long=_("Så lenge anlegget finnes, og minst fem år etter underskriften. Er anlegget borte, slettes innholdet, "
                   "underskriften og PDF-en; at noe ble erklært, av hvilket firma og når, blir stående."),
        models=("declarations.Declaration", "declarations.Sealing"),
    ),
    Kind(
        code="declaration_drafts",
        name=_("Samsvarserklæringer som ikke er signert"),
        what=_("Det som er fylt ut i en erklæring som aldri ble signert."),
        why=_("Så arbeidet ikke går tapt før erklæringen signeres."),
        basis=_CONTRACT,
        keep=YEAR,
        how_long=_("Tolv måneder etter siste endring."),
        models=("declarations.Draft",),
    ),
    Kind(
        code="declaration_links",
        name=_("Lenker til samsvarserklæringer"),
        what=_("Navnet og e-postadressen til den som fikk lenken, og hvem som delte den."),
        why=_("Så firmaet ser hvem som har fått erklæringen, og kan trekke lenken tilbake."),
        basis=_INTEREST,
        keep=timedelta(days=90),
        how_long=_("90 dager etter at lenken er gått ut."),
        models=("declarations.Share",),
    ),
    Kind(
        code="files",
        name=_("Filer som ingen sak bruker"),
        what=_("Bilder og dokumenter fra kladder som er slettet, og filer som er byttet ut."),
        why=_("Så en sletting som var en feil, kan rettes."),
        basis=_INTEREST,
        keep=timedelta(days=30),
        how_long=_("30 dager etter at filen ble lastet opp, hvis ingen sak bruker den."),
        models=("documents.Document",),
    ),
    Kind(
        code="people",
        name=_("Brukere"),
        what=_("E-post, mobilnummer, innlogging, roller og kurspapirer."),
        why=_("Så slettingen kan angres."),
        basis=_CONTRACT,
        keep=timedelta(days=30),
        how_long=_("Så lenge du er bruker, og 30 dager etter at du er slettet. Bare navnet blir stående i sakene du har "
                   "arbeidet med."),
        models=("accounts.User", "organisations.Membership", "organisations.Paper", "organisations.StandardText",
                "organisations.ScreenHandler", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator",
                "socialaccount.SocialAccount", "socialaccount.SocialToken", "usersessions.UserSession"),
    ),
    Kind(
        code="invitations",
        name=_("Invitasjoner"),
        what=_("Navn, e-post eller mobilnummer til den som er invitert."),
        why=_("Så administratoren ser hvem som er invitert, og kan sende på nytt."),
        basis=_INTEREST,
        keep=timedelta(days=90),
        how_long=_("90 dager etter at lenken er gått ut."),
        models=("organisations.Invitation",),
    ),
    Kind(
        code="registrations",
        name=_("Registreringer av firma"),
        what=_("Navn, e-post og mobilnummer til den som registrerer firmaet."),
        why=_("Så registreringen kan gjøres ferdig senere."),
        basis=_CONTRACT,
        keep=timedelta(days=7),
        how_long=_("Sju dager etter at registreringen ble begynt. Er den fullført, gjelder det samme som for brukere."),
        models=("organisations.Registration",),
    ),
    Kind(
        code="person_lookups",
        name=_("Oppslag i Folkeregisteret"),
        what=_("Hvem som slo opp, når og hvorfor. Av den som ble slått opp, lagres bare en nøkkel som ikke kan leses tilbake."),
        why=_("Så du kan få vite hvem som har slått deg opp, og misbruk kan oppdages."),
        basis=_("Personvernforordningen artikkel 5 nr. 2, 15 og 32; vilkårene for tilgang til Folkeregisteret"),
        keep=2 * YEAR,
        how_long=_("24 måneder etter oppslaget."),
        models=("registers.PersonLookup", "registers.PersonQuota"),
    ),
    Kind(
        code="meter_lookups",
        name=_("Søk etter anlegg"),
        what=_("Hvem som søkte, når og hvorfor, og hvilket målernummer eller hvilken adresse."),
        why=_("Så misbruk kan oppdages."),
        basis=_SECURITY,
        keep=2 * YEAR,
        how_long=_("24 måneder etter søket."),
        models=("installations.MeterLookup", "installations.MeterQuota"),
    ),
    Kind(
        code="map_looks",
        name=_("Oppslag i kartet over nettet"),
        what=_("Hvem som så på nettet, når, hvor, hva, og for hvilken sak; og at du har lest om taushetsplikten."),
        why=_("Nettselskapet må vite hvem som har sett kraftsensitiv informasjon, så misbruk kan oppdages."),
        basis=_("Kraftberedskapsforskriften § 6-2, energiloven § 9-3, og personvernforordningen artikkel 6 nr. 1 bokstav c"),
        keep=5 * YEAR,
        how_long=_("Fem år etter oppslaget. At du har lest om taushetsplikten, står så lenge brukeren din finnes."),
        models=("grid.MapLook", "grid.DutyAccepted"),
    ),
    Kind(
        code="pre_checks",
        name=_("Forhåndssjekker"),
        what=_("Adressen du sjekket, hva du skulle gjøre, og svaret."),
        why=_("Så du kan finne svaret igjen og begynne meldingen av det."),
        basis=_CONTRACT,
        keep=timedelta(days=30),
        how_long=_("30 dager etter sjekken. En melding som er begynt av den, blir stående."),
        models=("notices.PreCheck",),
    ),
    Kind(
        code="map_errors",
        name=_("Feil i kartet som er meldt"),
        what=_("Hvem som meldte fra, det som er skrevet, og bildet."),
        why=_("Så nettselskapet kan rette kartet og svare."),
        basis=_INTEREST,
        keep=3 * YEAR,
        how_long=_("Tre år etter at saken er ferdig. Da slettes navnet, teksten og bildet; hva som var feil, blir stående."),
        models=("grid.MapError",),
    ),
    Kind(
        code="work_orders",
        name=_("Arbeidsordrer, bilder og avvik"),
        what=_("Hvem som utførte arbeidet, signaturen, bildene, det som er skrevet, og tidene kunden ble tilbudt."),
        why=_("Så nettselskapet og installatøren kan vise hva som ble gjort i anlegget, og hvem som gjorde det."),
        basis=_("Personvernforordningen artikkel 6 nr. 1 bokstav c og f; forskrift om elektriske lavspenningsanlegg § 13 krever "
                "at dokumentasjonen oppbevares i minst fem år"),
        keep=10 * YEAR,
        how_long=_("Ti år etter at ordren er ferdig. Da slettes signaturen, bildene og det som er skrevet; hva som ble gjort og "
                   "målt, blir stående."),
        models=("workorders.WorkOrder", "workorders.Photo", "workorders.Deviation", "workorders.Gate",
                "workorders.TimeOffer"),
    ),
    Kind(
        code="field_operations",
        name=_("Det mobiler har levert fra felt"),
        what=_("Hva montøren gjorde i appen, og når, slik mobilen sendte det."),
        why=_("Så det som leveres to ganger, bare gjøres én gang, og noe som ikke kom med, kan hentes fram."),
        basis=_CONTRACT,
        keep=timedelta(days=180),
        how_long=_("180 dager etter at det ble levert. Da slettes innholdet; det som ble gjort, står i arbeidsordren."),
        models=("workorders.Operation", "workorders.PhotoPart"),
    ),
    Kind(
        code="devices",
        name=_("Mobiler som henter arbeidsordrer"),
        what=_("Hva mobilen er kalt, og når den sist hentet noe."),
        why=_("Så arbeidet som er gjort på den, kan leveres."),
        basis=_CONTRACT,
        keep=2 * YEAR,
        how_long=_("To år etter at mobilen sist var i bruk."),
        models=("workorders.Device",),
    ),
    Kind(
        code="customer_system",
        name=_("Det som er fortalt til kundesystemet"),
        what=_("E-postadressen og mobilnummeret til kunden, slik de ble bekreftet i en melding."),
        why=_("Så nettselskapets kundesystem får vite det, også når det ikke svarer med det samme."),
        basis=_("Personvernforordningen artikkel 6 nr. 1 bokstav b og c: nettselskapets avtale med kunden og plikter som "
                "nettselskap"),
        keep=timedelta(days=90),
        how_long=_("90 dager etter at kundesystemet har fått det. Da slettes e-post og mobilnummer; at noe ble fortalt, og når, "
                   "blir stående."),
        models=("installations.OutgoingTask",),
    ),
    Kind(
        code="messages",
        name=_("E-post og SMS som er sendt"),
        what=_("Mottakeren, emnet og teksten."),
        why=_("Så det kan vises hva som ble sagt til hvem, og at det kom fram."),
        basis=_INTEREST,
        keep=YEAR,
        how_long=_("Tolv måneder etter sending. Da slettes mottaker, emne og tekst; at noe ble sendt, og når, blir stående. "
                   "Lenker og koder til innlogging slettes straks de er sendt."),
        models=("outbox.Message", "outbox.Attempt"),
    ),
    Kind(
        code="events",
        name=_("Logg over det som er gjort"),
        what=_("Hvem som gjorde hva i en sak eller med en bruker, når, og hva som ble skrevet."),
        why=_("Så det som er gjort, kan etterprøves, og ingen kan endre det i ettertid."),
        basis=_("Personvernforordningen artikkel 5 nr. 2 og 32"),
        keep=10 * YEAR,
        how_long=_("Ti år. Da slettes navn og tekst; at noe skjedde, og når, blir stående."),
        models=("audit.Event", "audit.EventDetail"),
    ),
    Kind(
        code="keys",
        name=_("API-nøkler som er avsluttet"),
        what=_("Hva nøkkelen ble kalt, hvem den tilhørte, og når den sist ble brukt."),
        why=_("Så bruken kan etterprøves."),
        basis=_SECURITY,
        keep=YEAR,
        how_long=_("Tolv måneder etter at nøkkelen er avsluttet eller utløpt."),
        models=("organisations.ApiKey",),
    ),
    Kind(
        code="sessions",
        name=_("Innlogginger"),
        what=_("Hvilke nettlesere du er innlogget i."),
        why=_("Så du slipper å logge inn på hver side."),
        basis=_CONTRACT,
        keep=timedelta(0),
        how_long=_("Til du logger ut eller innloggingen går ut."),
        models=("sessions.Session",),
    ),
    Kind(
        code="repeats",
        name=_("Svar til programmer som spør på nytt"),
        what=_("Svaret på en forespørsel til API-et."),
        why=_("Så en forespørsel som sendes to ganger, bare utføres én gang."),
        basis=_CONTRACT,
        keep=timedelta(hours=24),
        how_long=_("24 timer."),
        models=("core.IdempotencyKey",),
    ),
    Kind(
        code="companies",
        name=_("Firmaopplysninger"),
        what=_("Firmaets adresser og kontaktpunkter, faglig ansvarlig, hva registrene sier, og tilgangen til nettselskapene."),
        why=_("Så nettselskapet vet hvem som melder, og at firmaet har lov til det."),
        basis=_CONTRACT,
        keep=None,
        how_long=_("Så lenge firmaet er registrert her."),
        models=("organisations.Organisation", "organisations.CompanySettings", "organisations.GridAccess",
                "registers.ContractorEntry", "registers.ContractorImport"),
    ),
    Kind(
        code="customers",
        name=_("Nettselskapets kunder"),
        what=_("Navnet på kunden på et målepunkt, slik nettselskapets kundesystem har det."),
        why=_("Så en melding kan fylles ut med det nettselskapet vet fra før."),
        basis=_("Personvernforordningen artikkel 6 nr. 1 bokstav b og c: nettselskapets avtale med kunden og plikter som "
                "nettselskap"),
        keep=None,
        how_long=_("Så lenge kundesystemet har det. Nettselskapet retter og sletter."),
        models=("installations.MeteringPoint",),
    ),
)
# fmt: on
"""In the order they are told."""

NOTHING_PERSONAL: dict[str, str] = {
    "contenttypes.ContentType": "names of tables",
    "auth.Permission": "Django's own, unused",
    "auth.Group": "Django's own, unused",
    "auth.Group_permissions": "Django's own, unused",
    "core.Counter": "numbers",
    "core.ScheduledJob": "jobs of the worker",
    "audit.Checkpoint": "seals",
    "grid.Edition": "files with a grid, what came of reading them, and who took them in by id",
    "grid.FileMapping": "what a grid company calls its layers and columns",
    "grid.GridImport": "files with a grid on their way in, and who handed them in by id",
    "grid.GridObject": "the grid company's own documentation of its grid",
    "grid.InForce": "which edition of its grid is in force",
    "grid.MapFirm": "which firms a grid company has let in to its map or shut out",
    "grid.MapGrant": "which squares of the map a firm may see because of a case",
    "grid.MapRules": "what a grid company lets others see of its grid",
    "grid.PointKey": "where the address or the metering point of a customer point is looked up",
    "grid.ObjectCell": "which squares of the map an object lies in",
    "installations.Installation": "addresses and sizes, the grid company's own documentation of its grid",
    "installations.Correction": "values of an installation, and who said so by id",
    "installations.CustomerSystem": "where a grid company's customer system is",
    "installations.Difference": "technical values that differ, and whose they are to look at by id",
    "installations.ImportRun": "names of files and how many lines they had",
    "installations.PastValue": "what technical values were before",
    "notices.CasePlace": "addresses and meters, by which screened objects are matched",
    "organisations.ConcessionArea": "areas on the map",
    "organisations.Grant": "which company sees what",
    "organisations.Screen": "addresses and meters, kept until the grid company takes the screening away",
    "organisations.Wait": "whose turn it is; gone when the case ends",
    "rules.RuleSet": "a grid company's rules",
    "organisations.SingleSignOn": "settings of a company's sign-in provider",
    "workorders.FeedCounter": "how far a person's feed has come, by id",
    "workorders.FeedRow": "which orders a person's devices are to hear of, by id",
    "workorders.StockMeter": "meters, and whose van they are in by id",
    "socialaccount.SocialApp": "settings of a sign-in provider",
}
"""Tables that hold nothing about a person beyond an id, with what they hold instead."""


def kind(code: str) -> Kind:
    """A kind by its code. Errors: KeyError."""
    return BY_CODE[code]


BY_CODE = {one.code: one for one in KINDS}
