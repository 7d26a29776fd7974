"""What electricians have said of installations otherwise than what is registered: *Bruk* or *Behold*."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotFound
from nettmelding.installations.models import Correction
from nettmelding.notices import corrections, corrections_settling, labels, queries
from nettmelding.notices.corrections import Suggestion
from nettmelding.notices.models import Notice
from nettmelding.organisations import access
from nettmelding.web import words
from nettmelding.web.components import Field, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

_ANSWERED = {Correction.State.USED: gettext_lazy("Brukt"), Correction.State.KEPT: gettext_lazy("Beholdt")}


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion with its case."""

    said: Suggestion
    where: str
    number: str
    notice_id: UUID
    contractor: str
    when: str
    answer: str
    why: Field

    @property
    def use(self) -> str:
        return f"use:{self.said.row.id}"

    @property
    def keep(self) -> str:
        return f"keep:{self.said.row.id}"


@acting
def waiting(request: ActingRequest) -> HttpResponseBase:
    """All that wait for the grid company's answer."""
    found = corrections_settling.waiting(request.actor)
    rows = [_row(notice, corrections.suggestion(row)) for row, notice in found]
    return page(request, "corrections/list.html", {"rows": rows})


@acting
def of_notice(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Those of one case, and the answer to one."""
    if not request.actor.is_grid_company:
        raise NotFound
    notice = queries.get(request.actor, notice_id)
    access.require(request.actor, Right.HANDLE)
    wrong: dict[str, str] = {}
    verb, _sign, key = request.POST.get("do", "").partition(":")
    if verb in {"use", "keep"}:
        try:
            done = corrections_settling.settle(
                request.actor, notice_id, _id(key), use=verb == "use", why=request.POST.get(f"why.{key}", "")
            )
        except AppError as error:
            if error.status != 422:
                raise
            wrong = {f"why.{key}": error.message}
        else:
            used = done.state == Correction.State.USED
            toast(request, _("Verdien er rettet.") if used else _("Verdien er beholdt."))
            return redirect("corrections:of_notice", notice_id)
    rows = [_row(notice, corrections.suggestion(row), wrong, request) for row in corrections.of_notice(notice)]
    context = {"notice": notice, "rows": rows, "faults": faults(wrong)}
    return page(request, "corrections/of_notice.html", context, status=422 if wrong else 200)


def _row(
    notice: Notice, said: Suggestion, wrong: dict[str, str] | None = None, request: ActingRequest | None = None
) -> Row:
    name = f"why.{said.row.id}"
    state = Correction.State(said.row.state)
    answered = [str(_ANSWERED[state]), words.at(said.row.settled_at)] if state in _ANSWERED else []
    return Row(
        said=said,
        where=labels.address(notice),
        number=notice.number or "",
        notice_id=notice.id,
        contractor=notice.contractor.name,
        when=words.at(said.row.stated_at),
        answer=" ".join(answered),
        why=Field(
            name=name,
            label=_("Hvorfor dere beholder verdien"),
            value=request.POST.get(name, "") if request else "",
            error=(wrong or {}).get(name, ""),
            optional=True,
            width=6,
        ),
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
