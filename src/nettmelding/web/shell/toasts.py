"""Short words about what was just done, shown on the next page or at once with an htmx answer."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest

from nettmelding.web.components import Toast, Tone

_LEVELS = {
    Tone.PLAIN: messages.DEBUG,
    Tone.INFO: messages.INFO,
    Tone.GOOD: messages.SUCCESS,
    Tone.WARN: messages.WARNING,
    Tone.BAD: messages.ERROR,
}
_TONES = {level: tone for tone, level in _LEVELS.items()}
_UNDO = "undo:"


def toast(request: HttpRequest, text: str, tone: Tone = Tone.GOOD, *, undo: str = "") -> None:
    """Says `text` once. `undo` is an address to post to, offered as „Angre”.

    In an answer to htmx include `shell/toasts.html`: it puts the words in the corner of the page as it is.
    """
    messages.set_level(request, messages.DEBUG)
    messages.add_message(request, _LEVELS[tone], text, extra_tags=f"{_UNDO}{undo}" if undo else "")


def waiting(request: HttpRequest) -> Sequence[Toast]:
    """The toasts not shown yet; reading them takes them away."""
    if not hasattr(request, "_messages"):
        return ()
    return [
        Toast(
            text=str(message),
            tone=_TONES.get(message.level, Tone.INFO),
            undo=(message.extra_tags or "").removeprefix(_UNDO),
        )
        for message in messages.get_messages(request)
    ]
