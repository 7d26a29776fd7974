"""Rows of declarations made straight, where what is asked is who may open them."""

from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.declarations import queries
from nettmelding.declarations.models import Declaration, Draft, Share
from nettmelding.notices.case_places import remember_keys
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.screen_keys import of_address
from nettmelding.workorders.models import WorkOrder


def of_meters(issuer: Organisation, grid_company: Organisation) -> dict[str, UUID]:
    """A firm's own: a meter that it has begun to declare, and another that it has declared, by the name of the parameter."""
    first, second = order(issuer, grid_company), order(issuer, grid_company)
    draft = Draft.objects.create(kind="meter", issuer=issuer, work_order=first)
    return {
        "order_id": first.id,
        "draft_id": draft.id,
        "document_id": uuid7(),
        **signed(issuer, grid_company, "", order=second),
    }


def of_notice(notice: Notice, mark: str) -> dict[str, UUID]:
    """A notice's contractor's: one that is begun, and one that is signed, which says `mark`."""
    grid_company = notice.grid_company or Organisation.objects.get(slug="eksempelnett")
    content = {"work.scope": {"value": mark, "source": "asked", "from": "asked:", "read_at": ""}}
    draft = Draft.objects.create(kind="installation", issuer=notice.contractor, notice=notice, content=content)
    made = signed(notice.contractor, grid_company, mark, notice=notice)
    return {"draft_id": draft.id, "document_id": uuid7(), **made}


def order(performer: Organisation, grid_company: Organisation, address: str = "Målervegen 1") -> WorkOrder:
    """A meter that the firm sets up."""
    made = WorkOrder.objects.create(
        number=f"A-{uuid7().hex[-13:]}",
        grid_company=grid_company,
        performer=performer,
        kind="set_up",
        address=address,
    )
    remember_keys("work_order", made.id, grid_company.id, {of_address(address)})
    return made


def signed(
    issuer: Organisation,
    grid_company: Organisation,
    mark: str,
    *,
    notice: Notice | None = None,
    order: WorkOrder | None = None,
) -> dict[str, UUID]:
    """A signed one and a link to it."""
    rows = [{"path": "work.scope", "label": "Omfang", "text": mark}]
    declaration = Declaration.objects.create(
        number=f"S-{uuid7().hex[-13:]}",
        kind="meter" if order else "installation",
        issuer=issuer,
        grid_company=grid_company,
        notice=notice,
        work_order=order,
        address=mark,
        content={},
        printed={
            "title": "Samsvarserklæring",
            "declaration": [{"title": "Arbeidet", "rows": rows}],
            "documentation": [],
        },
        signature={"name": mark, "strokes": [], "how": "typed"},
        signed_at=clock.now(),
        token_hash=queries.hash_of(str(uuid7())),
    )
    share = Share.objects.create(
        declaration=declaration, token_hash=str(uuid7()), name=mark, shared_by_name="Prøve", expires_at=clock.now()
    )
    return {"declaration_id": declaration.id, "share_id": share.id}
