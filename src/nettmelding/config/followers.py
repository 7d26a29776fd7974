"""What follows every move of a notice, in order, in its transaction."""

from nettmelding.notices import automatic, indexing, informing, telling, transfer_rows
from nettmelding.notices.followers import Follower

FOLLOWERS: tuple[Follower, ...] = (
    indexing.after_move,
    telling.tell,
    informing.after_move,
    transfer_rows.after_move,
    automatic.decide_at_once,
)
