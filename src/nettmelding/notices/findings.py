"""What the program finds in a notice that was sent, so that a case handler need not look for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.core.actor import Actor
from nettmelding.notices import corrections, labels, working_copy
from nettmelding.notices.catalogue.completeness import missing
from nettmelding.notices.catalogue.form import Form, build_form
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Attachment, Notice
from nettmelding.notices.queries import visible_to
from nettmelding.notices.sent import Sent
from nettmelding.notices.status import OPEN

MOST_OTHERS = 3


class Level(StrEnum):
    FINE = "fine"
    KNOW = "know"
    """Good to know."""
    LOOK = "look"
    """Worth a look before deciding."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `notice_id`: the other case it is about."""

    level: Level
    text: str
    notice_id: UUID | None = None
    corrects: bool = False
    """It is about what is registered: `corrections`."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found, and the one sentence over it."""

    level: Level
    title: str
    text: str
    items: tuple[Finding, ...]


def of(actor: Actor, notice: Notice, sent: Sent, approved: Sent | None = None) -> Findings:
    """What the program says about the version that was sent, by today's rules of the grid company.

    `approved` is the notice that a completion report is about.
    """
    form = form_of(notice, sent, approved)
    items = (
        *_missing(form, sent.submission.content, _of_the_mother(notice)),
        *_attachments(form, sent.submission.content),
        *_notes(form),
        *_unconfirmed(sent),
        *_corrections(notice),
        *_others(actor, notice),
    )
    level = max((item.level for item in items), key=list(Level).index, default=Level.FINE)
    title = _title(level, completion=sent.submission.stage == Stage.COMPLETION)
    return Findings(level, title, _text(items, sent), items)


def form_of(notice: Notice, sent: Sent, approved: Sent | None = None) -> Form:
    """The form as it was answered in a version; a completion report's builds on what was approved."""
    content = sent.submission.content
    before = approved.submission.content["answers"] if approved else {}
    return build_form(
        content["types"],
        content["form"],
        working_copy.rules_of(notice),
        {path: kept["value"] for path, kept in {**before, **content["answers"]}.items()},
        sent.submission.stage,
    )


def _title(level: Level, *, completion: bool) -> str:
    fine = _("Kan avsluttes.") if completion else _("Kan godkjennes.")
    return {
        Level.FINE: fine,
        Level.KNOW: fine,
        Level.LOOK: _("Se på dette først."),
        Level.WRONG: _("Noe mangler."),
    }[level]


def _text(items: tuple[Finding, ...], sent: Sent) -> str:
    complete = "" if any(item.level is Level.WRONG for item in items) else _("Alt som trengs, er med.")
    count = len(sent.changes)
    changed = ngettext(
        "Én ting er endret siden forrige versjon.", "%(count)s ting er endret siden forrige versjon.", count
    ) % {"count": count}
    return " ".join(filter(None, [complete, changed if count else ""]))


def _of_the_mother(notice: Notice) -> set[str]:
    """Kinds of attachments that count for all metering points of a block notice."""
    if notice.mother_id is None:
        return set()
    sent = Attachment.objects.filter(notice=notice.mother_id, sent_with__isnull=False, removed_at__isnull=True)
    return set(sent.values_list("kind", flat=True))


def _missing(form: Form, content: dict[str, Any], of_the_mother: set[str]) -> Iterator[Finding]:
    parties = {party["role"] for party in content["parties"] if party["name"] or party["same_as"]}
    kinds = {one["kind"] for one in content["attachments"]} | of_the_mother
    for one in missing(form, parties, kinds):
        yield Finding(Level.WRONG, one.message)


def _attachments(form: Form, content: dict[str, Any]) -> Iterator[Finding]:
    there = {one["kind"] for one in content["attachments"]}
    for one in form.attachments():
        if one.required and one.code in there:
            yield Finding(Level.FINE, _("%(kind)s lagt ved") % {"kind": _(one.label)})


def _notes(form: Form) -> Iterator[Finding]:
    for field in form.fields():
        for note in field.notes:
            if not note.blocks:
                yield Finding(Level.KNOW, note.text)


def _unconfirmed(sent: Sent) -> Iterator[Finding]:
    for party in sent.parties:
        if not party.confirmed:
            role = ", ".join(party.roles)
            yield Finding(Level.LOOK, _("%(role)s er ikke bekreftet av et register") % {"role": role})


def _corrections(notice: Notice) -> Iterator[Finding]:
    for one in corrections.waiting_in(notice):
        words = {"what": one.label, "stated": one.stated, "known": one.known}
        yield Finding(Level.LOOK, _("%(what)s: oppgitt %(stated)s, registrert %(known)s") % words, corrects=True)


def _others(actor: Actor, notice: Notice) -> Iterator[Finding]:
    """Other open cases at the same metering point or address."""
    if notice.metering_point_id:
        same = Q(metering_point_id=notice.metering_point_id)
    elif notice.address_key:
        same = Q(address_key=notice.address_key, postcode=notice.postcode)
    else:
        return
    rows = visible_to(actor).filter(same, status__in=[s.value for s in OPEN])
    rows = rows.exclude(pk__in=[notice.pk, notice.mother_id]).exclude(mother_id=notice.mother_id or notice.pk)
    for other in rows.filter(grid_company_id=notice.grid_company_id).order_by("-changed_at")[:MOST_OTHERS]:
        words = {"number": other.number, "types": labels.type_names(other.types)}
        yield Finding(Level.LOOK, _("Annen åpen sak her: %(number)s, %(types)s") % words, other.id)
