"""Users from a file: a template, the file as it was read, and then taken in."""

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core.actor import Role
from nettmelding.core.errors import AppError, Invalid
from nettmelding.organisations import people_file, queries, sending
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import CompanySettings
from nettmelding.organisations.people_file import Line
from nettmelding.web import words
from nettmelding.web.admin.roles import roles_in_words
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Column, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:people"
SALT = "people-file"
SECONDS = 3_600
"""How long a file that was read can be taken in."""


@require_GET
@section(URL)
def template(request: ActingRequest) -> HttpResponse:
    """A file to fill in."""
    answer = HttpResponse(people_file.template(request.actor), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="brukere.csv"'
    return answer


@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def load(request: ActingRequest) -> HttpResponse:
    """Choose a file; see what is in it."""
    problem: AppError | None = None
    lines: list[Line] = []
    if request.method == "POST":
        try:
            lines = _read(request)
        except AppError as error:
            problem = error
    bad = [one for one in lines if one.problems]
    context = {
        "tabs": tabs(request.actor, URL),
        "columns": [
            Column(text=_("Linje"), number=True, narrow=True),
            Column(text=_("Navn")),
            Column(text=_("Sendes til")),
            Column(text=_("Roller")),
        ],
        "lines": [_row(one) for one in [*bad, *(one for one in lines if not one.problems)]],
        "bad": len(bad),
        "rows": _sealed(request, lines) if lines and not bad else "",
        "count": len(lines),
        "may_send": not _by_password(request),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"file": problem.message}) if problem else (),
    }
    status = problem.status if problem else 422 if bad else 200
    return page(request, "admin/people_import.html", context, status=status)


@require_http_methods(["POST"])
@section(URL)
@sensitive
def take_in(request: ActingRequest) -> HttpResponse:
    """All of them, or none; sent at once where that was chosen."""
    made = people_file.take_in(request.actor, _opened(request))
    said = ngettext("%(count)s bruker er lagt til.", "%(count)s brukere er lagt til.", len(made))
    if "send" in request.POST and not _by_password(request):
        sending.ask(request.actor, made)
        said = ngettext(
            "%(count)s bruker er lagt til, og får brukernavnet straks.",
            "%(count)s brukere er lagt til, og får brukernavnet straks.",
            len(made),
        )
    toast(request, said % {"count": len(made)})
    return HttpResponseRedirect(reverse(URL))


def _read(request: ActingRequest) -> list[Line]:
    file = request.FILES.get("file")
    if file is None:
        sentence = _("Velg en fil.")
        raise Invalid("no_file", sentence, fields={"file": sentence})
    return people_file.read(request.actor, file.name or "", file.read(people_file.LARGEST + 1))


def _sealed(request: ActingRequest, lines: list[Line]) -> str:
    """The lines as the page keeps them between the two steps, for this company only."""
    rows = [[s.name, s.email, s.mobile, list(s.roles)] for s in (one.somebody for one in lines)]
    return signing.dumps([str(request.actor.organisation), rows], salt=SALT, compress=True)


def _opened(request: ActingRequest) -> list[Somebody]:
    sentence = _("Filen er lest for lenge siden. Velg den en gang til.")
    try:
        company, rows = signing.loads(request.POST.get("rows", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise Invalid("bad_file", sentence)
    if company != str(request.actor.organisation):
        raise Invalid("bad_file", sentence)
    return [Somebody(name, email, mobile, tuple(roles)) for name, email, mobile, roles in rows]


def _by_password(request: ActingRequest) -> bool:
    """Making 500 passwords at once would take half a minute: those are sent one by one from the list."""
    return queries.settings_of(request.actor).sign_in == CompanySettings.SignIn.TEMPORARY_PASSWORD


def _row(line: Line) -> dict[str, object]:
    somebody = line.somebody
    return {
        "number": line.number,
        "name": somebody.name,
        "to": words.phone(somebody.address),
        "roles": roles_in_words(Role(code) for code in somebody.roles),
        "problems": line.problems,
    }
