"""Every address × every role, at one's own company and at another: who is let in stands in one table here.

The addresses are collected from the addresses themselves, and one that the table does not know fails: a new page cannot be
forgotten. What is asked is undone again, so that each asks the same world.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from nettmelding.core.actor import Actor, OrganisationKind, Right, Role
from nettmelding.core.ids import uuid7
from nettmelding.notices import actions
from nettmelding.notices.lifecycle import Action
from nettmelding.organisations import keys
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.rights import ROLES, SCOPES, rights_of
from tests.notices import blocks, ways
from tests.others_things import Things, make
from tests.own_things import member, own
from tests.sessions import Steady
from tests.test_tenancy import FIXED, Place, places

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.one_database]
CONTRACTOR, GRID, PLATFORM = OrganisationKind.CONTRACTOR, OrganisationKind.GRID_COMPANY, OrganisationKind.PLATFORM
OWN = {CONTRACTOR: "eksempel-elektro", GRID: "eksempelnett", PLATFORM: "platform"}
OTHER = {CONTRACTOR: "prove-installasjon", GRID: "provenett"}
R = Right


@dataclass(frozen=True)
class Let:
    """Who is let in: holders of one of the rights, by kind of company."""

    contractor: frozenset[Right] = frozenset()
    grid: frozenset[Right] = frozenset()
    platform: frozenset[Right] = frozenset()

    def lets_in(self, kind: OrganisationKind, rights: frozenset[Right]) -> bool:
        wanted = {CONTRACTOR: self.contractor, GRID: self.grid, PLATFORM: self.platform}[kind]
        return not wanted.isdisjoint(rights)


def let(*both: Right, contractor: tuple[Right, ...] = (), grid: tuple[Right, ...] = (), platform: bool = False) -> Let:
    return Let(frozenset((*both, *contractor)), frozenset((*both, *grid)), frozenset({R.OPERATE} if platform else ()))


EVERYBODY = "everybody"
"""Signed in or not: tests/test_tenancy.py asks as nobody, and sees that nothing is told."""
SIGNED_IN = "signed in"
"""Whoever is signed in: their own account, open registers, and lists that show each what they may see."""
SEE = let(contractor=(R.SEE_CASES,), grid=(R.SEE_CASES, R.SEE_INSPECTORATE))
FILL_IN = let(contractor=(R.FILL_IN,))
SEND, REPORT = let(contractor=(R.SEND,)), let(contractor=(R.REPORT,))
HANDLE, DECIDE = let(grid=(R.HANDLE,)), let(grid=(R.DECIDE,))

DECLARES = let(contractor=(R.FILL_IN, R.DECLARE))
DECLARES_OWN = let(contractor=(R.FILL_IN, R.DECLARE), grid=(R.DECLARE,))
WORKS = let(contractor=(R.SEE_CASES, R.PLAN_WORK, R.DO_WORK), grid=(R.SEE_CASES, R.PLAN_WORK, R.DO_WORK))
SEES_OWN_WORK = let(contractor=(R.PLAN_WORK, R.DO_WORK), grid=(R.SEE_CASES, R.DO_WORK))
READS_DECLARED = let(contractor=(R.SEE_CASES, R.DECLARE, R.DO_WORK), grid=(R.SEE_CASES, R.DO_WORK))

# fmt: off
TABLE: dict[str, Let | str] = {
    # `name method`, with * for any; the first that fits counts
    "shell:* *": EVERYBODY, "privacy:* *": EVERYBODY, "join:* *": EVERYBODY, "welcome:* *": EVERYBODY,
    "account_* *": EVERYBODY, "demonstration_login *": EVERYBODY, "openid_connect_* *": EVERYBODY,
    "mfa_* *": EVERYBODY, "components:* *": EVERYBODY, "api:openapi-* *": EVERYBODY, "api:api-root *": EVERYBODY,
    "own_* *": SIGNED_IN, "usersessions_* *": SIGNED_IN, "home:home *": SIGNED_IN,
    "lists:notices *": SIGNED_IN, "lists:export *": SIGNED_IN, "lists:search *": SIGNED_IN,
    "form:addresses *": SIGNED_IN, "form:companies *": SIGNED_IN, "form:declaration *": SIGNED_IN,
    "lists:queue *": let(grid=(R.SEE_CASES,)),
    "field:app *": SIGNED_IN, "field:who *": SIGNED_IN, "field:recovery *": SIGNED_IN,
    "field:shell *": EVERYBODY, "field:worker *": EVERYBODY, "field:manifest *": EVERYBODY,

    "case:copy *": FILL_IN,
    "case:dialogue POST": let(R.NOTE),
    "case:contact *": let(contractor=(R.REPORT,), grid=(R.HANDLE,)),
    "case:take *": HANDLE, "case:ask *": HANDLE, "case:assign *": HANDLE, "case:release *": HANDLE,
    "case:order_metering *": HANDLE, "case:return_metering *": HANDLE,
    "case:return_completion *": HANDLE, "case:close *": HANDLE,
    "case:reject *": DECIDE, "case:approve *": DECIDE, "case:propose_stop *": DECIDE,
    "case:stop *": DECIDE, "case:resume *": DECIDE, "case:connect_temporarily *": DECIDE, "case:extend *": DECIDE,
    "case:reopen *": DECIDE,
    "case:take_up *": SEND, "case:withdraw *": SEND,
    "case:* *": SEE,
    "siblings:list *": let(R.SEE_CASES), "installation:installation *": let(R.SEE_CASES),
    "installation:begin POST": FILL_IN, "installation:begin *": SEE,
    "bulk:* *": let(contractor=(R.FILL_IN,), grid=(R.HANDLE,)),
    "requests:step *": HANDLE,
    "requests:case *": let(R.SEE_CASES),

    "find:search *": let(contractor=(R.FILL_IN,), grid=(R.SEE_CASES,)), "find:in_notice *": FILL_IN,
    "map:object *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "map:prints *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "map:marks *": FILL_IN, "map:company-* *": let(grid=(R.SEE_GRID,)),
    "map:map *": SEE, "map:list *": SEE, "map:find *": SEE, "map:duty GET": SEE,
    "map:duty *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "maperrors:company-* *": let(grid=(R.SEE_GRID,)),
    "maperrors:of-* *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "maperrors:list *": let(R.SEE_GRID), "maperrors:close-changed *": let(grid=(R.HANDLE, R.MANAGE_COMPANY)),
    "maperrors:* *": let(contractor=(R.SEE_GRID,), grid=(R.HANDLE, R.MANAGE_COMPANY)),
    "precheck:* *": let(contractor=(R.SEE_GRID,)),
    "map:use *": FILL_IN, "map:forget *": FILL_IN,
    "map:company-use *": let(grid=(R.SEE_GRID,)), "map:company-forget *": let(grid=(R.SEE_GRID,)),
    "map:values-* *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "map:way* *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "map:planned *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "map:company-values-* *": let(grid=(R.SEE_GRID,)), "map:company-way* *": let(grid=(R.SEE_GRID,)),
    "map:company-planned *": let(grid=(R.SEE_GRID,)),
    "corrections:* *": HANDLE,
    "projects:listing *": let(contractor=(R.SEE_CASES,)), "projects:project *": let(contractor=(R.SEE_CASES,)),
    "projects:file *": let(contractor=(R.SEE_CASES,)), "projects:send *": SEND, "projects:* *": FILL_IN,

    "start:* *": FILL_IN, "block:making *": FILL_IN, "block:template *": FILL_IN,
    "block:table *": let(contractor=(R.SEE_CASES,)), "block:save *": FILL_IN, "block:deeds *": FILL_IN,
    "form:send POST": SEND,
    "form:send_completion POST": REPORT,
    "form:* *": FILL_IN,

    "admin:overview *": let(R.MANAGE_COMPANY, R.USE_TEXTS, platform=True),
    "admin:company *": let(R.MANAGE_COMPANY), "admin:read-again *": let(R.MANAGE_COMPANY),
    "admin:logo *": let(R.MANAGE_COMPANY), "admin:second-factor *": let(R.MANAGE_COMPANY),
    "admin:rights *": let(R.MANAGE_COMPANY), "admin:change-rights *": let(R.MANAGE_COMPANY),
    "admin:sign-on *": let(R.MANAGE_COMPANY),
    "admin:keys *": let(R.MANAGE_KEYS), "admin:new-key *": let(R.MANAGE_KEYS), "admin:end-key *": let(R.MANAGE_KEYS),
    "admin:texts *": let(R.USE_TEXTS), "admin:new-text *": let(R.USE_TEXTS),
    "admin:text *": let(R.SHARE_TEXTS), "admin:*-text *": let(R.SHARE_TEXTS),
    "admin:paper-file *": let(contractor=(R.MANAGE_PEOPLE,), grid=(R.CONFIRM_PAPERS,)),
    "admin:instructions *": let(grid=(R.CONFIRM_PAPERS,)), "admin:confirm-paper *": let(grid=(R.CONFIRM_PAPERS,)),
    "admin:delete-paper *": let(contractor=(R.MANAGE_PEOPLE,)),
    "admin:*person* *": let(R.MANAGE_PEOPLE), "admin:*people* *": let(R.MANAGE_PEOPLE),
    "admin:*screen* *": let(grid=(R.SCREEN,)),
    "admin:*invitation *": let(R.MANAGE_PEOPLE), "admin:new-paper *": let(R.MANAGE_PEOPLE),
    "admin:grid-import* *": let(grid=(R.MANAGE_COMPANY,)),
    "admin:work-orders *": let(grid=(R.MANAGE_COMPANY,)), "admin:declarations *": let(grid=(R.MANAGE_COMPANY,)),
    "admin:grid-rules* *": let(grid=(R.MANAGE_COMPANY,)), "admin:grid-looks* *": let(grid=(R.MANAGE_COMPANY,)),
    "admin:grid-companies *": let(contractor=(R.APPLY,)), "admin:apply *": let(contractor=(R.APPLY,)),
    "admin:*contractor* *": let(grid=(R.ADMIT,)),
    "admin:customer-system-setup *": let(grid=(R.MANAGE_COMPANY,)),
    "admin:customer-system* *": let(grid=(R.HANDLE, R.MANAGE_COMPANY)),
    "admin:register-file *": let(platform=True),

    "workorders:list *": WORKS, "workorders:export *": WORKS,
    "workorders:deviations *": WORKS, "workorders:statistics *": WORKS,
    "workorders:of-notice *": SEE, "workorders:new *": let(contractor=(R.REPORT,), grid=(R.HANDLE,)),
    "workorders:order *": SEES_OWN_WORK, "workorders:photo *": SEES_OWN_WORK, "workorders:thumb *": SEES_OWN_WORK,
    "workorders:deviation *": SEES_OWN_WORK, "workorders:after-* *": SEES_OWN_WORK,
    "workorders:reserve *": let(R.PLAN_WORK), "workorders:settle *": let(R.PLAN_WORK),
    "workplan:customer *": EVERYBODY, "workplan:stock *": let(R.PLAN_WORK, R.DO_WORK),
    "workplan:take-in *": let(grid=(R.PLAN_WORK,)), "workplan:load *": let(grid=(R.PLAN_WORK,)),
    "workplan:give-back *": let(grid=(R.PLAN_WORK,)), "workplan:* *": let(R.PLAN_WORK),
    "workorders:mend *": REPORT, "workorders:* *": HANDLE,
    "api:set_work_order_gate *": HANDLE, "api:read_field_changes *": let(R.DO_WORK),
    "api:read_order_file *": SIGNED_IN,  # the order here is of no notice
    "api:read_photo_offset *": SIGNED_IN,  # the one here is on its way
    "api:read_work_order GET": SEES_OWN_WORK, "api:read_deviation GET": SEES_OWN_WORK,
    "api:list_work_orders GET": SIGNED_IN, "api:list_deviations GET": SIGNED_IN, "api:count_deviations *": SIGNED_IN,
    "api:read_mended_photo *": SIGNED_IN,  # the one here is not mended

    "declarations:owner* *": EVERYBODY, "declarations:verify *": EVERYBODY, "declarations:list *": SIGNED_IN,
    "declarations:form POST": DECLARES, "declarations:ask *": DECLARES, "declarations:form *": SEE,
    "declarations:of-notice *": SEE,
    "declarations:read *": READS_DECLARED, "declarations:pdf *": READS_DECLARED,
    "declarations:sign POST": let(contractor=(R.DECLARE,), grid=(R.DECLARE,)), "declarations:* *": DECLARES_OWN,

    "transfer:customer *": EVERYBODY, "transfer:former-list *": SIGNED_IN,
    "transfer:ask *": let(R.TRANSFER), "transfer:children *": let(R.TRANSFER), "transfer:many *": let(grid=(R.TRANSFER,)),
    "transfer:want *": let(contractor=(R.TRANSFER,)), "transfer:offer GET": let(contractor=(R.SEE_CASES,)),
    "transfer:offer POST": let(contractor=(R.TRANSFER,)),
    "transfer:withdraw *": let(R.TRANSFER), "transfer:former* *": let(contractor=(R.SEE_CASES,)),

    "api:read_installation *": let(R.SEE_CASES), "api:list_siblings *": let(R.SEE_CASES),
    "api:search_grid *": let(grid=(R.SEE_GRID,)), "api:search_grid_area *": let(grid=(R.SEE_GRID,)),
    "api:read_grid_* GET": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "api:list_grid_objects GET": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "api:read_short_circuit *": let(contractor=(R.SEE_GRID,), grid=(R.SEE_CASES,)),
    "api:read_upstream *": SIGNED_IN,  # the cabinet here hangs on no transformer
    "api:list_declarations POST": DECLARES, "api:correct_declaration POST": DECLARES_OWN,
    "api:read_declaration GET": READS_DECLARED,
    "api:read_declaration_pdf *": SIGNED_IN,  # the one here has no PDF yet
    "api:read_me *": SIGNED_IN, "api:list_notice_types *": SIGNED_IN, "api:find_companies *": SIGNED_IN,
    "api:find_metering_points *": let(contractor=(R.FILL_IN,), grid=(R.SEE_CASES,)),
    "api:find_addresses *": SIGNED_IN, "api:list_grid_companies *": SIGNED_IN, "api:list_users GET": SIGNED_IN,
    "api:list_users POST": let(R.MANAGE_PEOPLE), "api:read_user *": let(R.MANAGE_PEOPLE),
    "api:list_standard_texts *": SIGNED_IN, "api:list_messages GET": SEE, "api:find_* *": SIGNED_IN,
    "api:list_notices GET": SIGNED_IN, "api:list_requests GET": SIGNED_IN,
    "api:list_notices POST": FILL_IN, "api:list_requests POST": FILL_IN, "api:copy_notice POST": FILL_IN,
    "api:read_notice PATCH": FILL_IN, "api:set_* PUT": FILL_IN, "api:put_* PUT": FILL_IN, "api:put_* DELETE": FILL_IN,
    "api:list_attachments POST": FILL_IN, "api:patch_attachment *": FILL_IN,
    "api:list_projects GET": SIGNED_IN, "api:list_projects POST": FILL_IN, "api:list_children POST": FILL_IN,
    "api:send_project POST": SEND,
    "api:read_project GET": let(contractor=(R.SEE_CASES,)), "api:read_project PATCH": FILL_IN,
    "api:read_form GET": let(contractor=(R.SEE_CASES,)), "api:list_missing GET": let(contractor=(R.SEE_CASES,)),
    "api:correct_contact POST": let(contractor=(R.REPORT,), grid=(R.HANDLE,)),
    "api:change_notices POST": SIGNED_IN,  # what is sent is read before it is asked who may
    "api:undo_change POST": let(contractor=(R.FILL_IN,), grid=(R.HANDLE,)),
    "api:patch_cells PATCH": FILL_IN, "api:act_on_children POST": HANDLE,
    "api:add_to_project POST": FILL_IN, "api:remove_from_project DELETE": FILL_IN, "api:make_siblings POST": FILL_IN,
    "api:list_work_orders POST": SIGNED_IN, "api:act_on_work_order POST": HANDLE,
    "api:step_deviation POST": HANDLE, "api:mend_deviation POST": REPORT,
    "api:register_device POST": SIGNED_IN, "api:hand_in_operations POST": SIGNED_IN,
    "api:read_declaration PATCH": DECLARES, "api:sign_declaration POST": let(contractor=(R.DECLARE,)),
    "api:act POST": HANDLE, "api:add_note POST": let(R.NOTE), "api:step_request POST": HANDLE,
    "api:read_request GET": let(R.SEE_CASES), "api:* GET": SEE,
}
# fmt: on
NOT_ON: frozenset[str] = frozenset(
    {
        "case:resume",
        "case:connect_temporarily",
        "case:extend",
        "case:reopen",
        "case:take_up",
        "case:return_metering",
        "case:choose",
        "transfer:former",
        "transfer:former-version",
        "transfer:former-attachment",
        "maperrors:step",
        "map:way",
        "map:way-places",
        "map:use",
        "map:company-way",
        "map:company-way-places",
        "map:company-use",
        "map:company-forget",
    }
)
"""Actions for which no notice here is in the right state: nobody is let in. tests/notices/ goes through the whole lifecycle."""
MISSING = frozenset(
    {
        "admin:company POST",
        "admin:logo GET",
        "case:logo GET",
        "case:preview GET",
        "admin:paper-file GET",
        "projects:file GET",
        "transfer:offer POST",
        "maperrors:photo GET",
        "workorders:photo GET",
        "workorders:thumb GET",
        "workorders:after-photo GET",
        "workorders:after-thumb GET",
        "declarations:pdf GET",
        "declarations:photo GET",
        "api:patch_cells PATCH",
        "api:act_on_children POST",
        "api:add_to_project POST",
        "api:read_declaration PATCH",
        "api:sign_declaration POST",
        "api:mend_deviation POST",
    }
)
"""Where the one who is let in is told that something is not there: a part of the page, a picture, what a body names."""
STAGES: Mapping[str, str] = {
    "case:children": "sent_block", "case:several": "sent_block", "transfer:children": "sent_block",
    "api:list_children POST": "block",
    "map:marks": "draft", "form:edit": "draft", "form:autosave": "draft", "form:upload": "draft", "form:send": "draft",
    "form:completion": "approved", "form:autosave_completion": "approved", "form:upload_completion": "approved",
    "form:send_completion": "approved", "case:stop": "approved", "case:propose_stop": "approved",
    "workorders:new": "approved", "case:order_metering": "approved",
    "case:return_completion": "reported", "case:close": "reported", "case:assign": "taken", "case:release": "taken",
    "block:table": "block", "block:save": "block", "block:deeds": "block", "block:making": "block", "block:template": "block",
    "map:forget": "draft", "map:use": "draft",
    "api:read_form": "draft", "api:list_missing": "draft", "api:set_address": "draft", "api:set_metering_point": "draft",
    "api:put_party": "draft", "api:put_contact": "draft", "api:read_notice PATCH": "draft", "api:list_attachments POST": "draft",
}  # fmt: skip
"""Which notice an address is asked about; else the one that has been sent."""
JSON = "application/json"
BODIES: Mapping[str, dict[str, Any]] = {
    "api:list_notices POST": {"types": ["protection_change"]},
    "api:list_users POST": {"name": "Ny Bruker", "email": "ny.bruker@roller.example", "roles": ["fitter"]},
    "api:list_projects POST": {"name": "Felt B"},
    "api:list_children POST": {"children": [{"unit": "H0401"}]},
    "api:read_project PATCH": {"name": "Felt C"},
    "api:read_user PATCH": {"roles": ["administrator"]},
    "api:list_requests POST": {"kind": "enquiry", "grid_company": "eksempelnett", "text": "Hva skal sendes?"},
}
"""Bodies that would do, besides those of tests/test_tenancy.py."""
CASES = frozenset({"notice_id", "request_id", "attachment_id", "installation_id", "point_id", "object_id", "error_id"})
"""What a contractor and a grid company have together."""
NO_SUCH_METHOD = 405
KEPT_OUT = frozenset({403, 404})
NOT_NOW = 409


def rule(place: Place, method: str) -> Let | str | None:
    asked = f"{place.name} {method}"
    return next((rule for pattern, rule in TABLE.items() if fnmatchcase(asked, pattern)), None)


@dataclass(frozen=True)
class World:
    """The contractor's and the grid company's common things, and notices further on."""

    things: Things
    notices: Mapping[str, UUID]
    own: Mapping[OrganisationKind, Mapping[str, UUID]]

    def has(self, kind: OrganisationKind, place: Place) -> bool:
        """Whether such a company has what the address is about."""
        return place.parameters <= {*self.own.get(kind, {}), *CASES, *FIXED}

    def at(self, kind: OrganisationKind, place: Place, method: str) -> Things:
        """What to ask about: a case, or what a company of that kind has of its own."""
        stage = STAGES.get(f"{place.name} {method}", STAGES.get(place.name, ""))
        notice_id = self.notices.get(stage, self.things.ids["notice_id"])
        elsewhere = {name: value for ids in self.own.values() for name, value in ids.items()}
        ids = {**elsewhere, **self.things.ids, **self.own.get(kind, {}), "notice_id": notice_id}
        return Things(ids, self.things.markers)


@pytest.fixture
def world(electrician: Actor, case_handler: Actor) -> World:
    taken = ways.sent(electrician)
    actions.act(case_handler, taken.id, Action.TAKE)
    notices = {
        "draft": ways.ready(electrician).id,
        "approved": ways.approved(electrician, case_handler).id,
        "reported": ways.reported(electrician, case_handler).id,
        "taken": taken.id,
        "block": blocks.block(electrician, 1)[0].id,
        "sent_block": blocks.sent(electrician, 1)[0].id,
    }
    things = make(electrician, case_handler)["sent"]
    passed_on = ways.sent(electrician).id
    return World(things, notices, {kind: own(company(OWN[kind], kind), passed_on) for kind in (CONTRACTOR, GRID)})


def company(slug: str, kind: OrganisationKind) -> Organisation:
    return Organisation.objects.filter(kind=kind.value).order_by("created_at").get(slug=slug)


def ask(client: Steady, place: Place, method: str, things: Things) -> int:
    """The answer's status; what was done is undone."""
    send = getattr(client, method.lower())
    with transaction.atomic():
        extra: dict[str, Any] = {}
        if place.is_api and method != "GET":
            asked = f"{place.name} {method}"
            extra = {"data": BODIES.get(asked) or place.body(method), "content_type": JSON}
            if asked in {"api:list_attachments POST", "api:mend_deviation POST"}:
                extra = {"data": {"kind": "photo", "file": things.file(), "text": "Rettet."}}
        answered: HttpResponse = send(place.address(things), **extra)
        transaction.set_rollback(True)
    return answered.status_code


