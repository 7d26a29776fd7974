"""What was sent, as the components show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.documents.models import Document
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import Attachment
from nettmelding.notices.sent import Sent, SentParty
from nettmelding.web import words
from nettmelding.web.case.head import Case
from nettmelding.web.components import Attachment as File
from nettmelding.web.components import Fact, Tone, WhoCard

SOURCES = {
    "metering_point": gettext_lazy("fra målepunktet"),
    "installation": gettext_lazy("fra anlegget"),
    "grid": gettext_lazy("fra kartet"),
    "register": gettext_lazy("fra registeret"),
    "last_notice": gettext_lazy("fra forrige melding"),
    "mother": gettext_lazy("fra hovedmeldingen"),
}
"""Sources worth a word; what somebody typed needs none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section's facts."""

    title: str
    facts: Sequence[Fact]


def parts(sent: Sent, known: Mapping[str, str] | None = None) -> list[Part]:
    """The answers by section, with what is different from the version before marked.

    `known` is what the grid company has, by the path of the field that says otherwise: `corrections.known_beside`.
    """
    has = {path: _("Nettselskapet har: %(value)s") % {"value": value} for path, value in (known or {}).items()}
    return [
        Part(
            part.title,
            [
                Fact(
                    term=line.label,
                    value=line.text or _("fjernet"),
                    was=line.was,
                    source=_("nytt") if line.is_new else str(SOURCES.get(line.source, "")),
                    differs=has.get(line.path, ""),
                )
                for line in part.lines
            ],
        )
        for part in sent.parts
    ]


def cards(sent: Sent) -> list[WhoCard]:
    """The parties as they were sent, each once."""
    return [card(party) for party in sent.parties]


def card(party: SentParty) -> WhoCard:
    """One party with all its roles."""
    number = party.organisation_number
    email = party.email or (_("har ikke e-post") if party.no_email else "")
    grouped = f"{number[:3]} {number[3:6]} {number[6:]}".strip()
    pieces = (_joined(party.roles), grouped, email, words.phone(party.mobile), party.other_contact)
    return WhoCard(
        name=party.name,
        detail=" · ".join(filter(None, pieces)),
        mark="" if party.confirmed else _("ikke bekreftet"),
    )


def files(case: Case) -> list[File]:
    """The case's attachments that this reader may open."""
    return [_file(case, one) for one in case.attachments if one.removed_at is None]


def size(document: Document) -> str:
    """`340 kB`, `2,4 MB`."""
    if document.size < 1_000_000:
        return f"{max(1, round(document.size / 1_000))} kB"
    return f"{document.size / 1_000_000:.1f} MB".replace(".", ",")


def _joined(roles: Sequence[str]) -> str:
    """`Kunde, eier og fakturamottaker`."""
    first, *rest = [roles[0], *(role.lower() for role in roles[1:])]
    return _(" og ").join([", ".join([first, *rest[:-1]]), rest[-1]]) if rest else first


def _file(case: Case, attachment: Attachment) -> File:
    document = attachment.document
    kind = catalogue().attachments.get(attachment.kind)
    who = attachment.added_by.name if attachment.added_by else ""
    pieces = (_(kind.label) if kind else "", size(document), words.at(attachment.added_at), who)
    ids = [case.notice.id, attachment.id]
    return File(
        name=document.name,
        href=reverse("case:attachment", args=ids),
        detail=" · ".join(filter(None, pieces)),
        thumb=reverse("case:preview", args=ids) if document.preview_sha256 else "",
        mark="" if attachment.sent_with or case.actor.organisation_id != case.notice.contractor_id else _("ikke sendt"),
        mark_tone=Tone.PLAIN,
    )
