"""Plain PDF pages that stand for the drawings and forms of the demonstration's notices."""

import io
from functools import lru_cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


@lru_cache(maxsize=256)
def paper(title: str) -> bytes:
    """A page with a title and a simple drawing of a board."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    width, height = A4
    canvas.setTitle(title)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(56, height - 72, title)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(56, height - 92, "Oppdiktet tegning i demonstrasjonen")
    canvas.rect(120, height - 420, 180, 260)
    for circuit in range(6):
        top = height - 190 - circuit * 36
        canvas.line(150, top, 270, top)
        canvas.rect(300, top - 8, 40, 16)
        canvas.drawString(352, top - 4, f"Kurs {circuit + 1}")
    canvas.line(width / 2 - 90, height - 420, width / 2 - 90, height - 520)
    canvas.drawString(width / 2 - 80, height - 500, "Stikkledning")
    canvas.save()
    return target.getvalue()
