"""Grid companies, contractors, the people who act for them, and what follows from that."""

from nettmelding.organisations.models.admission import GridAccess, Registration
from nettmelding.organisations.models.grants import Grant
from nettmelding.organisations.models.organisation import CompanySettings, ConcessionArea, Organisation
from nettmelding.organisations.models.people import ApiKey, Invitation, Membership, Paper
from nettmelding.organisations.models.screening import Screen, ScreenHandler
from nettmelding.organisations.models.sign_on import SingleSignOn
from nettmelding.organisations.models.texts import StandardText
from nettmelding.organisations.models.waits import Wait

__all__ = [
    "ApiKey",
    "CompanySettings",
    "ConcessionArea",
    "Grant",
    "GridAccess",
    "Invitation",
    "Membership",
    "Organisation",
    "Paper",
    "Registration",
    "Screen",
    "ScreenHandler",
    "SingleSignOn",
    "StandardText",
    "Wait",
]
