"""*Kommentar*: standard texts, the company's and one's own, and what can be left to be filled in in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.organisations import access, own
from nettmelding.organisations.models import StandardText

LONGEST_TITLE, LONGEST_TEXT, MOST_TEXTS = 80, 2_000, 200


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Words in curly brackets that become what the case says when the text is put in."""

    word: str
    """As it is written, in small letters, the same in every language."""
    text: str | Promise
    """What it becomes."""


PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("adresse", gettext_lazy("Adressen der arbeidet gjøres")),
    Placeholder("målernummer", gettext_lazy("Målernummeret")),
    Placeholder("vår referanse", gettext_lazy("Referansen deres på saken")),
    Placeholder("ansvarlig", gettext_lazy("Den hos dere som har saken")),
    Placeholder("telefon", gettext_lazy("Firmaets telefonnummer")),
    Placeholder("firma", gettext_lazy("Firmaets navn")),
    Placeholder("dato", gettext_lazy("Dagens dato")),
)
_KNOWN = {one.word for one in PLACEHOLDERS}
_BRACKETS = re.compile(r"\{\s*([^{}]*?)\s*\}")


def visible(actor: Actor) -> QuerySet[StandardText]:
    """The company's texts in their order, then the actor's own."""
    mine = Q(owner__isnull=True) | Q(owner_id=actor.user_id) if actor.user_id else Q(owner__isnull=True)
    return StandardText.objects.filter(access.owned(actor) & mine).order_by(
        F("owner").asc(nulls_first=True), "position", "id"
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known by placeholder's word; what is missing stays as a gap to be seen: `[målernummer]`."""

    def known(found: re.Match[str]) -> str:
        word = found[1].casefold()
        return (values.get(word) or f"[{word}]") if word in _KNOWN else found[0]

    return _BRACKETS.sub(known, text)


def has_placeholders(text: str) -> bool:
    """Whether there is anything to fill in."""
    return any(found.casefold() in _KNOWN for found in _BRACKETS.findall(text))


def save(actor: Actor, text_id: UUID | None, *, title: str, text: str, shared: bool) -> StandardText:
    """A standard text, new at the end (None) or changed; for all in the company, or the actor's own.

    Errors: NotFound, NotAllowed, Invalid.
    """
    organisation_id = own.company_of(actor)
    kept = _found(actor, text_id) if text_id else None
    _require(actor, shared=shared)
    if kept is not None:
        _require(actor, shared=kept.owner_id is None)
    title, text = title.strip(), text.replace("\r\n", "\n").strip()
    _check(title, text)
    with write():
        own.locked(organisation_id)
        kept = _found(actor, text_id) if text_id else None
        owner_id = None if shared else actor.user_id
        if kept is None:
            kept = StandardText(
                organisation_id=organisation_id, owner_id=owner_id, position=_last(organisation_id, owner_id)
            )
        elif kept.owner_id != owner_id:
            kept.owner_id, kept.position = owner_id, _last(organisation_id, owner_id)
        kept.title, kept.text = title, text
        kept.save()
        own.recorded(actor, organisation_id, "text_saved", {"title": title, "shared": shared})
    return kept


def delete(actor: Actor, text_id: UUID) -> None:
    """Take a standard text away; notices that have it keep their words. Errors: NotFound, NotAllowed."""
    organisation_id = own.company_of(actor)
    _require(actor, shared=_found(actor, text_id).owner_id is None)
    with write():
        own.locked(organisation_id)
        kept = _found(actor, text_id)
        kept.delete()
        own.recorded(actor, organisation_id, "text_deleted", {"title": kept.title})


def move(actor: Actor, text_id: UUID, *, up: bool) -> None:
    """Change places with the one above or below of the same kind; nothing at the end. Errors: NotFound, NotAllowed."""
    organisation_id = own.company_of(actor)
    _require(actor, shared=_found(actor, text_id).owner_id is None)
    with write():
        own.locked(organisation_id)
        kept = _found(actor, text_id)
        rows = list(visible(actor).filter(owner_id=kept.owner_id))
        at = rows.index(kept)
        other = at - 1 if up else at + 1
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
            for position, row in enumerate(rows):
                row.position = position
            StandardText.objects.bulk_update(rows, ["position"])
            own.recorded(actor, organisation_id, "texts_ordered", {})


def may_change(actor: Actor, text: StandardText) -> bool:
    """Whether the actor may write another text in its place."""
    return actor.may(Right.SHARE_TEXTS if text.owner_id is None else Right.USE_TEXTS)


def _require(actor: Actor, *, shared: bool) -> None:
    access.require(actor, Right.SHARE_TEXTS if shared else Right.USE_TEXTS)


def _found(actor: Actor, text_id: UUID) -> StandardText:
    kept = visible(actor).filter(pk=text_id).first()
    if kept is None:
        raise NotFound
    return kept


def _last(organisation_id: UUID, owner_id: UUID | None) -> int:
    rows = StandardText.objects.filter(organisation_id=organisation_id, owner_id=owner_id)
    if rows.count() >= MOST_TEXTS:
        raise Invalid("too_many", _("Det kan være høyst %(number)s tekster.") % {"number": MOST_TEXTS})
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _check(title: str, text: str) -> None:
    problems = {}
    if not title:
        problems["title"] = _("Gi teksten et navn.")
    elif len(title) > LONGEST_TITLE:
        problems["title"] = _("Navnet kan ha høyst %(number)s tegn.") % {"number": LONGEST_TITLE}
    strange = [found for found in _BRACKETS.findall(text) if found.casefold() not in _KNOWN]
    if not text:
        problems["text"] = _("Skriv teksten.")
    elif len(text) > LONGEST_TEXT:
        problems["text"] = _("Teksten kan ha høyst %(number)s tegn.") % {"number": LONGEST_TEXT}
    elif strange:
        words = ", ".join(f"{{{one.word}}}" for one in PLACEHOLDERS)
        problems["text"] = _("{%(strange)s} kan ikke fylles inn. Bruk en av disse: %(words)s.") % {
            "strange": strange[0][:40],
            "words": words,
        }
    if problems:
        raise Invalid("bad_text", _("Rett det som er merket."), fields=problems)
