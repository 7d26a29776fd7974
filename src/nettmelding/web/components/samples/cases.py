"""Cases, what was found about them, and what happened."""

from typing import Any

from nettmelding.web.components import CaseRow, Check, Fact, Fault, Moment, Tab, Tone, Turn


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


def cases() -> dict[str, Any]:
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
            detail="Tilkobling etter frakobling over 3 år · Stiftelsen Eksempelvik Forsamlingshus",
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


def findings() -> dict[str, Any]:
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
            Fact(term="KV", value="63 A", differs="Nettselskapet har: 50 A"),
        ],
        "faults": [
            Fault(text="Fyll ut ny største effekt", href="#f-ex-g"),
            Fault(text="Velg minst én type elbillading", href="#f-ex-n"),
        ],
    }
