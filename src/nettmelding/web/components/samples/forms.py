"""Forms: fields to choose in, notice types, search hits."""

from typing import Any

from django.urls import reverse

from nettmelding.web.components import Hit, Option, Phrase, Progress, Step, TypeBox

ADDRESSES = (
    ("Prøvevegen 1", "7100 Eksempelvik · gnr. 10, bnr. 1"),
    ("Prøvevegen 3", "7100 Eksempelvik · gnr. 10, bnr. 3"),
    ("Prøvekaia 2", "7100 Eksempelvik · gnr. 12, bnr. 40"),
    ("Prøvetunet 5", "7100 Eksempelvik · 11 boenheter"),
    ("Storgata 11", "7200 Prøvestad · gnr. 3, bnr. 8"),
)


def forms() -> dict[str, Any]:
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
        "phrases": [
            Phrase(value=f"text:{name}", title=name, text=text)
            for name, text in (("Port", "Koden til porten er hos kunden."), ("Hund", "Ring før dere kommer."))
        ],
        "nothing": [],
        "search_href": reverse("components:search"),
    }
