"""Whatever the description allows, and much that it does not, is answered as the description says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from nettmelding.accounts.models import User
from nettmelding.config.wsgi import application
from nettmelding.core.actor import Actor
from nettmelding.notices.models import Attachment, Request
from tests.api.conftest import Program
from tests.notices import ways

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("registers_on_standins")]
BY_THE_ROOMS = "positive_data_acceptance"
"""What is well formed may still be refused with 422 and 412: an answer that does not hold, a revision that is old."""
description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
of_users = description.include(path_regex="/users")
DETERMINISTIC = settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def things(contractor: Program, grid_company: Program, electrician: Actor) -> dict[str, Any]:
    """Real things to put into addresses, so that more than "not found" is answered."""
    notice = ways.ready(electrician)
    contractor.upload(f"/notices/{notice.id}/attachments", "photo")
    contractor.post(f"/notices/{notice.id}/actions/send")
    enquiry = {"kind": "enquiry", "grid_company": "eksempelnett", "text": "Hva trengs?"}
    contractor.post("/requests", enquiry)
    return {
        "notice_id": str(notice.id),
        "attachment_id": str(Attachment.objects.get().id),
        "request_id": str(Request.objects.get().id),
        "user_id": str(User.objects.get(email="montor@eksempelelektro.example").id),
        "number": 1,
    }


@description.parametrize()
@DETERMINISTIC
def test_it_answers_a_contractor_as_described(case: Any, contractor: Program, things: dict[str, Any]) -> None:
    answers_as_described(case, contractor, things)


@pytest.mark.one_database
@description.parametrize()
@DETERMINISTIC
def test_it_answers_a_grid_company_as_described(case: Any, grid_company: Program, things: dict[str, Any]) -> None:
    answers_as_described(case, grid_company, things)


@of_users.parametrize()
@DETERMINISTIC
def test_it_answers_an_administrator_of_users_as_described(
    case: Any, program: Callable[[str], Program], things: dict[str, Any]
) -> None:
    answers_as_described(case, program("admin@eksempelelektro.example"), things)


def answers_as_described(case: Any, program: Program, things: dict[str, Any]) -> None:
    """Send the case, about a real thing where its address is well formed, and check all that schemathesis checks."""
    well_formed = case.meta is None or not case.meta.is_negative_at(schemathesis.core.parameters.ParameterLocation.PATH)
    if well_formed and crc32(str(case.body).encode(errors="replace")) % 4:
        case.path_parameters.update({name: things[name] for name in case.path_parameters if name in things})
    checks = [check for check in CHECKS.get_all() if check.__name__ != BY_THE_ROOMS]
    with one_connection():
        headers = {"Authorization": f"Bearer {program.key}", "Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, checks=checks)


@contextmanager
def one_connection() -> Iterator[None]:
    """Let the test's transaction stay open from request to request, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
