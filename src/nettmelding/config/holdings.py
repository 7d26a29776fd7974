"""What somebody who leaves hands over to a colleague, in the order it is told."""

from nettmelding.notices import holdings
from nettmelding.organisations.holdings import Holding
from nettmelding.workorders import holdings as workorders

HOLDINGS: tuple[Holding, ...] = (holdings.DRAFTS, holdings.CASES, holdings.REQUESTS, workorders.ORDERS)
