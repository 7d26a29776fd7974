"""What follows every move of a notice, in order, in its transaction."""

from nettmelding.notices import automatic, indexing, telling, transfers
from nettmelding.notices.followers import Follower

FOLLOWERS: tuple[Follower, ...] = (
    indexing.after_move,
    telling.tell,
    transfers.after_move,
    automatic.decide_at_once,
)
