"""The demonstration's block notice: Prøvetunet 7, ten flats and common supply, seven of them reported finished."""

from datetime import timedelta
from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.demo import week
from nettmelding.notices import actions, children, drafts, making_pattern, places, queries
from nettmelding.notices.catalogue.model import FormKind, Stage
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.making import UNIT, WHAT, NewChild
from nettmelding.notices.models import Notice

SENT_DAYS_AGO = 36
FLOORS, FLATS_ON_EACH = 5, 2
FINISHED = 7
APPROVED_AFTER, FIRST_FINISHED_AFTER = 3, 19
"""Working days after it was sent."""
_ROW = {
    "by": "el",
    "days": SENT_DAYS_AGO,
    "types": ["new_installation"],
    "story": "approved",
    "where": "Prøvetunet 7",
    "customer": "provetunet",
    "ref": "Prøvetunet byggetrinn 2",
    "answers": {
        "building.kind": "apartment_block",
        "power.new_peak_kw": 78,
        "protection.ov_new_a": 250,
        "building.area_m2": 1180,
        "service_line.cable": "TFXP 4x240 Al",
    },
}


def fill() -> None:
    """Make it through the rooms' own doors, with the clock held at each step's time."""
    began = week.moment_ago(SENT_DAYS_AGO)
    sender, handler = week.person("el"), week.person("siri")
    with clock.frozen(began - timedelta(hours=2)):
        mother_id, ids = _draft(sender)
    with clock.frozen(began):
        actions.send(sender, mother_id)
    with clock.frozen(week.moment_after(began, 1)):
        actions.take(handler, mother_id)
    with clock.frozen(week.moment_after(began, APPROVED_AFTER)):
        actions.approve(handler, mother_id)
    for after, child_id in enumerate(ids[:FINISHED]):
        moment = week.moment_after(began, FIRST_FINISHED_AFTER + after // 2)
        if moment > clock.now():
            break
        with clock.frozen(moment):
            _finish(sender, child_id)


def _draft(sender: Actor) -> tuple[UUID, list[UUID]]:
    mother = drafts.create(sender, ["new_installation"], FormKind.SEVERAL)
    places.set_address(sender, mother.id, week.address_of("Prøvetunet 7"))
    mother = week.answer(sender, queries.get(sender, mother.id), _ROW, Stage.NOTICE)
    week.name_parties(mother.id, _ROW)
    week.attach_what_is_needed(sender, mother, Stage.NOTICE)
    blocks = making_pattern.in_words(f"{FLOORS} etasjer à {FLATS_ON_EACH} + 1 felles")
    rows = [
        NewChild({WHAT: row[WHAT], "protection.mv_new_a": 63 if row[WHAT] == "common_supply" else 32},
                 unit=row.get(UNIT, ""))
        for row in making_pattern.rows(blocks)
    ]  # fmt: skip
    made = children.add(sender, mother.id, rows)
    return mother.id, [_filled(sender, child) for child in made]


def _filled(sender: Actor, child: Notice) -> UUID:
    notice = queries.get(sender, child.id)
    week.attach_what_is_needed(sender, week.fill_what_is_left(sender, notice, Stage.NOTICE), Stage.NOTICE)
    return child.id


def _finish(sender: Actor, child_id: UUID) -> None:
    notice = week.answer(sender, queries.get(sender, child_id), _ROW, Stage.COMPLETION)
    week.attach_what_is_needed(sender, notice, Stage.COMPLETION)
    actions.act(sender, child_id, Action.REPORT_COMPLETION)
