"""What the living page fills its components with: invented people and places, the same at every draw."""

from functools import cache
from typing import Any

from django.urls import reverse

from nettmelding.web.components import (
    Attachment,
    CaseRow,
    Check,
    Chip,
    Column,
    Fact,
    Fault,
    Hit,
    Moment,
    NeededFile,
    Option,
    Order,
    Progress,
    Step,
    Tab,
    Tone,
    Turn,
    TypeBox,
    View,
)
from nettmelding.web.components.icon import DRAWINGS
from nettmelding.web.shell.frame import MenuItem, Person, Workplace

ADDRESSES = (
    ("Prøvevegen 1", "7100 Eksempelvik · gnr. 10, bnr. 1"),
    ("Prøvevegen 3", "7100 Eksempelvik · gnr. 10, bnr. 3"),
    ("Prøvekaia 2", "7100 Eksempelvik · gnr. 12, bnr. 40"),
    ("Prøvetunet 5", "7100 Eksempelvik · 11 boenheter"),
    ("Storgata 11", "7200 Prøvestad · gnr. 3, bnr. 8"),
)
_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E"
    "%3Crect width='48' height='48' fill='%23cfe0e3'/%3E%3Cpath d='M8 36l10-12 8 8 6-6 8 10z' fill='%230a5c67'/%3E%3C/svg%3E"
)


def _case(number: str, title: str, detail: str, turn: Turn, word: str, until: str, late: str = "") -> CaseRow:
    return CaseRow(
        href="#caserow",
        number=number,
        title=title,
        detail=detail,
        turn=turn,
        word=word,
        until=until,
        late=late,
    )


def _cases() -> dict[str, Any]:
    return {
        "case_rows": [
            _case(
                "2026-004117",
                "Prøvevegen 3, H0102",
                "Nytt anlegg i eksisterende installasjon · Ola Nordmann",
                Turn.YOU,
                "Trenger avklaring",
                "svar innen",
                "i dag",
            ),
            _case(
                "2026-004098",
                "Prøvekaia 2",
                "Endring av OV, 63 → 125 A · Eksempel Bygg AS",
                Turn.NO,
                "Avvist",
                "rett 2 felter",
            ),
            _case(
                "2026-003871",
                "Prøvetunet 5",
                "Blokkmelding · 7 av 11 ferdigmeldt",
                Turn.OK,
                "Godkjent",
                "ferdigmeld 4 anlegg",
            ),
            _case(
                "2026-004130",
                "Prøvevegen 1",
                "Ladestasjon for elbil, 32 A",
                Turn.IDLE,
                "Kladd",
                "2 felter mangler",
            ),
        ],
        "long_case": CaseRow(
            href="#caserow",
            number="2026-004125-01",
            mark="hastearbeid",
            title="Øvre Prøveheia og Nedre Eksempeldalen fellesbolig, oppgang C, leilighet H0304",
            detail="Tilkobling etter frakobling over 3 år · Stiftelsen Eksempelvik Samfunnshus og Forsamlingslokale",
            turn=Turn.THEY,
            word="Tilkoblet midlertidig",
            until="ventet svar tirsdag 1. desember 2026",
        ),
        "tabs": [
            Tab(text="Saken", href="#tabs", current=True),
            Tab(text="Kart", href="#tabs"),
            Tab(text="Vedlegg", href="#tabs", count=3),
            Tab(text="Dialog", href="#tabs", count=2),
            Tab(text="Anlegget", href="#tabs"),
            Tab(text="Historikk", href="#tabs"),
        ],
        "moments": [
            Moment(
                title="Tatt av deg",
                when="i dag kl. 09.12",
                machine_when="2026-11-23T09:12+01:00",
                turn=Turn.THEY,
            ),
            Moment(
                title="Sendt på nytt, 1 endring",
                when="fredag kl. 14.40",
                by="Eksempel Elektro",
                turn=Turn.THEY,
                href="#timeline",
                link_text="se endringen",
            ),
            Moment(
                title="Avvist: måling må være strømtrafo over 80 A",
                when="torsdag kl. 10.05",
                by="Saksbehandler 2",
                turn=Turn.NO,
                text="Legg ved nytt enlinjeskjema.\nResten er i orden.",
            ),
            Moment(title="Sendt", when="onsdag kl. 08.31", by="Eksempel Elektro"),
        ],
    }


def _findings() -> dict[str, Any]:
    return {
        "checks": [
            Check(text="Effektbudsjett lagt ved"),
            Check(text="Transformator 71 %"),
            Check(text="Strømtrafo over 80 A"),
            Check(text="Annen åpen sak i kabelskap 1042", tone=Tone.WARN, href="#checks"),
            Check(text="Enlinjeskjema", tone=Tone.BAD),
        ],
        "facts": [
            Fact(term="Måler", value="…0019"),
            Fact(term="Måling", value="direkte"),
            Fact(term="Stikk", value="TFXP 4×50, 34 m"),
            Fact(term="Sist meldt", value=""),
        ],
        "wide_facts": [
            Fact(term="Arbeid", value="Større overbelastningsvern, ny hovedtavle"),
            Fact(term="OV", value="125 A", was="63 A"),
            Fact(term="Måling", value="strømtrafo 200/5", was="direkte"),
            Fact(term="Stikkledning", value="TFXP 4×95 Al, 21 m, jordkabel", source="fra kartet"),
        ],
        "faults": [
            Fault(text="Fyll ut ny største effekt", href="#f-ex-g"),
            Fault(text="Velg minst én type elbillading", href="#f-ex-n"),
        ],
    }


