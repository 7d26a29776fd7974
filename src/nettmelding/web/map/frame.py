"""What stands around the map: the head of the case, of the notice that is being filled in, or the grid company's own."""

from typing import Any

from django.utils.translation import gettext as _

from nettmelding.notices import labels
from nettmelding.notices.status import Status
from nettmelding.organisations import access
from nettmelding.web.case import head
from nettmelding.web.map.tabs import while_filling_in
from nettmelding.web.map.where import Where


def context(where: Where) -> dict[str, Any]:
    """For the templates that extend `frame`.

    Errors: NotFound for others' notices and where there is no map of one's own; NotAllowed without the right to see it.
    """
    notice = where.notice
    if notice is None:
        where.require_own()
        return {"where": where, "frame": "map/_frame_company.html", "title": _("Kart")}
    if notice.state is Status.DRAFT and access.may_write_notices(where.actor):
        return {
            "where": where,
            "notice": notice,
            "frame": "map/_frame_draft.html",
            "title": labels.type_names(notice.types),
            "lead": labels.address(notice),
            "tabs": while_filling_in(notice.id, "map"),
        }
    return {"where": where, "frame": "case/base.html", **head.context(head.open_case(where.actor, notice.id), "map")}
