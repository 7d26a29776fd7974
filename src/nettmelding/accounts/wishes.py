"""What a person is told by e-mail about their own cases, for those who would rather look by themselves."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.accounts.models import User
from nettmelding.core.db import write


@dataclass(frozen=True, slots=True)
class Wish:
    """One switch. `kinds` are the kinds of message it turns off, by code of `messages.kinds`."""

    code: str
    text: Promise
    kinds: frozenset[str]


WISHES = (
    Wish("decided", _("Når en melding er godkjent eller avvist"), frozenset({"notice_approved", "notice_rejected"})),
    Wish("written", _("Når noen skriver i dialogen"), frozenset({"notice_note"})),
    Wish("lapsing", _("Når en godkjenning snart går ut"), frozenset({"notice_lapse_warning", "notice_lapsed"})),
    Wish(
        "arrived", _("Når det kommer en ny melding eller ferdigmelding"), frozenset({"notice_new", "notice_completion"})
    ),
)
"""What must be answered (a question, a returned or stopped notice) is always told."""


def wants(user: User, kind: str) -> bool:
    """Whether the person wants e-mail of that kind."""
    return all(user.mails.get(wish.code, True) for wish in WISHES if kind in wish.kinds)


def save(user_id: UUID, wanted: set[str]) -> None:
    """Keep what is ticked."""
    with write():
        User.objects.filter(pk=user_id).update(mails={wish.code: wish.code in wanted for wish in WISHES})