def _form() -> dict[str, Any]:
    return {
        "steps": [
            Step(text="Arbeidet", href="#rail", progress=Progress.DONE),
            Step(text="Anlegget", href="#rail", progress=Progress.DONE),
            Step(text="Vern og effekt", href="#rail", progress=Progress.TODO, missing=2, current=True),
            Step(text="Elbillading", href="#rail"),
            Step(text="Vedlegg", href="#rail", progress=Progress.TODO, missing=1),
            Step(text="Se over og send", href="#rail"),
        ],
        "characteristics": [Option(value=letter, text=letter) for letter in "BCD"],
        "measurings": [Option(value="direct", text="Direkte"), Option(value="ct", text="Strømtrafo")],
        "statuses": [Option(value="sent", text="Sendt"), Option(value="review", text="Under behandling")],
        "chargers": [
            Option(value="one", text="Én lader", detail="til og med 32 A"),
            Option(value="system", text="Ladeanlegg", detail="flere ladere, laststyring"),
            Option(value="prepared", text="Bare klargjort", detail="uten lader nå"),
        ],
        "ticked": ["one", "prepared"],
        "type_boxes": [
            TypeBox(
                value="ov",
                title="Endring av OV/MV",
                text="Større eller mindre hovedsikring, nytt sikringsskap",
                help="Også når inntak eller hovedtavle flyttes, eller du går fra 1 til 3 faser.",
                checked=True,
            ),
            TypeBox(
                value="pv",
                title="Produksjonsanlegg (plusskunde)",
                text="Solceller eller annen produksjon over 800 W",
                help="Batteri hører med her. En plusskunde mater inn høyst 100 kW.",
                best=True,
            ),
            TypeBox(
                value="temp",
                title="Midlertidig installasjon",
                text="Byggestrøm: tilkoble, flytte, ta ned",
                help="Skapet har sin egen status så lenge det står.",
                refusal="Byggestrøm meldes for seg, fordi den tas ned igjen.",
            ),
        ],
        "hits": [Hit(value=text, text=text, detail=detail) for text, detail in ADDRESSES[:3]]
        + [Hit(value="k", text="Konkurs Bolig AS", detail="310 001 090", mark="konkurs")],
        "nothing": [],
        "search_href": reverse("components:search"),
    }


def _files_and_lists() -> dict[str, Any]:
    words = ((Turn.OK, "I drift"), (Turn.IDLE, "Frakoblet"), (Turn.THEY, "Under behandling"))
    return {
        "attachments": [
            Attachment(
                name="Enlinjeskjema Prøvekaia 2.pdf",
                href="#attachments",
                detail="Enlinjeskjema · 340 kB · i dag kl. 09.12",
                remove="#attachments",
            ),
            Attachment(
                name="hovedtavle.jpg",
                href="#attachments",
                thumb=_PICTURE,
                mark="ny",
                mark_tone=Tone.INFO,
                detail="Bilde · 1,2 MB · fredag kl. 14.40",
                remove="#attachments",
            ),
            Attachment(
                name="tegning.dwg", problem="Filen er ikke en DWG-tegning. Lagre den på nytt og prøv igjen."
            ),
        ],
        "upload_href": reverse("components:upload"),
        "needed_files": [
            NeededFile(text="Enlinjeskjema", there=True),
            NeededFile(text="Effektbudsjett"),
            NeededFile(text="Bilde av tavla", optional=True),
        ],
        "columns": [
            Column(text="Målernummer", href="?sorter=meter", order=Order.UP),
            Column(text="Adresse", href="?sorter=address"),
            Column(text="OV", href="?sorter=ov", number=True),
            Column(text="Status"),
        ],
        "table_rows": [
            {
                "meter": f"44000000{index:08d}",
                "address": f"Prøvetunet {index // 12 + 1}, H{index % 12 + 101:04d}",
                "ov": (25, 40, 63)[index % 3],
                "turn": words[index % 3][0],
                "word": words[index % 3][1],
            }
            for index in range(300)
        ],
        "chips": [
            Chip(text="Status: Sendt", href="#filterbar"),
            Chip(text="Eksempelnett", href="#filterbar"),
        ],
        "views": [
            View(text="Alle", href="#filterbar", current=True),
            View(text="Mine", href="#filterbar"),
            View(text="Forsinket", href="#filterbar"),
        ],
        "icon_names": list(DRAWINGS),
    }


def _shell() -> dict[str, Any]:
    return {
        "menu": [
            MenuItem(text="Hjem", href="#main", icon="home", count=4),
            MenuItem(text="Meldinger", href="#main", icon="list"),
            MenuItem(text="Ny", href="#main", icon="plus"),
            MenuItem(text="Kart", href="#main", icon="map"),
            MenuItem(
                text="Komponenter", href=reverse("components:page"), icon="gear", current=True, phone=False
            ),
        ],
        "person": Person(
            name="Saksbehandler Elektro",
            organisation="Eksempel Elektro AS",
            role="Saksbehandler",
            email="saksbehandler@eksempelelektro.example",
        ),
        "workplaces": [
            Workplace(name="Eksempel Elektro AS", href="#main", detail="Saksbehandler", current=True),
            Workplace(name="Prøve Installasjon AS", href="#main", detail="Administrator"),
        ],
        "search_href": reverse("components:search"),
        "sign_out_href": reverse("components:page"),
    }


@cache
def samples() -> dict[str, Any]:
    """Everything the examples mention; `shell` is the surroundings' own."""
    return {**_cases(), **_findings(), **_form(), **_files_and_lists(), "shell": _shell()}
