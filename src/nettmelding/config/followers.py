"""What follows every move of a notice, in order, in its transaction."""

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
from nettmelding.notices.followers import Follower

FOLLOWERS: tuple[Follower, ...] = (
    indexing.after_move,
    telling.tell,
    informing.after_move,
    transfer_rows.after_move,
    corrections.after_move,
    customer_system.after_move,
    map_case.after_move,
    automatic.decide_at_once,
)
