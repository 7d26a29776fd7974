"""Files, tables and filters."""

from typing import Any

from django.urls import reverse

from nettmelding.web.components import Attachment, Chip, Column, NeededFile, Order, Tone, Turn, View
from nettmelding.web.components.icon import DRAWINGS

_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E"
    "%3Crect width='48' height='48' fill='%23cfe0e3'/%3E"
    "%3Cpath d='M8 36l10-12 8 8 6-6 8 10z' fill='%230a5c67'/%3E%3C/svg%3E"
)


def lists() -> dict[str, Any]:
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
            Attachment(name="tegning.dwg", problem="Filen er ikke en DWG-tegning. Lagre den på nytt og prøv igjen."),
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
