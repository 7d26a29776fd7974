"""What is kept about a person, room by room: what *Lagret om deg* tells and hands out."""

from django.utils.translation import gettext_lazy as _

from nettmelding.accounts.export import Kept, account
from nettmelding.audit.queries import of_person as events
from nettmelding.notices.export import cases
from nettmelding.organisations.export import memberships
from nettmelding.registers.export import lookups

KEPT = (
    Kept(
        "account",
        _("Navn, innlogging og varsler"),
        _("For at du skal kunne logge inn."),
        account,
    ),
    Kept(
        "memberships",
        _("Firmaer du handler for, roller og kurs"),
        _("For å styre hva du har tilgang til."),
        memberships,
    ),
    Kept(
        "cases",
        _("Saker du er eller har vært ansvarlig for"),
        _("Navnet ditt står i saken så lenge nettselskapet må ta vare på den."),
        cases,
    ),
    Kept(
        "lookups",
        _("Oppslag du har gjort i Folkeregisteret"),
        _("Den du slo opp, har rett til å få vite hvem som spurte, og hvorfor."),
        lookups,
    ),
    Kept("events", _("Det du har gjort i nettmelding"), _("Loggen viser hvem som gjorde hva i en sak."), events),
)
