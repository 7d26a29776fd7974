"""*Innlogging*: the company's own provider of sign-in, its groups, and a try that says in words what is wrong."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError
from nettmelding.core.settings import env
from nettmelding.organisations import domains, sign_on
from nettmelding.organisations.models import SingleSignOn
from nettmelding.organisations.rights import ROLES
from nettmelding.organisations.sign_on import Wanted
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Option, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.person import ROLE_WORDS
from nettmelding.web.shell.toasts import toast
from nettmelding.web.signin.discovery import Found, look
from nettmelding.web.signin.single import callback_path

URL = "admin:sign-on"
EMPTY_ROWS = 2
MOST_GROUPS = 60
FIRST = "group.0"


@dataclass(frozen=True, slots=True)
class Line:
    """A group and its role, and what their fields are called."""

    group_name: str
    group: str
    role_name: str
    role: str


@sensitive_post_parameters("client_secret")
@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def single_sign_on(request: ActingRequest) -> HttpResponse:
    """What is written, `do=try` to try it, `do=save` to keep it, `do=confirm` to look for the domains in DNS."""
    kept = sign_on.of(request.actor)
    wanted = _wanted(request) if request.method == "POST" else _kept(kept)
    problem: AppError | None = None
    found: Found | None = None
    if request.method == "POST" and request.POST.get("do") == "try":
        found = look(wanted.issuer)
    elif request.method == "POST" and request.POST.get("do") == "confirm":
        kept = domains.confirm(request.actor)
        missing = set(kept.domains) - kept.trusted
        toast(
            request,
            _("Vi finner ikke alle ennå. Det kan ta en time før DNS er oppdatert.") if missing else _("Bekreftet."),
        )
        return HttpResponseRedirect(reverse(URL))
    elif request.method == "POST":
        try:
            sign_on.save(request.actor, wanted)
        except AppError as error:
            problem = error
        else:
            toast(request, _("Lagret."))
            return HttpResponseRedirect(reverse(URL))
    rows = [Line(f"group.{n}", group, f"role.{n}", role) for n, (group, role) in enumerate(_with_empty(wanted))]
    errors = {FIRST if field == "groups" else field: text for field, text in problem.fields.items()} if problem else {}
    context = {
        "tabs": tabs(request.actor, URL),
        "wanted": wanted,
        "has_secret": bool(kept and kept.client_secret),
        "rows": rows,
        "roles": _roles(request.actor),
        "callback": f"{env.base_url}{callback_path(_provider_id(request))}",
        "found": found,
        "errors": errors,
        "group_error": errors.get(FIRST, ""),
        "faults": faults(errors) if errors else (),
        "on": ["on"] if wanted.is_on else [],
        "record": domains.expected(request.actor),
        "unconfirmed": sorted(set(kept.domains) - kept.trusted) if kept else [],
        "confirmed": sorted(kept.trusted) if kept else [],
    }
    return page(request, "admin/sign_on.html", context, status=problem.status if problem else 200)


def _with_empty(wanted: Wanted) -> list[tuple[str, str]]:
    return [*wanted.groups, *[("", "")] * EMPTY_ROWS][:MOST_GROUPS]


def _roles(actor: Actor) -> list[Option]:
    there_are = ROLES[actor.organisation_kind] if actor.organisation_kind else ()
    return [Option(value=role.value, text=str(ROLE_WORDS[role])) for role in there_are]


def _provider_id(request: ActingRequest) -> str:
    own = next(one for one in request.memberships if one.organisation_id == request.actor.organisation)
    return sign_on.provider_id(own.organisation)


def _wanted(request: ActingRequest) -> Wanted:
    given = request.POST
    return Wanted(
        issuer=given.get("issuer", ""),
        client_id=given.get("client_id", ""),
        client_secret=given.get("client_secret", ""),
        domains=given.get("domains", ""),
        group_claim=given.get("group_claim", ""),
        groups=[
            (given[f"group.{n}"], given.get(f"role.{n}", ""))
            for n in range(MOST_GROUPS)
            if given.get(f"group.{n}", "").strip()
        ],
        is_on=given.get("is_on") == "on",
    )


def _kept(kept: SingleSignOn | None) -> Wanted:
    if kept is None:
        return Wanted("", "", "", "", "groups", (), False)
    groups = [(group, role) for group, roles in kept.groups.items() for role in roles]
    return Wanted(kept.issuer, kept.client_id, "", ", ".join(kept.domains), kept.group_claim, groups, kept.is_on)
