"""What the registers say of a contractor, and what follows from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import AppError
from nettmelding.core.text import place_name
from nettmelding.registers import clients, contractors
from nettmelding.registers.protocols import Company, CompanyWarning


class May(StrEnum):
    """Who decides whether the contractor gets in."""

    ENTER = "enter"
    """The registers do: it is entitled."""
    PERSON = "person"
    """A person must: the registers do not say enough."""
    REFUSED = "refused"


class Why(StrEnum):
    """The reason of a verdict; stable codes that are kept with decisions."""

    ENTITLED = "entitled"
    UNKNOWN = "unknown"
    DELETED = "deleted"
    BANKRUPT = "bankrupt"
    WINDING_UP = "winding_up"
    NOT_LISTED = "not_listed"
    ENDED = "ended"
    OTHER_WORK = "other_work"
    COMPANY_REGISTER_DOWN = "company_register_down"
    NO_REGISTER = "no_register"
    REGISTER_OLD = "register_old"

    @property
    def text(self) -> str:
        """The reason as a sentence about the firm."""
        return str(_SENTENCES[self])


_SENTENCES: Mapping[Why, str | Promise] = {
    Why.ENTITLED: gettext_lazy("Firmaet står i Elvirksomhetsregisteret for lavspenningsinstallasjoner."),
    Why.UNKNOWN: gettext_lazy("Enhetsregisteret har ikke noe firma med dette nummeret."),
    Why.DELETED: gettext_lazy("Firmaet er slettet i Enhetsregisteret."),
    Why.BANKRUPT: gettext_lazy("Firmaet er konkurs, ifølge Enhetsregisteret."),
    Why.WINDING_UP: gettext_lazy("Firmaet er under avvikling, ifølge Enhetsregisteret."),
    Why.NOT_LISTED: gettext_lazy("Firmaet står ikke i Elvirksomhetsregisteret."),
    Why.ENDED: gettext_lazy("Firmaet er ikke lenger aktivt i Elvirksomhetsregisteret."),
    Why.OTHER_WORK: gettext_lazy(
        "Firmaet står i Elvirksomhetsregisteret, men ikke for arbeid på lavspenningsinstallasjoner."
    ),
    Why.COMPANY_REGISTER_DOWN: gettext_lazy("Enhetsregisteret svarer ikke akkurat nå."),
    Why.NO_REGISTER: gettext_lazy("Elvirksomhetsregisteret er ikke lest inn ennå."),
    Why.REGISTER_OLD: gettext_lazy("Opplysningene vi har fra Elvirksomhetsregisteret, er for gamle til å avgjøre noe."),
}
_BY_CONTRACTOR_REGISTER: Mapping[contractors.Standing, tuple[May, Why]] = {
    contractors.Standing.ENTITLED: (May.ENTER, Why.ENTITLED),
    contractors.Standing.OTHER_WORK: (May.REFUSED, Why.OTHER_WORK),
    contractors.Standing.ENDED: (May.REFUSED, Why.ENDED),
    contractors.Standing.NOT_LISTED: (May.REFUSED, Why.NOT_LISTED),
    contractors.Standing.NO_REGISTER: (May.PERSON, Why.NO_REGISTER),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from a standing, and why."""

    may: May
    why: Why


@dataclass(frozen=True, slots=True)
class Standing:
    """What Enhetsregisteret and Elvirksomhetsregisteret said at one moment. Texts are empty where they said nothing."""

    number: str
    """The nine digits that were asked about, of a company or a sub-unit."""
    read_at: datetime
    answered: bool
    """Whether the company register answered."""
    known: bool = False
    """Whether it has such a unit."""
    name: str = ""
    form: str = ""
    """As words: `Aksjeselskap`."""
    street: str = ""
    postcode: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    parent_number: str = ""
    """Of the main unit, for a sub-unit."""
    warnings: tuple[CompanyWarning, ...] = ()
    contractor: contractors.Standing = contractors.Standing.NO_REGISTER
    contractor_name: str = ""
    dsb_id: str = ""
    kinds: tuple[str, ...] = ()
    """Kinds of work, as the contractor register names them."""
    as_of: date | None = None
    """The day that the imported contractor register shows."""
    too_old: bool = False

    @property
    def verdict(self) -> Verdict:
        """Whether it gets in. What a register says for certain against it counts first, then what it cannot say."""
        if self.answered and not self.known:
            return Verdict(May.REFUSED, Why.UNKNOWN)
        if CompanyWarning.DELETED in self.warnings:
            return Verdict(May.REFUSED, Why.DELETED)
        if CompanyWarning.BANKRUPT in self.warnings:
            return Verdict(May.REFUSED, Why.BANKRUPT)
        if self.too_old:
            return Verdict(May.PERSON, Why.REGISTER_OLD)
        verdict = Verdict(*_BY_CONTRACTOR_REGISTER[self.contractor])
        if verdict.may is not May.ENTER:
            return verdict
        if not self.answered:
            return Verdict(May.PERSON, Why.COMPANY_REGISTER_DOWN)
        return Verdict(May.PERSON, Why.WINDING_UP) if self.warnings else verdict

    @property
    def shown_name(self) -> str:
        """The firm's name from whichever register has one."""
        return self.name or self.contractor_name

    @property
    def address(self) -> str:
        """On one line."""
        return ", ".join(filter(None, (self.street, f"{self.postcode} {self.place}".strip())))

    @property
    def age(self) -> str:
        """How old the contractor register is that was asked, in words; empty where none has been imported."""
        return _("Registeret per %(day)s") % {"day": date_format(self.as_of, "j. F Y")} if self.as_of else ""

    def as_json(self) -> dict[str, Any]:
        """Plain values, as the tables keep them."""
        return asdict(self) | {
            "read_at": self.read_at.isoformat(),
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "warnings": [warning.value for warning in self.warnings],
            "kinds": list(self.kinds),
            "contractor": self.contractor.value,
        }


def from_json(kept: Mapping[str, Any]) -> Standing | None:
    """What `as_json` wrote; None for nothing."""
    if not kept:
        return None
    return Standing(**{
        **kept,
        "read_at": datetime.fromisoformat(kept["read_at"]),
        "as_of": date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        "warnings": tuple(CompanyWarning(code) for code in kept["warnings"]),
        "kinds": tuple(kept["kinds"]),
        "contractor": contractors.Standing(kept["contractor"]),
    })  # fmt: skip


def read(organisation_number: str) -> Standing:
    """Ask both registers about nine digits. One that does not answer, or answers nonsense, is said to be silent: no errors.

    Not inside a transaction.
    """
    forbid_in_transaction("HTTP")
    try:
        company = clients.company_register().by_number(organisation_number)
        answered = True
    except AppError:
        company, answered = None, False
    entry = contractors.look_up(organisation_number)
    return Standing(
        number=organisation_number,
        read_at=clock.now(),
        answered=answered,
        contractor=entry.standing,
        contractor_name=entry.name,
        dsb_id=entry.dsb_id,
        kinds=entry.kinds,
        as_of=entry.as_of,
        too_old=entry.too_old,
        **(_of_company(company) if company else {}),
    )


def _of_company(company: Company) -> dict[str, Any]:
    return {
        "known": True,
        "name": company.name,
        "form": company.form_name,
        "street": company.street,
        "postcode": company.postcode,
        "place": place_name(company.place),
        "email": company.email,
        "phone": company.phone or company.mobile,
        "parent_number": company.parent_number,
        "warnings": company.warnings,
    }
