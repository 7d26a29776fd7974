"""What an electrician says of an installation otherwise than the grid company does: a suggestion, made when the notice is sent.

Follows the sending in its transaction. Sent again, a notice says it anew: what it no longer says is withdrawn, what the grid
company has answered stays as it was answered, unless something else is said now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.installations.correcting import CORRECTABLE
from nettmelding.installations.models import Correction, MeteringPoint
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.load import catalogue, written
from nettmelding.notices.catalogue.model import Field, Kind, Stage
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Notice

State = Correction.State


def after_move(moved: Sequence[Moved]) -> None:
    """Keep the suggestions of what was sent in line with it."""
    sent = [
        one
        for one in moved
        if one.submission is not None
        and one.submission.stage == Stage.NOTICE
        and one.notice.metering_point_id is not None
        and one.notice.known
    ]
    if not sent:
        return
    stand: dict[tuple[Any, str], Correction] = {
        (row.notice_id, row.name): row
        for row in Correction.objects.filter(notice_id__in=[one.notice.id for one in sent])
    }
    points = MeteringPoint.objects.in_bulk([one.notice.metering_point_id for one in sent])
    new, changed = [], []
    for one in sent:
        stated = dict(_stated(one.notice, one.submission.content["answers"] if one.submission else {}))
        for name, value in stated.items():
            row = stand.pop((one.notice.id, name), None)
            if row is None:
                new.append(_new(one, points[one.notice.metering_point_id], name, value))
            elif row.stated != value or row.state == State.WITHDRAWN:
                row.stated, row.state, row.stated_at = value, State.OPEN, clock.now()
                row.known, row.stated_by_id = one.notice.known[name], one.actor.user_id
                changed.append(row)
    for row in stand.values():
        if row.state == State.OPEN:
            row.state = State.WITHDRAWN
            changed.append(row)
    Correction.objects.bulk_create(new, batch_size=500)
    Correction.objects.bulk_update(changed, ["stated", "state", "stated_at", "known", "stated_by_id"], batch_size=500)


def of_notice(notice: Notice) -> list[Correction]:
    """The suggestions of a notice that still count, in the order of the form."""
    order = [name for name, _path in paths()]
    rows = Correction.objects.filter(notice_id=notice.id).exclude(state=State.WITHDRAWN)
    return sorted(
        rows.select_related("metering_point__installation"),
        key=lambda row: order.index(row.name) if row.name in order else len(order),
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A correction in the words of the form."""

    row: Correction
    label: str
    known: str
    stated: str


def suggestion(row: Correction) -> Suggestion:
    """The correction as people read it, in their language."""
    field = next(one for one in catalogue().fields.values() if one.prefill == row.name)
    unit = f" {field.unit}" if field.unit else ""
    known, stated = (f"{text_of(field, _as_kept(field, value))}" for value in (row.known, row.stated))
    return Suggestion(row, _(field.label), known.removesuffix(unit) + unit, stated.removesuffix(unit) + unit)


def waiting_in(notice: Notice) -> list[Suggestion]:
    """Those of a notice that the grid company has not answered."""
    return [suggestion(row) for row in of_notice(notice) if row.state == State.OPEN]


def known_beside(notice: Notice) -> dict[str, str]:
    """What the grid company has, by the path of the form's field that says otherwise, in the words of the form; nothing where
    it has taken over what was stated."""
    if notice.metering_point_id is None or not notice.known:
        return {}
    fields = dict(paths())
    rows = [row for row in of_notice(notice) if row.state in {State.OPEN, State.KEPT} and row.name in fields]
    return {fields[row.name]: suggestion(row).known for row in rows}


def _as_kept(field: Field, value: Any) -> Any:
    return str(value) if field.kind is Kind.CHOICE else value


def paths() -> list[tuple[str, str]]:
    """What can be corrected, with the form's field that states it."""
    return [(field.prefill, field.path) for field in written().fields.values() if field.prefill in CORRECTABLE]


def _stated(notice: Notice, answers: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """What is said of how it is today; what the work is to make of it is no correction."""
    types = written().types
    wanted = {path for type_id in notice.types if type_id in types for path in types[type_id].as_wanted}
    for name, path in paths():
        if path in wanted:
            continue
        answer, known = answers.get(path), notice.known.get(name)
        if answer is None or known is None or answer.get("source") != Source.USER:
            continue
        if answer["value"] not in (None, "") and str(answer["value"]) != str(known):
            yield name, answer["value"]


def _new(one: Moved, point: MeteringPoint, name: str, value: Any) -> Correction:
    return Correction(
        grid_company_id=point.grid_company_id,
        metering_point=point,
        name=name,
        known=one.notice.known[name],
        stated=value,
        notice_id=one.notice.id,
        contractor_id=one.notice.contractor_id,
        stated_by_id=one.actor.user_id,
    )
