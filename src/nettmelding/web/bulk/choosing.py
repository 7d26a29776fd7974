"""From ticks in a list to a change that is begun."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nettmelding.core.errors import Invalid, NotFound
from nettmelding.notices import bulk, queries
from nettmelding.notices.models import BulkChange
from nettmelding.web.components import Tone
from nettmelding.web.lists import filters
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.shell.toasts import toast

What = BulkChange.What


@require_POST
@acting
def choose(request: ActingRequest) -> HttpResponse:
    """`notice`: those that are ticked; `alle`: all that fit the list's filter in `query`; `what`: what is to be done."""
    sent = request.POST
    try:
        change = bulk.begin(request.actor, _ids(request, sent), _what(request, sent))
    except Invalid as problem:
        toast(request, problem.message, Tone.WARN)
        return HttpResponseRedirect(_back(request, sent))
    page = "bulk:fields" if change.what in {What.FIELDS, What.ASSIGN} else "bulk:change"
    return HttpResponseRedirect(reverse(page, args=[change.id]))


def _ids(request: ActingRequest, sent: QueryDict) -> list[UUID]:
    if sent.get("alle"):
        wish = filters.read(QueryDict(sent.get("query", "").lstrip("?")))
        rows = queries.matching(request.actor, wish.filter(contractor=request.actor.is_contractor))
        found = list(rows.order_by(queries.ORDERS[wish.order]).values_list("id", flat=True)[: bulk.MOST + 1])
        if len(found) > bulk.MOST:
            sentence = _("Lista har flere enn %(most)s. Snevre den inn med filteret.") % {"most": bulk.MOST}
            raise Invalid("too_many", sentence)
        return found
    try:
        return [UUID(one) for one in sent.getlist("notice")]
    except ValueError:
        raise NotFound from None


def _what(request: ActingRequest, sent: QueryDict) -> What:
    usual = What.FIELDS if request.actor.is_contractor else What.TAKE
    try:
        return What(sent.get("what") or usual)
    except ValueError:
        raise NotFound from None


def _back(request: ActingRequest, sent: QueryDict) -> str:
    wanted = sent.get("back", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if ours else reverse("lists:notices")
