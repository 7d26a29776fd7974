"""Who may do what at one company: `rights.RIGHTS` as it stands there, and what its administrator may change of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor, Right, Role
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotFound
from nettmelding.organisations import access, administrators, own
from nettmelding.organisations.models import CompanySettings
from nettmelding.organisations.rights import ROLES, Row, roles_with, rows_of

ROLE_TEXTS: Mapping[Role, str | Promise] = {
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
    Role.CASE_HANDLER: gettext_lazy("Saksbehandler"),
    Role.PLANNER: gettext_lazy("Planlegger"),
    Role.FITTER: gettext_lazy("Montør"),
    Role.APPRENTICE: gettext_lazy("Lærling"),
    Role.READER: gettext_lazy("DLE (leser)"),
    Role.OPERATOR: gettext_lazy("Drift"),
}
"""What the roles are called on the screen."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One role's part of a right."""

    role: Role
    holds: bool
    is_open: bool
    """The company decides."""


@dataclass(frozen=True, slots=True)
class Line:
    """A right as it stands at the company, in the order of the roles."""

    right: Right
    text: str
    cells: tuple[Cell, ...]

    @property
    def is_open(self) -> bool:
        return any(cell.is_open for cell in self.cells)


def table(actor: Actor) -> list[Line]:
    """The rights of the actor's kind of company as they stand there. Errors: NotFound for one who acts for none."""
    kind, wanted = actor.organisation_kind, _wanted(actor)
    if kind is None:
        raise NotFound
    return [
        Line(
            row.right,
            str(row.text),
            tuple(Cell(role, role in roles_with(row, wanted), role in row.choices) for role in ROLES[kind]),
        )
        for row in rows_of(kind)
    ]


def save(
    actor: Actor, mine: Mapping[Right, Collection[Role]], base: Mapping[Right, Collection[Role]] | None = None
) -> int:
    """Let roles have rights, as far as the table leaves it to the company; in force with the next request.

    `mine` holds, by right, the roles that shall have it of those the company decides for, `base` those that had it as the
    page was made. Returns how many rights changed. Errors: NotAllowed, Invalid out of bounds, Conflict where a colleague
    has changed the same right meanwhile: nothing is changed then.
    """
    organisation_id = own.company_of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    rows = {row.right: row for row in rows_of(actor.organisation_kind)} if actor.organisation_kind else {}
    _check_bounds(rows, mine)
    with write():
        own.locked(organisation_id)
        settings, _created = CompanySettings.objects.get_or_create(organisation_id=organisation_id)
        changed: dict[str, list[str]] = {}
        for right, roles in mine.items():
            stands = roles_with(rows[right], settings.rights) & rows[right].choices
            shown = frozenset(base[right]) if base is not None and right in base else stands
            if frozenset(roles) == shown or frozenset(roles) == stands:
                continue
            if stands != shown:
                raise Conflict(
                    "changed_meanwhile",
                    _("En kollega har endret «%(right)s» i mellomtiden. Se over tabellen og lagre på nytt.")
                    % {"right": rows[right].text},
                )
            changed[right.value] = sorted(roles)
        if changed:
            settings.rights = {**settings.rights, **changed}
            settings.save(update_fields=["rights"])
            own.recorded(actor, organisation_id, "rights_changed", changed)
            administrators.tell(actor, organisation_id, gettext_lazy("Hvem kan gjøre hva"), "/admin/rettigheter")
    return len(changed)


def _wanted(actor: Actor) -> Mapping[str, Collection[str]]:
    settings = CompanySettings.objects.filter(access.owned(actor)).first()
    return settings.rights if settings else {}


def _check_bounds(rows: Mapping[Right, Row], mine: Mapping[Right, Collection[Role]]) -> None:
    for right, roles in mine.items():
        if right not in rows or not set(roles) <= rows[right].choices:
            raise Invalid("out_of_bounds", _("Dette kan ikke velges fritt."))
