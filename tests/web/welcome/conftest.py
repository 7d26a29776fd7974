"""Links that were sent to somebody."""

import re
from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.messages.models import Message
from nettmelding.organisations import invitations
from nettmelding.organisations.invitees import Somebody
from tests.web.conftest import ADMINISTRATOR

NINA = "nina@eksempelelektro.example"
Invite = Callable[..., str]


@pytest.fixture
def invite(actor: Callable[[str], Actor]) -> Invite:
    """The address of a link that was sent to somebody: `invite()`, `invite(email)`, `invite("", mobile)`."""

    def invited(email: str = NINA, mobile: str = "") -> str:
        administrator = actor(ADMINISTRATOR)
        made = invitations.invite(administrator, Somebody("Nina Nyansatt", email, mobile, ("fitter",)))
        invitations.send(administrator, made.id)
        found = re.search(r"/velkommen/[\w-]+", Message.objects.filter(subject_id=made.id).get().text)
        assert found
        return found[0]

    return invited
