"""*Kundesystem*: what did not arrive, what differs, and where the system is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core import clock
from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotFound
from nettmelding.installations import customer_system, differences, outgoing
from nettmelding.installations.customer_system import Wanted
from nettmelding.installations.models import Difference, OutgoingTask
from nettmelding.organisations import access
from nettmelding.web.admin.customer_system_words import difference_line, task_line
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Option, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:customer-system"


@require_GET
@section(URL)
def overview(request: ActingRequest) -> HttpResponse:
    """What waits for a person, and whether the system answers."""
    actor = request.actor
    state = outgoing.overview(actor)
    differing = differences.open_for(actor)
    system = state.system
    context = {
        "tabs": tabs(actor, URL),
        "may_set_up": actor.may(Right.MANAGE_COMPANY),
        "has_system": system is not None,
        "problem": system.problem if system else "",
        "answered": _moment(system.answered_at) if system and system.answered_at else "",
        "on_the_way": ngettext("Én er på vei.", "%(count)s er på vei.", state.on_the_way) % {"count": state.on_the_way}
        if state.on_the_way
        else "",
        "stuck": [task_line(task) for task in state.stuck],
        "differing": [difference_line(one, actor.user_id) for one in differing],
    }
    return page(request, "admin/customer_system.html", context)


@require_POST
@section(URL)
def again(request: ActingRequest) -> HttpResponse:
    """Try all that is stuck."""
    outgoing.try_again(request.actor)
    toast(request, _("Vi prøver på nytt. Det tar noen sekunder."))
    return HttpResponseRedirect(reverse(URL))


@require_http_methods(["GET", "POST"])
@section(URL)
def task(request: ActingRequest, task_id: UUID) -> HttpResponse:
    """One that did not arrive: `do=again`, `away` with a reason, or `typed`, of an order with the id it got."""
    one = outgoing.get(request.actor, task_id)
    problem: AppError | None = None
    if request.method == "POST":
        try:
            _done(request, one)
        except NotFound:
            raise
        except AppError as error:
            problem = error
        else:
            return HttpResponseRedirect(reverse(URL))
    context = {
        "tabs": tabs(request.actor, URL),
        "line": task_line(one),
        "is_order": one.kind == OutgoingTask.Kind.ORDER,
        "has_system": customer_system.of(request.actor) is not None,
        "reason": request.POST.get("reason", ""),
        "number": request.POST.get("metering_point_id", ""),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"reason": problem.message}) if problem else (),
    }
    return page(request, "admin/customer_system_task.html", context, status=problem.status if problem else 200)


@require_http_methods(["GET", "POST"])
@section(URL)
def difference(request: ActingRequest, difference_id: UUID) -> HttpResponse:
    """One difference: `do=settle` with a note, or `give` to another."""
    problem: AppError | None = None
    if request.method == "POST":
        try:
            _settled(request, difference_id)
        except NotFound:
            raise
        except AppError as error:
            problem = error
        else:
            return HttpResponseRedirect(reverse(URL))
    one = _difference(request, difference_id)
    context = {
        "tabs": tabs(request.actor, URL),
        "line": difference_line(one, request.actor.user_id),
        "people": [Option(value=str(user.id), text=user.name) for user in differences.takers(request.actor)],
        "owner": request.POST.get("owner", str(one.owner_id or "")),
        "note": request.POST.get("note", ""),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"owner": problem.message}) if problem else (),
    }
    return page(request, "admin/customer_system_difference.html", context, status=problem.status if problem else 200)


@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def setup(request: ActingRequest) -> HttpResponse:
    """Address and key; `do=try` asks the system that is saved for its name."""
    access.require(request.actor, Right.MANAGE_COMPANY)
    kept = customer_system.of(request.actor)
    problem: AppError | None = None
    found = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "try":
                found = customer_system.try_it(request.actor)
            else:
                customer_system.save(request.actor, _wanted(request))
        except AppError as error:
            problem = error
        else:
            if not found:
                toast(request, _("Lagret."))
                return HttpResponseRedirect(reverse("admin:customer-system-setup"))
    is_save = request.method == "POST" and request.POST.get("do") != "try"
    context: dict[str, Any] = {
        "tabs": tabs(request.actor, URL),
        "base_url": request.POST.get("base_url", "") if is_save else kept.base_url if kept else "",
        "on": ["on"] if (request.POST.get("is_on") if is_save else kept is None or kept.is_on) else [],
        "has_key": bool(kept and kept.key),
        "found": found,
        "said": problem.message if problem and not problem.fields else "",
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields) if problem and problem.fields else (),
    }
    return page(request, "admin/customer_system_setup.html", context, status=problem.status if problem else 200)


def _done(request: ActingRequest, one: OutgoingTask) -> None:
    given, actor = request.POST, request.actor
    match given.get("do"):
        case "again":
            outgoing.try_again(actor, one.id)
            toast(request, _("Vi prøver på nytt. Det tar noen sekunder."))
        case "typed":
            outgoing.typed_in(actor, one.id, given.get("metering_point_id", ""))
            toast(request, _("Merket som lagt inn."))
        case _:
            outgoing.take_away(actor, one.id, given.get("reason", ""))
            toast(request, _("Tatt bort fra lista."))


def _settled(request: ActingRequest, difference_id: UUID) -> None:
    if request.POST.get("do") == "give":
        try:
            user_id = UUID(request.POST.get("owner", ""))
        except ValueError:
            user_id = UUID(int=0)
        differences.give(request.actor, difference_id, user_id)
        toast(request, _("Gitt videre."))
    else:
        differences.settle(request.actor, difference_id, request.POST.get("note", ""))
        toast(request, _("Krysset av."))


def _difference(request: ActingRequest, difference_id: UUID) -> Difference:
    found = next((one for one in differences.open_for(request.actor) if one.id == difference_id), None)
    if found is None:
        raise NotFound
    return found


def _wanted(request: ActingRequest) -> Wanted:
    given = request.POST
    return Wanted(given.get("base_url", ""), given.get("key", ""), given.get("is_on") == "on")


def _moment(moment: Any) -> str:
    return date_format(clock.oslo(moment), "SHORT_DATETIME_FORMAT")
