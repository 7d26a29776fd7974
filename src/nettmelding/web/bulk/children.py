"""*Rediger melding* on a notice with several metering points: the overview of them, with ticks."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.core.errors import NotFound
from nettmelding.notices import labels, queries
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.status import INFO
from nettmelding.web import words
from nettmelding.web.bulk.ticks import tick_label, ticks
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.rows import href_of


@require_GET
@acting
def children(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """`/meldinger/<id>/endre-felter`: tick those that are to change. `?kryss=alle` ticks all of them."""
    actor = request.actor
    mother = queries.get(actor, notice_id)
    if mother.form != FormKind.SEVERAL:
        raise NotFound
    rows = list(queries.as_lines(queries.visible_to(actor)).filter(mother=mother).order_by("position", "id"))
    bar = ticks(actor, [one.state for one in rows], request.path)
    if bar is None and rows:
        raise NotFound
    context = {
        "mother": mother,
        "title": labels.address(mother) or _("Uten adresse ennå"),
        "over": " · ".join([mother.number or _("Kladd"), labels.type_names(mother.types)]),
        "ticks": bar,
        "all_ticked": request.GET.get("kryss") == "alle",
        "rows": [
            {
                "id": one.id,
                "state": one.state.value,
                "tick": tick_label(one.number or one.address or str(one.position)),
                "href": href_of(actor, one),
                "name": one.number or _("Kladd"),
                "address": one.address or _("Uten adresse ennå"),
                "customer": one.customer_name,
                "wanted": words.day(one.wanted_date) if one.wanted_date else "",
                "turn": words.turn(actor, one),
                "word": str(INFO[one.state].name),
            }
            for one in rows
        ],
        "back": reverse("case:case", args=[mother.id]),
    }
    return page(request, "bulk/children.html", context)
