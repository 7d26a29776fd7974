"""The duty of secrecy, read and accepted once."""

from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from nettmelding.grid import duty as grid_duty
from nettmelding.web.map import frame
from nettmelding.web.map.where import BACK, Where, on_map
from nettmelding.web.pages import ActingRequest, page


@on_map
def duty(request: ActingRequest, where: Where) -> HttpResponseBase:
    """The text, and *Jeg har lest og forstått*; then back to where one was."""
    back, framed = _back(request, where), frame.context(where)
    if request.method == "POST":
        grid_duty.accept(request.actor)
        return HttpResponseRedirect(back)
    accepted = grid_duty.accepted(request.actor)
    return page(request, "map/duty.html", {**framed, "back": back, "accepted": accepted})


def _back(request: ActingRequest, where: Where) -> str:
    asked = request.POST.get(BACK) or request.GET.get(BACK, "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else where.href("map")
