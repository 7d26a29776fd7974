"""What the planner looks at, as it stands in the page's address: the way it is laid out, and the day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.ids import read_uuid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.web.components import Tab

VIEW, DAY, ORDER, FITTER, TIME, MINUTES = "vis", "dag", "ordre", "montor", "tid", "minutter"
WEEK = 7
WEEKDAYS = 5


class Layout(StrEnum):
    """The ways the board can be laid out."""

    DAY = "dag"
    WEEK = "uke"
    AREA = "omrade"
    MAP = "kart"


NAMES: dict[Layout, str | Promise] = {
    Layout.DAY: gettext_lazy("Dag"),
    Layout.WEEK: gettext_lazy("Uke"),
    Layout.AREA: gettext_lazy("Område"),
    Layout.MAP: gettext_lazy("Kart"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """`order_id`: one that the planner has come with."""

    layout: Layout
    day: date
    order_id: UUID | None = None

    @property
    def since(self) -> date:
        """The first of the days that are shown: the day itself, or its week's Monday."""
        return self.day if self.is_one_day else self.day - timedelta(days=self.day.weekday())

    @property
    def until(self) -> date:
        return self.day if self.is_one_day else self.since + timedelta(days=WEEK - 1)

    @property
    def is_one_day(self) -> bool:
        return self.layout in {Layout.DAY, Layout.MAP}

    @property
    def name(self) -> str:
        """`mandag 30. november`, `uke 49, 30. november–6. desember`."""
        if self.is_one_day:
            return date_format(self.day, "l j. F")
        parts = {
            "week": self.since.isocalendar().week,
            "first": date_format(self.since, "j. F"),
            "last": date_format(self.until, "j. F"),
        }
        return _("uke %(week)s, %(first)s–%(last)s") % parts

    def href(self, layout: Layout | None = None, day: date | None = None) -> str:
        """The same seen otherwise."""
        given = {VIEW: (layout or self.layout).value, DAY: (day or self.day).isoformat()}
        if self.order_id:
            given[ORDER] = str(self.order_id)
        return f"{reverse('workplan:board')}?{urlencode(given)}"

    def moved(self, steps: int) -> str:
        """So many days or weeks on."""
        return self.href(day=self.day + timedelta(days=steps * (1 if self.is_one_day else WEEK)))

    @property
    def tabs(self) -> list[Tab]:
        return [Tab(text=str(NAMES[one]), href=self.href(one), current=one is self.layout) for one in Layout]


def read(query: QueryDict) -> Seen:
    """Anything that is not one of ours is the usual: the day, today."""
    layout = query.get(VIEW, "")
    day = read_date(query.get(DAY, ""), clock.today())
    return Seen(
        Layout(layout) if layout in set(Layout) else Layout.DAY,
        day if day and abs((day - clock.today()).days) < 3660 else clock.today(),
        read_uuid(query.get(ORDER, "")),
    )
