"""Bar codes as meters have them, drawn for cameras to read."""

import io

from PIL import Image, ImageDraw

_ITF = {
    "0": "nnwwn", "1": "wnnnw", "2": "nwnnw", "3": "wwnnn", "4": "nnwnw",
    "5": "wnwnn", "6": "nwwnn", "7": "nnnww", "8": "wnnwn", "9": "nwnwn",
}  # fmt: skip
"""Interleaved 2 of 5 (ISO/IEC 16390): wide and narrow of the five bars, or spaces, of a digit."""


def bar_code(digits: str, module: int = 4) -> bytes:
    """A picture of the digits, an even number of them, as a meter has them."""
    widths = [1, 1, 1, 1]
    for bars, spaces in zip(digits[::2], digits[1::2], strict=True):
        for bar, space in zip(_ITF[bars], _ITF[spaces], strict=True):
            widths += [3 if bar == "w" else 1, 3 if space == "w" else 1]
    widths += [3, 1, 1]
    image = Image.new("RGB", (sum(widths) * module + 160, 360), "white")
    draw, at = ImageDraw.Draw(image), 80
    for place, width in enumerate(widths):
        if place % 2 == 0:
            draw.rectangle((at, 80, at + width * module - 1, 280), fill="black")
        at += width * module
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
