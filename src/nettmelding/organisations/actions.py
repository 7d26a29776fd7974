"""What changes an organisation's own things: its settings and its standard texts."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.organisations import access
from nettmelding.organisations.models import CompanySettings, Organisation, StandardText

SUBJECT = "organisation"
LONGEST_TITLE, LONGEST_TEXT, MOST_TEXTS = 80, 2_000, 200


def save_settings(
    actor: Actor, *, email_on_decision: bool, decision_to_sender: bool, decision_to_shared: str
) -> CompanySettings:
    """*Selskapsinformasjon*: who is told by e-mail of approved and rejected. Errors: NotAllowed, Invalid."""
    organisation_id = _administered(actor, Right.MANAGE_COMPANY)
    wanted = {
        "email_on_decision": email_on_decision,
        "decision_to_sender": decision_to_sender,
        "decision_to_shared": _email(decision_to_shared),
    }
    if email_on_decision and not decision_to_sender and not wanted["decision_to_shared"]:
        sentence = _("Velg minst én som skal få e-posten, eller slå den av.")
        raise Invalid("nobody_told", sentence, fields={"decision_to_shared": sentence})
    with write():
        _lock(organisation_id)
        settings, _created = CompanySettings.objects.get_or_create(organisation_id=organisation_id)
        changed = {name: value for name, value in wanted.items() if getattr(settings, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(settings, name, value)
            settings.save()
            _record(actor, organisation_id, "settings_changed", changed)
    return settings


def save_text(actor: Actor, text_id: UUID | None, *, title: str, text: str) -> StandardText:
    """A standard text, new at the end (None) or changed. Errors: NotAllowed, NotFound, Invalid."""
    organisation_id = _administered(actor, Right.SHARE_TEXTS)
    title, text = title.strip(), text.strip()
    _check_text(title, text)
    with write():
        _lock(organisation_id)
        own = StandardText.objects.filter(organisation_id=organisation_id)
        if text_id is None:
            if own.count() >= MOST_TEXTS:
                raise Invalid("too_many", _("Dere kan ha høyst %(number)s tekster.") % {"number": MOST_TEXTS})
            last = own.aggregate(last=Max("position"))["last"]
            kept = StandardText(organisation_id=organisation_id, position=0 if last is None else last + 1)
        else:
            kept = _own(organisation_id, text_id)
        kept.title, kept.text = title, text
        kept.save()
        _record(actor, organisation_id, "text_saved", {"title": title})
    return kept


def delete_text(actor: Actor, text_id: UUID) -> None:
    """Take a standard text away; notices that have it keep their words. Errors: NotAllowed, NotFound."""
    organisation_id = _administered(actor, Right.SHARE_TEXTS)
    with write():
        _lock(organisation_id)
        kept = _own(organisation_id, text_id)
        kept.delete()
        _record(actor, organisation_id, "text_deleted", {"title": kept.title})


def move_text(actor: Actor, text_id: UUID, *, up: bool) -> None:
    """Change places with the one above or below; nothing at the end of the list. Errors: NotAllowed, NotFound."""
    organisation_id = _administered(actor, Right.SHARE_TEXTS)
    with write():
        _lock(organisation_id)
        rows = list(StandardText.objects.filter(organisation_id=organisation_id))
        at = next((n for n, row in enumerate(rows) if row.id == text_id), None)
        if at is None:
            raise NotFound
        other = at - 1 if up else at + 1
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
            for position, row in enumerate(rows):
                row.position = position
            StandardText.objects.bulk_update(rows, ["position"])
            _record(actor, organisation_id, "texts_ordered", {})


def _administered(actor: Actor, right: Right) -> UUID:
    access.require(actor, right)
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def _lock(organisation_id: UUID) -> None:
    Organisation.objects.select_for_update().get(pk=organisation_id)


def _own(organisation_id: UUID, text_id: UUID) -> StandardText:
    kept = StandardText.objects.filter(organisation_id=organisation_id, pk=text_id).first()
    if kept is None:
        raise NotFound
    return kept


def _email(address: str) -> str:
    address = address.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            sentence = _("Skriv en hel e-postadresse, for eksempel post@firma.no.")
            raise Invalid("bad_email", sentence, fields={"decision_to_shared": sentence})
    return address


def _check_text(title: str, text: str) -> None:
    problems = {}
    if not title:
        problems["title"] = _("Gi teksten et navn.")
    elif len(title) > LONGEST_TITLE:
        problems["title"] = _("Navnet kan ha høyst %(number)s tegn.") % {"number": LONGEST_TITLE}
    if not text:
        problems["text"] = _("Skriv teksten.")
    elif len(text) > LONGEST_TEXT:
        problems["text"] = _("Teksten kan ha høyst %(number)s tegn.") % {"number": LONGEST_TEXT}
    if problems:
        raise Invalid("bad_text", _("Rett det som er merket."), fields=problems)


def _record(actor: Actor, organisation_id: UUID, action: str, detail: Mapping[str, object]) -> None:
    record(actor, SUBJECT, organisation_id, action, audience=(Audience.INTERNAL,), detail=detail)