def guarded() -> list[tuple[Place, str, Let]]:
    """What only holders of a right may ask."""
    found = ((place, method, rule(place, method)) for place in places() for method in place.methods)
    return [(place, method, wanted) for place, method, wanted in found if isinstance(wanted, Let)]


def test_the_table_knows_every_address() -> None:
    unknown = [(place, method) for place in places() for method in place.methods if rule(place, method) is None]
    assert [f"{place.name} {method}" for place, method in unknown if not place.is_api or takes(place, method)] == []


def takes(place: Place, method: str) -> bool:
    """Whether the API knows the method there: it says so before it asks who one is."""
    ids = {name: uuid7() for name in {"notice_id", *place.parameters} - FIXED.keys()}
    asked = place.address(Things(ids, frozenset()))
    return Client().generic(method, asked, b"{}", content_type=JSON).status_code != NO_SUCH_METHOD


def test_the_table_has_no_line_too_many() -> None:
    asked = [f"{place.name} {method}" for place in places() for method in place.methods]
    idle = [pattern for pattern in TABLE if not any(fnmatchcase(one, pattern) for one in asked)]
    assert idle == []


@pytest.mark.parametrize(
    ("kind", "role"),
    [(kind, role) for kind in (CONTRACTOR, GRID, PLATFORM) for role in ROLES[kind]],
    ids=lambda value: value.value,
)
def test_a_role_is_let_in_where_it_has_the_right_and_nowhere_else(
    kind: OrganisationKind, role: Role, world: World
) -> None:
    user, rights, wrong = member(company(OWN[kind], kind), role).user, rights_of(kind, [role]), []
    client = Steady(user, raise_request_exception=False)
    for place, method, wanted in guarded():
        if place.is_api:
            continue
        status = ask(client, place, method, world.at(kind, place, method))
        if status == NO_SUCH_METHOD:
            continue
        let_in = wanted.lets_in(kind, rights) and world.has(kind, place)
        let_in = let_in and ("notice_id" not in place.parameters or SEE.lets_in(kind, rights))
        if let_in and place.name not in NOT_ON:
            good = status not in KEPT_OUT or (status == 404 and f"{place.name} {method}" in MISSING)
        else:
            good = status in KEPT_OUT or (status == NOT_NOW and place.name.startswith(("case:", "transfer:")))
        if not good or (status >= 500 and status != 503):
            wrong.append((place.name, method, status, "let in" if let_in else "kept out"))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("kind", [CONTRACTOR, GRID], ids=lambda kind: kind.value)
