"""Fills the demonstration."""

import os
from collections.abc import Callable
from pathlib import Path

from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import careless
from nettmelding.core.models import Counter
from nettmelding.core.numbers import take
from nettmelding.demo import base, block, customer_system, declarations, grid, people, week, work_orders
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from nettmelding.registers.contractors import import_file

Say = Callable[[str], None]
FILLED = "demonstration"


class HalfFilled(Exception):
    """The filling was interrupted; what is there cannot be gone on with."""


def fill(say: Say) -> bool:
    """Fill an empty database; False where the demonstration is there already. Errors: HalfFilled."""
    if Counter.objects.filter(name=FILLED).exists():
        return False
    if Organisation.objects.exists():
        raise HalfFilled
    say("  Filling the demonstration")
    with careless():
        base.fill()
        _contractor_register()
        people.fill()
        grid.fill()
        week.fill(lambda done, of: say(f"    {done} of {of} notices") if done % 20 == 0 else None)
        block.fill()
        customer_system.fill()
        ordered = work_orders.fill()
        declared = declarations.fill()
    take(FILLED)
    say(f"    {Notice.objects.count()} notices, {Notice.objects.exclude(number=None).count()} of them sent")
    say(f"    {ordered} work orders, {declared} declarations of conformity")
    return True


def _contractor_register() -> None:
    """Import the stand-in's file, as an operator would; where it is, the stand-ins say."""
    path = os.environ.get("NETTMELDING_CONTRACTORS_FILE", "")
    if path:
        import_file(SYSTEM, Path(path).name, Path(path).read_bytes())
