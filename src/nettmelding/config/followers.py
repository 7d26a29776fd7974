"""What follows every move of a notice or a work order, a handing over, another list of screened objects, a new edition of a
grid, an error in it, and how much of it is shown: in order, in its transaction. And who does the work of a notice."""

from nettmelding.declarations import following as declared
from nettmelding.grid import error_changes
from nettmelding.grid.followers import EditionFollower, ErrorFollower, RulesFollower
from nettmelding.notices import (
    automatic,
    corrections,
    customer_system,
    indexing,
    informing,
    map_case,
    telling,
    transfer_rows,
)
from nettmelding.notices.followers import FittersOf, Follower, ScreenFollower, TransferFollower
from nettmelding.workorders import closing, fitters, following, passing_on, screening
from nettmelding.workorders import map_case as map_of_order
from nettmelding.workorders import telling as telling_of_orders
from nettmelding.workorders.followers import Follower as OrderFollower

FOLLOWERS: tuple[Follower, ...] = (
    indexing.after_move,
    telling.tell,
    informing.after_move,
    transfer_rows.after_move,
    corrections.after_move,
    customer_system.after_move,
    map_case.after_move,
    following.after_move,
    automatic.decide_at_once,
)
TRANSFERRED: tuple[TransferFollower, ...] = (passing_on.after_transfer,)
FITTERS: tuple[FittersOf, ...] = (fitters.of_notice,)
SCREENED: tuple[ScreenFollower, ...] = (screening.after_screening,)
WORK_ORDERS: tuple[OrderFollower, ...] = (
    telling_of_orders.tell,
    closing.after_order,
    declared.after_order,
    map_of_order.after_order,
)
EDITIONS: tuple[EditionFollower, ...] = (error_changes.after_import,)
MAP_ERRORS: tuple[ErrorFollower, ...] = (map_case.screen_error,)
MAP_RADIUS: tuple[RulesFollower, ...] = (map_case.after_radius, map_of_order.after_radius)
