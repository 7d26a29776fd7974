"""The events of a case as its timeline tells them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nettmelding.core.actor import Actor
from nettmelding.notices import labels
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.timeline import Entry
from nettmelding.web import words
from nettmelding.web.case import order_moments
from nettmelding.web.case.head import Case
from nettmelding.web.components import Moment, Turn


def _sent(entry: Entry) -> str:
    changes = len(entry.detail.get("changes") or ())
    if not changes:
        return _("Sendt")
    return ngettext("Sendt på nytt, én endring", "Sendt på nytt, %(count)s endringer", changes) % {"count": changes}


def _changed(entry: Entry) -> str:
    if entry.detail.get("to") == "approved":
        return _("Endring meldt, trenger ingen ny avgjørelse")
    return _("Endring sendt til ny avgjørelse")


def _who(entry: Entry) -> str:
    """`kunden`: the first that the event is about."""
    roles = entry.detail.get("roles") or [entry.detail.get("role", "")]
    return str(labels.THE_PARTY.get(roles[0], ""))


def _corrected(entry: Entry) -> str:
    """`OV i dag`: what the correction was about."""
    name = entry.detail.get("name", "")
    return next((_(one.label) for one in catalogue().fields.values() if one.prefill == name), "")


def _of_many(what: str, entry: Entry) -> str:
    """`Endret for 9 anlegg` on the mother; on one of many what was done alone."""
    count = entry.detail.get("count")
    if count is None:
        return _("%(what)s sammen med andre meldinger") % {"what": what}
    return ngettext("%(what)s for ett anlegg", "%(what)s for %(count)s anlegg", count) % {"what": what, "count": count}


def _children_moved(entry: Entry) -> str:
    """`Godkjent: 8 anlegg`; with one: `Ferdigmeldt: H0301`."""
    told = TITLES.get(entry.detail.get("action", ""))
    moved = entry.detail.get("children") or []
    which = entry.detail.get("named", "") if len(moved) == 1 else _("%(count)s anlegg") % {"count": len(moved)}
    return _("%(what)s: %(which)s") % {"what": told(entry) if told else "", "which": which}


def _children_split(entry: Entry) -> str:
    """`Skilt ut: H0301`, or how many."""
    left = entry.detail.get("children") or []
    many = _("%(count)s anlegg") % {"count": len(left)}
    return _("Skilt ut: %(which)s") % {"which": entry.detail.get("named", "") if len(left) == 1 else many}


def _of_children(entry: Entry) -> Iterable[str]:
    """Which of the metering points, and what became of the whole."""
    moved = entry.detail.get("children") or []
    if len(moved) > 1:
        yield entry.detail.get("named", "")
    was, became = entry.detail.get("from"), entry.detail.get("to")
    if entry.action == "children_split" and became == "withdrawn":
        yield _("Ingen anlegg er igjen i meldingen.")
    if entry.action == "children_moved" and was != became:
        opened = was in _FINISHED and became not in _FINISHED
        said = _("Meldingen er åpnet igjen.") if opened else str(_BECAME.get(became or "", ""))
        if said:
            yield said


_FINISHED = frozenset({"completion_reported", "closed"})
_BECAME = {
    "completion_reported": gettext_lazy("Alle anlegg er ferdigmeldt."),
    "closed": gettext_lazy("Alle anlegg er avsluttet."),
    "withdrawn": gettext_lazy("Alle anlegg er trukket."),
}
"""What a block notice became when some of its metering points moved."""


TITLES: dict[str, Callable[[Entry], str]] = {
    "created": lambda e: _("Kladd laget"),
    "send": _sent,
    "take": lambda e: _("Tatt til behandling"),
    "correction_used": lambda e: _("Rettet i registeret: %(what)s") % {"what": _corrected(e)},
    "correction_kept": lambda e: _("Beholdt i registeret: %(what)s") % {"what": _corrected(e)},
    "assign": lambda e: _("Gitt til %(name)s") % {"name": e.detail.get("assignee", "")},
    "release": lambda e: _("Lagt tilbake i køen"),
    "handed_over": lambda e: (
        _("Overtatt av %(name)s") % {"name": e.detail["assignee"]}
        if e.detail.get("assignee")
        else _("Ingen har den nå")
    ),
    "approve": lambda e: _("Godkjent med én gang, etter regel") if e.automatic else _("Godkjent"),
    "metering_point_made": lambda e: (
        _("Målepunktet er opprettet: %(number)s") % {"number": e.detail.get("metering_point_id", "")}
    ),
    "reject": lambda e: _("Avvist"),
    "ask": lambda e: _("Spørsmål fra nettselskapet"),
    "answer": lambda e: _("Svar fra installatøren"),
    "change": _changed,
    "withdraw": lambda e: _("Trukket"),
    "connect_temporarily": lambda e: _("Tilkoblet midlertidig"),
    "extend": lambda e: _("Forlenget"),
    "propose_stop": lambda e: _("Stans foreslått"),
    "stop": lambda e: _("Stanset"),
    "resume": lambda e: _("Stansen opphevet"),
    "report_completion": lambda e: _("Ferdigmeldt"),
    "return_completion": lambda e: _("Ferdigmeldingen returnert"),
    "close": lambda e: _("Avsluttet"),
    "reopen": lambda e: _("Gjenåpnet"),
    "lapse": lambda e: _("Utløpt"),
    "lapse_warned": lambda e: _("Varslet om at godkjenningen utløper"),
    "end_reminded": lambda e: _("Minnet om sluttdatoen"),
    "take_up": lambda e: _("Tatt opp igjen"),
    "party_confirmed": lambda e: _("Registeret har bekreftet %(name)s") % {"name": e.detail.get("name", "")},
    "contact_unreached": lambda e: _("E-posten til %(who)s kom ikke fram") % {"who": _who(e)},
    "contact_corrected": lambda e: _("Kontaktopplysningene til %(who)s er rettet") % {"who": _who(e)},
    "note": lambda e: _("Internt notat") if e.internal else _("Beskjed"),
    "transfer_asked": lambda e: _("Kunden er spurt om %(name)s skal ta over") % {"name": e.detail.get("to", "")},
    "transfer_consented": lambda e: _("Kunden vil at %(name)s tar over") % {"name": e.detail.get("to", "")},
    "transfer_declined": lambda e: _("Kunden sa nei til at %(name)s tar over") % {"name": e.detail.get("to", "")},
    "transfer_refused": lambda e: _("%(name)s tok ikke over") % {"name": e.detail.get("to", "")},
    "transfer_withdrawn": lambda e: _("Spørsmålet om overføring er trukket"),
    "transferred": lambda e: (
        _("Overtatt av %(new)s fra %(old)s") % {"new": e.detail.get("to", ""), "old": e.detail.get("from", "")}
    ),
    "declaration_signed": lambda e: (
        _("Samsvarserklæring %(number)s er signert") % {"number": e.detail.get("number", "")}
    ),
    "done": lambda e: _("Ferdig"),
    "decline": lambda e: _("Avslått"),
    "sent": lambda e: _("Sendt"),
    "bulk_changed": lambda e: _of_many(_("Endret"), e),
    "bulk_undone": lambda e: _of_many(_("Endring angret"), e),
    "children_added": lambda e: (
        ngettext("Ett anlegg lagt til", "%(count)s anlegg lagt til", e.detail.get("count", 1))
        % {"count": e.detail.get("count", 1)}
    ),
    "children_moved": _children_moved,
    "children_split": _children_split,
    "split_off": lambda e: _("Skilt ut fra %(number)s som egen melding") % {"number": e.detail.get("number", "")},
    "forgotten": lambda e: _("Personopplysningene er slettet"),
    "map_error_reported": lambda e: _("Meldt"),
    "map_error_answered": lambda e: _("Besvart"),
    "map_error_corrected": lambda e: _("Kartet er rettet"),
    "map_error_declined": lambda e: _("Avslått"),
    "map_error_withdrawn": lambda e: _("Trukket"),
}
_COLOURS = {
    "approve": Turn.OK, "close": Turn.OK, "done": Turn.OK, "reject": Turn.NO, "return_completion": Turn.NO,
    "stop": Turn.NO, "decline": Turn.NO, "contact_unreached": Turn.NO,
    "ask": Turn.YOU, "take": Turn.THEY, "send": Turn.THEY, "change": Turn.THEY,
    "answer": Turn.THEY, "report_completion": Turn.THEY,
    "map_error_corrected": Turn.OK, "map_error_declined": Turn.NO,
}  # fmt: skip


def moments(actor: Actor, entries: Iterable[Entry], case: Case | None = None) -> list[Moment]:
    """Newest first. Where a version was sent, the moment leads to it."""
    return [_moment(actor, entry, case) for entry in reversed(list(entries))]


def title(entry: Entry) -> str:
    """What happened, in a few words."""
    tell = TITLES.get(entry.action) or order_moments.TITLES.get(entry.action)
    return tell(entry) if tell else entry.action


def colour(entry: Entry) -> Turn:
    """Whether it is good or bad news, or whose turn it became."""
    action = entry.detail.get("action", "") if entry.action == "children_moved" else entry.action
    return _COLOURS.get(action) or order_moments.COLOURS.get(action, Turn.IDLE)


def by(actor: Actor, entry: Entry) -> str:
    """Who did it: a person and their company, as far as the reader knows them."""
    if entry.automatic:
        return entry.organisation_name or _("nettmelding")
    if entry.organisation_id == actor.organisation_id:
        return _("deg") if entry.actor_name == actor.name else entry.actor_name
    return ", ".join(filter(None, [entry.actor_name, entry.organisation_name]))


def _moment(actor: Actor, entry: Entry, case: Case | None) -> Moment:
    number = entry.detail.get("submission")
    many = case.of_many.get(entry.id) if case else None
    return Moment(
        title=title(entry),
        when=words.at(entry.happened_at),
        machine_when=entry.happened_at.isoformat(),
        by=by(actor, entry),
        text="\n".join(_words(entry)),
        also_href=reverse("bulk:change", args=[many]) if many else "",
        also_text=_("se alle som ble endret, eller angre") if many else "",
        turn=colour(entry),
        href=reverse("case:version", args=[case.notice.id, number]) if case and number else "",
        link_text=_("se det som ble sendt") if number else "",
    )


def _words(entry: Entry) -> Iterable[str]:
    """What was said, with reasons and conditions."""
    if entry.text:
        yield entry.text
    for remark in entry.detail.get("remarks") or ():
        yield ": ".join(filter(None, [str(labels.path(remark["path"])), remark["text"]]))
    if entry.action == "contact_corrected" and entry.detail:
        yield _("Før: %(what)s") % {"what": _reached(entry.detail["was"])}
        yield _("Nå: %(what)s") % {"what": _reached(entry.detail["now"])}
    if entry.action == "contact_unreached":
        yield entry.detail.get("email", "")
    if entry.action in {"bulk_changed", "bulk_undone"}:
        for change in entry.detail.get("changes") or ():
            yield f"{labels.path(change['path'])}: {change.get('new', change.get('value')) or _('tomt')}"
    if entry.action in {"children_added", "children_moved", "children_split"}:
        yield from _of_children(entry)
    yield from entry.detail.get("conditions") or ()
    yield from entry.detail.get("grounds") or ()


def _reached(contact: Mapping[str, Any]) -> str:
    """E-mail, mobile and the rest on one line."""
    email = contact["email"] or (_("har ikke e-post") if contact["no_email"] else "")
    return ", ".join(filter(None, [email, words.phone(contact["mobile"]), contact["other_contact"]])) or _("ingenting")