def test_another_company_finds_nothing_whatever_its_roles(kind: OrganisationKind, world: World) -> None:
    client = Steady(member(company(OTHER[kind], kind), *ROLES[kind]).user, raise_request_exception=False)
    theirs, wrong = {*CASES, *world.own[kind]}, []
    for place in places():
        for method in place.methods if place.parameters & theirs else ():
            status = ask(client, place, method, world.at(kind, place, method))
            if status not in {404, NO_SUCH_METHOD}:
                wrong.append((place.name, method, status))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("kind", [CONTRACTOR, GRID], ids=lambda kind: kind.value)
@pytest.mark.parametrize("scopes", [(), *((scope,) for scope in SCOPES)], ids=lambda scopes: "+".join(scopes) or "all")
def test_a_key_is_let_in_as_far_as_its_scopes_go(kind: OrganisationKind, scopes: tuple[str, ...], world: World) -> None:
    membership = member(company(OWN[kind], kind), *ROLES[kind])
    _, key = keys.issue(membership, label="", days=1, scopes=scopes)
    client = Steady(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)
    within = frozenset[Right]().union(*(SCOPES[scope] for scope in scopes)) if scopes else frozenset(Right)
    wrong = []
    for place, method, wanted in guarded():
        if not place.is_api:
            continue
        status = ask(client, place, method, world.at(kind, place, method))
        let_in = wanted.lets_in(kind, rights_of(kind, ROLES[kind]) & within)
        if let_in and status == 404 and f"{place.name} {method}" in MISSING:
            continue
        if status != NO_SUCH_METHOD and ((status in KEPT_OUT) == let_in or status >= 500):
            wrong.append((place.name, method, status, "let in" if let_in else "kept out"))
    assert wrong == [], "\n".join(map(str, wrong))
