"""The one table of rights: which roles hold which, at which kind of company, and how far a company may change it.

`access.py`, pages, API, menus, the page that shows it in words, and the tests read this table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import OrganisationKind, Right, Role

_CONTRACTOR, _GRID, _PLATFORM = OrganisationKind.CONTRACTOR, OrganisationKind.GRID_COMPANY, OrganisationKind.PLATFORM
_BOTH = frozenset({_CONTRACTOR, _GRID})
_ADMIN, _HANDLER, _PLANNER = Role.ADMINISTRATOR, Role.CASE_HANDLER, Role.PLANNER
_FITTER, _APPRENTICE, _READER = Role.FITTER, Role.APPRENTICE, Role.READER


@dataclass(frozen=True, slots=True)
class Row:
    """One right.

    `roles` hold it where the company has said nothing; `fixed` of them always do; the company may give it to `open` roles
    besides, and take it from those of `roles` that are not fixed.
    """

    right: Right
    kinds: frozenset[OrganisationKind]
    text: str | Promise
    """What one may do, as it is read after "Kan"."""
    roles: frozenset[Role]
    fixed: frozenset[Role] = field(default_factory=frozenset)
    open: frozenset[Role] = field(default_factory=frozenset)

    @property
    def choices(self) -> frozenset[Role]:
        """The roles for which the company decides."""
        return (self.roles | self.open) - self.fixed


def _row(
    right: Right,
    kinds: OrganisationKind | frozenset[OrganisationKind],
    text: Promise,
    roles: set[Role],
    *,
    fixed: set[Role] | None = None,
    open: set[Role] | None = None,
) -> Row:
    at = frozenset({kinds}) if isinstance(kinds, OrganisationKind) else kinds
    return Row(right, at, text, frozenset(roles), frozenset(roles if fixed is None else fixed), frozenset(open or ()))


# fmt: off
RIGHTS: tuple[Row, ...] = (
    _row(Right.SEE_CASES, _CONTRACTOR, _("Se firmaets meldinger"), {_ADMIN, _HANDLER, _FITTER, _APPRENTICE}),
    _row(Right.FILL_IN, _CONTRACTOR, _("Fylle ut meldinger"), {_ADMIN, _HANDLER, _FITTER, _APPRENTICE}),
    _row(Right.SEND, _CONTRACTOR, _("Sende, endre og trekke meldinger"), {_ADMIN, _HANDLER}, open={_FITTER}),
    _row(Right.REPORT, _CONTRACTOR, _("Svare nettselskapet og ferdigmelde"),
         {_ADMIN, _HANDLER, _FITTER}, fixed={_ADMIN, _HANDLER}),
    _row(Right.SEE_CASES, _GRID, _("Se saker som er sendt til nettselskapet"), {_ADMIN, _HANDLER, _PLANNER}),
    _row(Right.SEE_INSPECTORATE, _GRID, _("Se saker som er sendt til DLE"), {_READER}),
    _row(Right.SEE_GRID, _CONTRACTOR, _("Se nettet i kartet der firmaet har en sak"), {_ADMIN, _HANDLER, _FITTER}, fixed=set(),
         open={_APPRENTICE}),
    _row(Right.SEE_GRID, _GRID, _("Se hele nettet i kartet"), {_ADMIN, _HANDLER, _PLANNER, _FITTER}, fixed={_ADMIN}),
    _row(Right.HANDLE, _GRID, _("Ta, fordele og avklare saker"), {_HANDLER, _PLANNER}),
    _row(Right.DECIDE, _GRID, _("Godkjenne, avvise og stanse"), {_HANDLER}, open={_PLANNER}),
    _row(Right.PLAN_WORK, _CONTRACTOR, _("Planlegge og fordele arbeidsordrer"), {_ADMIN, _HANDLER}, fixed={_ADMIN}),
    _row(Right.PLAN_WORK, _GRID, _("Planlegge og fordele arbeidsordrer"), {_HANDLER, _PLANNER}, open={_ADMIN}),
    _row(Right.DO_WORK, _CONTRACTOR, _("Utføre arbeidsordrer i appen"), {_FITTER, _APPRENTICE}, fixed={_FITTER},
         open={_ADMIN, _HANDLER}),
    _row(Right.DO_WORK, _GRID, _("Utføre arbeidsordrer i appen"), {_FITTER}, open={_HANDLER, _PLANNER}),
    _row(Right.DECLARE, _CONTRACTOR, _("Signere samsvarserklæringer"), {_ADMIN, _HANDLER, _FITTER}, fixed={_ADMIN}),
    _row(Right.DECLARE, _GRID, _("Signere samsvarserklæringer"), {_ADMIN, _FITTER}, fixed={_ADMIN}),
    _row(Right.NOTE, _CONTRACTOR, _("Skrive i dialogen"), {_ADMIN, _HANDLER, _FITTER}),
    _row(Right.NOTE, _GRID, _("Skrive i dialogen"), {_ADMIN, _HANDLER, _PLANNER, _FITTER}),
    _row(Right.TRANSFER, _BOTH, _("Overføre saker til et annet firma"), {_ADMIN, _HANDLER}, fixed={_ADMIN}),
    _row(Right.USE_TEXTS, _BOTH, _("Lage egne standardtekster"), {_ADMIN, _HANDLER, _PLANNER, _FITTER, _APPRENTICE}),
    _row(Right.SHARE_TEXTS, _BOTH, _("Endre standardtekster som er felles"), {_ADMIN}, open={_HANDLER, _PLANNER}),
    _row(Right.MANAGE_COMPANY, _BOTH, _("Endre Selskapsinformasjon"), {_ADMIN}),
    _row(Right.MANAGE_PEOPLE, _BOTH, _("Legge til, endre og slette brukere"), {_ADMIN}),
    _row(Right.MANAGE_KEYS, _BOTH, _("Lage API-nøkler"), {_ADMIN}, open={_HANDLER}),
    _row(Right.APPLY, _CONTRACTOR, _("Søke om tilgang til nettselskap"), {_ADMIN}, open={_HANDLER}),
    _row(Right.ADMIT, _GRID, _("Gi og avslutte installatørers tilgang"), {_ADMIN}, open={_HANDLER}),
    _row(Right.CONFIRM_PAPERS, _GRID, _("Bekrefte montørers instruksjon for måler og kabelskap"),
         {_ADMIN}, open={_HANDLER, _PLANNER}),
    _row(Right.SCREEN, _GRID, _("Skjerme adresser og målepunkter"), {_ADMIN}),
    _row(Right.OPERATE, _PLATFORM, _("Drifte nettmelding"), {Role.OPERATOR}),
)
# fmt: on

ROLES: Mapping[OrganisationKind, tuple[Role, ...]] = {
    _CONTRACTOR: (_ADMIN, _HANDLER, _FITTER, _APPRENTICE),
    _GRID: (_ADMIN, _HANDLER, _PLANNER, _FITTER, _READER),
    _PLATFORM: (Role.OPERATOR,),
}
"""The roles there are at each kind of company, in the order they are shown."""

READING = frozenset({Right.SEE_CASES, Right.SEE_INSPECTORATE, Right.SEE_GRID})
SCOPES: Mapping[str, frozenset[Right]] = {
    "read": READING,
    "write": READING | {Right.FILL_IN, Right.SEND, Right.REPORT, Right.NOTE, Right.USE_TEXTS},
    "handle": READING | {Right.HANDLE, Right.DECIDE, Right.NOTE, Right.TRANSFER},
    "work": READING | {Right.PLAN_WORK, Right.DO_WORK, Right.DECLARE},
    "admin": frozenset({Right.MANAGE_PEOPLE, Right.SHARE_TEXTS, Right.APPLY, Right.ADMIT, Right.SCREEN}),
}
"""What a key can be given, in words that a program's maker understands. Who writes to a case or handles it sees it.
Company settings and keys are no key's to change."""


def rows_of(kind: OrganisationKind) -> list[Row]:
    """The rows that concern a kind of company, in the table's order."""
    return [row for row in RIGHTS if kind in row.kinds]


def roles_with(row: Row, wanted: Mapping[str, Iterable[str]]) -> frozenset[Role]:
    """The roles that hold a right at a company that wants it so; what is out of bounds is left out of account.

    `wanted`: codes of roles by code of right, as `CompanySettings.rights` keeps them.
    """
    if row.right.value not in wanted:
        return row.roles
    chosen = {Role(code) for code in wanted[row.right.value]}
    return row.fixed | (row.choices & chosen)


def rights_of(
    kind: OrganisationKind, roles: Iterable[Role], wanted: Mapping[str, Iterable[str]] | None = None
) -> frozenset[Right]:
    """What these roles give at such a company."""
    held = set(roles)
    return frozenset(row.right for row in rows_of(kind) if not held.isdisjoint(roles_with(row, wanted or {})))
