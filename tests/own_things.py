"""A company's own people, keys, texts and the like, by the name of the parameter they fill in."""

from datetime import timedelta
from uuid import UUID

from nettmelding.accounts.models import User
from nettmelding.core import clock, numbers
from nettmelding.core.actor import OrganisationKind, Role
from nettmelding.core.ids import uuid7
from nettmelding.documents.models import Document
from nettmelding.grid import duty
from nettmelding.grid.models import DutyAccepted, Edition, GridImport, MapFirm
from nettmelding.installations.models import Difference, OutgoingTask
from nettmelding.notices.models import BulkChange, Notice, Project, Transfer
from nettmelding.organisations.models import (
    ApiKey,
    GridAccess,
    Invitation,
    Membership,
    Organisation,
    Paper,
    Screen,
    StandardText,
)
from tests.declarations import rows as declarations
from tests.workorders import rows as work

_WHAT = {OrganisationKind.CONTRACTOR: BulkChange.What.FIELDS, OrganisationKind.GRID_COMPANY: BulkChange.What.ASSIGN}


_LOOP = {
    "code": "loop",
    "layer": "kabel",
    "row": 1,
    "external_id": "K1",
    "detail": "",
    "latitude": None,
    "longitude": None,
}
_LAYER = {
    "name": "kabel", "file": "nett.gpkg", "kind": "cable", "kind_column": "", "has_places": True, "projection": "EPSG:25833",
    "columns": [{"heading": "id", "field": "external_id", "values": ["K1"], "unread": []}],
}  # fmt: skip
"""What a reading found, and where."""


def member(organisation: Organisation, *roles: Role) -> Membership:
    """A person with just these roles."""
    user = User.objects.create_user(f"{uuid7()}@roller.example", None, name="Prøve Person")
    DutyAccepted.objects.create(user=user, version=duty.VERSION)
    return Membership.objects.create(user=user, organisation=organisation, roles=[role.value for role in roles])


def own(company: Organisation, notice_id: UUID) -> dict[str, UUID]:
    """One thing of each kind that the company has; what only the other kind of company has is left out."""
    person = member(company, Role.FITTER)
    present = clock.now()
    found = {
        "text_id": StandardText.objects.create(organisation=company, title="Felles", text="Felles").id,
        "key_id": ApiKey.objects.create(membership=person, hash=str(uuid7())).id,
        "membership_id": person.id,
        "user_id": person.user_id,
        "invitation_id": Invitation.objects.create(
            organisation=company,
            name="Ny",
            email="ny@roller.example",
            roles=["fitter"],
            token_hash=str(uuid7()),
            expires_at=present + timedelta(days=3),
        ).id,
    }
    grid_company = Organisation.objects.get(slug="eksempelnett")
    found |= declarations.of_meters(company, company if company.kind == OrganisationKind.GRID_COMPANY else grid_company)
    found |= work.of_order(found["order_id"], "Avvik")
    found["bulk_id"] = BulkChange.objects.create(organisation=company, what=_WHAT[company.kind]).id
    if company.kind == OrganisationKind.GRID_COMPANY:
        access = GridAccess.objects.filter(grid_company=company).first()
        if access is not None:
            found["access_id"] = access.id
            fitter = member(access.contractor, Role.FITTER)
            found["paper_id"] = _paper(fitter, company).id
        task = OutgoingTask.objects.create(grid_company_id=company.id, kind="changes", content={}, case_key="x")
        found["task_id"] = task.id
        found["difference_id"] = Difference.objects.create(grid_company_id=company.id, task=task, name="ov_a").id
        found["map_firm_id"] = _let_in(company).id
        found["edition_id"] = Edition.objects.create(
            grid_company_id=company.id, serial=numbers.take("grid-edition"), state=Edition.State.READY,
            report={"found": {"loop": 1}, "findings": [_LOOP]},
        ).id  # fmt: skip
        found["import_id"] = GridImport.objects.create(
            grid_company_id=company.id, made_by_id=person.user_id, state=GridImport.State.TRIED, finished_at=present,
            report={"found": {"loop": 1}, "findings": [_LOOP]}, layers=[_LAYER],
        ).id  # fmt: skip
        found["screen_id"] = Screen.objects.create(grid_company=company, kind="address", key="x", shown="X").id
    else:
        found["paper_id"] = _paper(person, None).id
        found["transfer_id"] = _transfer(company, notice_id).id
        project = Project.objects.create(contractor=company, name="Felles felt")
        found["project_id"] = project.id
        found["shared_id"] = project.attachments.create(document=_document(company), kind="photo").id
    return found


def _paper(person: Membership, company: Organisation | None) -> Paper:
    kind = Paper.Kind.METERS if company else Paper.Kind.SAFETY_COURSE
    return Paper.objects.create(membership=person, kind=kind, grid_company=company, valid_from=clock.today())


def _let_in(company: Organisation) -> MapFirm:
    """A firm that sees the map by name, as it would without."""
    firm = Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value).order_by("slug")[0]
    return MapFirm.objects.get_or_create(grid_company=company, contractor=firm, defaults={"may": True})[0]


def _document(company: Organisation) -> Document:
    """A row about a file that nobody has stored."""
    return Document.objects.create(
        organisation_id=company.id, sha256="0" * 64, size=1, content_type="image/png", extension="png", name="bilde.png",
        scan="clean",
    )  # fmt: skip


def _transfer(company: Organisation, notice_id: UUID) -> Transfer:
    """A third firm's notice that the company has asked for, and the customer has said yes."""
    third = Organisation.objects.create(slug="tredje-firma", kind=OrganisationKind.CONTRACTOR.value, name="Tredje AS")
    Notice.objects.filter(pk=notice_id).update(contractor=third)
    return Transfer.objects.create(
        notice_id=notice_id,
        from_contractor=third,
        to_contractor=company,
        by=Transfer.By.CUSTOMER,
        state=Transfer.State.CONSENTED,
        asking_company=company,
    )
