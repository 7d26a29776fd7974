"""Who is told when a metering point that was asked for has its id, in order, in the same transaction."""

from nettmelding.installations.outgoing_answers import Answered
from nettmelding.notices import customer_system

ANSWERED: tuple[Answered, ...] = (customer_system.metering_point_made,)
