"""One company's notices, request, attachments and texts, full of words that can be looked for elsewhere."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.core import clock, numbers
from nettmelding.core.actor import Actor
from nettmelding.declarations.models import Declaration, Draft, Share
from nettmelding.grid import cells, duty
from nettmelding.grid.identity import object_id
from nettmelding.grid.models import (
    DutyAccepted,
    Edition,
    GridImport,
    GridObject,
    InForce,
    Kind,
    MapError,
    MapFirm,
    ObjectCell,
)
from nettmelding.grid.models.objects import row_id
from nettmelding.installations.models import Difference, Installation, MeteringPoint, OutgoingTask
from nettmelding.notices import actions, attachments, clones, dialogue, drafts, parties, places, requests
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import (
    Attachment,
    BulkChange,
    Notice,
    Party,
    PreCheck,
    Project,
    Request,
    Submission,
    Transfer,
)
from nettmelding.organisations import keys
from nettmelding.organisations.models import (
    ApiKey,
    CompanySettings,
    GridAccess,
    Invitation,
    Membership,
    Organisation,
    Paper,
    Screen,
    StandardText,
)
from nettmelding.organisations.queries import grid_companies
from nettmelding.workorders.models import Deviation, Gate, Operation, WorkOrder
from tests.declarations import rows as declarations
from tests.notices.ways import PREPARED
from tests.workorders import rows as work

SENT_MARKERS = frozenset({
    "Merkelapp AS", "Hemmelegvegen 77", "REF-MERKE-4711", "Bare for nettselskapet", "merkefil", "Internt merke",
    "Spørsmål med merke", "Standardmerke", "Invitert Merke", "Kursmerke", "Nøkkelmerke",
    "Skjermvegen 1", "Kundesystemvegen 5", "Skjermet merke", "Overtaker Merke AS", "Prosjektmerke", "Prosjektnotat",
    "Sjekkvegen 9", "Sjekkmerke", "Kartmerke", "Kartfeilmerke", "Nettfilmerke", "Erklæringsmerke", "Avviksmerke", "Målervegen 1",
})  # fmt: skip
DRAFT_MARKERS = frozenset({"Kladdekunde AS", "Kladdevegen 78", "REF-KLADD-4712", "Kladdetekst", "kladdefil"})


@dataclass(frozen=True)
class Things:
    """Ids by the name of the parameter they fill in, and words that tell of them."""

    ids: Mapping[str, UUID]
    markers: frozenset[str]

    def file(self) -> SimpleUploadedFile:
        """A file to be handed in."""
        return SimpleUploadedFile("bilde.png", picture(), "image/png")


def make(electrician: Actor, case_handler: Actor) -> dict[str, Things]:
    """`sent`: a notice and a request at Eksempelnett; `draft`: what nobody but its contractor knows."""
    text = StandardText.objects.create(organisation_id=electrician.organisation, title="Standardmerke", text="Merke")
    draft = _filled_in(electrician, "Kladdekunde AS", "Kladdevegen", 78, "REF-KLADD-4712", "Kladdetekst", "kladdefil")
    sent = _filled_in(
        electrician, "Merkelapp AS", "Hemmelegvegen", 77, "REF-MERKE-4711", "Bare for nettselskapet", "merkefil"
    )
    number = actions.send(electrician, sent.id).notice.number or ""
    sent.refresh_from_db()
    dialogue.note(case_handler, sent.id, "Internt merke", internal=True)
    asked = _asked(electrician, "eksempelnett", "Hemmelegvegen 77", "Spørsmål med merke")
    elsewhere = _asked(electrician, "provenett", "Annenvegen 1", "Spørsmål til andre")
    return {
        "sent": Things(
            {**_ids(sent, asked, text), **_place(sent)},
            SENT_MARKERS | DRAFT_MARKERS | {number, asked.number, str(draft.id)},
        ),
        "draft": Things({**_ids(draft, elsewhere, text), **_elsewhere()}, DRAFT_MARKERS | {"Standardmerke"}),
    }


def everything() -> dict[str, Any]:
    """What there is, so that it can be seen whether anything has changed."""
    return {
        "notices": sorted(Notice.objects.values_list("id", "status", "revision", "handler_id")),
        "parties": sorted(Party.objects.values_list("id", "name", "email")),
        "attachments": sorted(Attachment.objects.values_list("id", "kind")),
        "submissions": Submission.objects.count(),
        "requests": sorted(Request.objects.values_list("id", "state", "revision")),
        "texts": sorted(StandardText.objects.values_list("id", "title", "text", "position")),
        "keys": sorted(ApiKey.objects.values_list("id", "label", "shown")),
        "ended_keys": ApiKey.objects.filter(ended_at__isnull=False).count(),
        "settings": sorted(CompanySettings.objects.values_list("pk", "email_on_decision", "decision_to_shared")),
        "members": sorted(Membership.objects.values_list("id", "revision", "ended_at")),
        "invitations": sorted(Invitation.objects.values_list("id", "sent_at", "withdrawn_at")),
        "papers": sorted(Paper.objects.values_list("id", "confirmed_at")),
        "accesses": sorted(GridAccess.objects.values_list("id", "state", "revision")),
        "screens": sorted(Screen.objects.values_list("id", "why")),
        "map_errors": sorted(MapError.objects.values_list("id", "state", "revision")),
        "grid_imports": sorted(GridImport.objects.values_list("id", "state")),
        "editions": sorted(Edition.objects.values_list("id", "state")),
        "map_firms": sorted(MapFirm.objects.values_list("id", "may")),
        "in_force": sorted(InForce.objects.values_list("grid_company_id", "edition_id")),
        "prechecks": sorted(PreCheck.objects.values_list("id", "notice_id")),
        "projects": sorted(Project.objects.values_list("id", "name", "finished_at")),
        "in_projects": Notice.objects.filter(project__isnull=False).count(),
        "work_orders": sorted(WorkOrder.objects.values_list("id", "status", "revision", "performer_id")),
        "gates": sorted(Gate.objects.values_list("id", "how")),
        "deviations": sorted(Deviation.objects.values_list("id", "state", "answer")),
        "operations": sorted(Operation.objects.values_list("id", "settled")),
        "declaration_drafts": sorted(Draft.objects.values_list("id", "revision")),
        "declarations": Declaration.objects.count(),
        "declaration_links": sorted(Share.objects.values_list("id", "ended_at")),
        "transfers": sorted(Transfer.objects.values_list("id", "state")),
        "changes_of_many": sorted(BulkChange.objects.values_list("id", "done_at", "undone_at")),
        "events": Event.objects.count(),
    }


def _filled_in(actor: Actor, customer: str, street: str, house: int, reference: str, text: str, file: str) -> Notice:
    notice = drafts.create(actor, ["protection_change"], "single")
    place = {"street": street, "number": house, "postcode": "9998", "place": "Eksempelvik", "lat": 63.70, "lon": 9.65}
    places.set_address(actor, notice.id, place)
    answers = {
        **PREPARED,
        "site.meter_number": "4400000000009999",
        "supply.network_system": "it_230",
        "who.our_reference": reference,
        "work.further_information": text,
    }
    assert not drafts.save(actor, notice.id, mine=answers).errors
    parties.type_name(actor, notice.id, PartyRole.CUSTOMER, Party.Kind.COMPANY, customer, "not_founded")
    parties.set_contact(actor, notice.id, PartyRole.CUSTOMER, email="merke@merke.example", mobile="", no_email=False)
    parties.same_as(actor, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    attachments.add(actor, notice.id, kind="photo", name=f"{file}.png", file=io.BytesIO(picture()))
    return notice


def _asked(actor: Actor, grid_company: str, address: str, text: str) -> Request:
    company = grid_companies().get(slug=grid_company)
    return requests.send(
        actor,
        Request.Kind.DISCONNECTION,
        company.id,
        address=address,
        wanted_date=clock.today() + timedelta(days=30),
        text=text,
    )


def _ids(notice: Notice, request: Request, text: StandardText) -> dict[str, UUID]:
    return {
        "notice_id": notice.id,
        "attachment_id": notice.attachments.get().id,
        "request_id": request.id,
        "text_id": text.id,
        "access_id": _access(notice).id,
        "key_id": _key(notice).id,
        "screen_id": _screen().id,
        "transfer_id": _transfer(notice).id,
        "bulk_id": _bulk_change(notice).id,
        "precheck_id": _precheck(notice).id,
        "object_id": _cabinet().object_id,
        "error_id": _map_error(notice).id,
        **_handed_in(notice),
        **_declared(notice),
        **_customer_system(notice),
        **_project(notice),
        **_people(notice),
    }


def _cabinet() -> GridObject:
    """A cabinet of Eksempelnett's where both notices are, in an edition that is in force; all have accepted the duty of
    secrecy."""
    company = grid_companies().get(slug="eksempelnett")
    accept_duty(User.objects.values_list("id", flat=True))
    found = GridObject.objects.filter(external_id="Kartmerke").first()
    if found is not None:
        return found
    edition = Edition.objects.create(
        serial=numbers.take("grid-edition"), grid_company_id=company.id, state=Edition.State.READY, file_name="nett.gpkg",
        ready_at=clock.now(),
    )  # fmt: skip
    InForce.objects.update_or_create(grid_company_id=company.id, defaults={"edition": edition})
    found = GridObject.objects.create(
        id=row_id(edition.serial, 0), edition_serial=edition.serial, kind=Kind.CABLE_CABINET, external_id="Kartmerke",
        object_id=object_id(company.id, Kind.CABLE_CABINET, "Kartmerke"), name="Kartmerke", name_key="kartmerke",
        geometry=shapely.to_wkb(shapely.Point(9.65, 63.70)), min_x=9.65, max_x=9.65, min_y=63.70, max_y=63.70, digest=1,
    )  # fmt: skip
    ObjectCell.objects.create(edition_serial=edition.serial, cell=cells.at(63.70, 9.65), object_id=found.pk)
    return found


def _declared(notice: Notice) -> dict[str, UUID]:
    """What the notice's contractor declares, and a meter that it sets up."""
    is_sent = Notice.objects.filter(pk=notice.pk, sent_at__isnull=False).exists()
    mark = "Erklæringsmerke" if is_sent else "Annen erklæring"
    company = grid_companies().get(slug="eksempelnett" if is_sent else "provenett")
    order = declarations.order(notice.contractor, company, "Målervegen 1" if is_sent else "Annenvegen 2")
    worked = work.of_order(order.id, "Avviksmerke" if is_sent else "Annet avvik")
    return {"order_id": order.id, **worked, **declarations.of_notice(notice, mark)}


def _handed_in(notice: Notice) -> dict[str, UUID]:
    """Files with a grid and the edition that came of them, at Eksempelnett."""
    edition = Edition.objects.get(serial=_cabinet().edition_serial)
    files: list[dict[str, Any]] = [{"name": "Nettfilmerke.gpkg", "bytes": 1}]
    found = {"code": "loop", "layer": "Nettfilmerke", "row": 1, "external_id": "Nettfilmerke", "detail": "",
             "latitude": None, "longitude": None}  # fmt: skip
    row = GridImport.objects.create(
        grid_company_id=edition.grid_company_id, made_by_id=notice.created_by_id, state=GridImport.State.TRIED, files=files,
        finished_at=clock.now(), report={"found": {"loop": 1}, "findings": [found]},
    )  # fmt: skip
    firm = MapFirm.objects.get_or_create(
        grid_company_id=edition.grid_company_id, contractor_id=notice.contractor_id, defaults={"may": True}
    )[0]
    return {"edition_id": edition.id, "import_id": row.id, "map_firm_id": firm.id}


def _map_error(notice: Notice) -> MapError:
    """What the notice's contractor has said of the map: of what is sent, to Eksempelnett."""
    cabinet, is_sent = _cabinet(), Notice.objects.filter(pk=notice.pk, sent_at__isnull=False).exists()
    slug, text = ("eksempelnett", "Kartfeilmerke") if is_sent else ("provenett", "Annen feil")
    return MapError.objects.create(
        number=f"K{notice.id.hex[-8:]}", grid_company=grid_companies().get(slug=slug),
        contractor_id=notice.contractor_id, reporter_id=notice.created_by_id, edition_serial=cabinet.edition_serial,
        what=MapError.What.OTHER, text=text, object_kind=cabinet.kind, external_id="KF", object_name=text,
    )  # fmt: skip


def accept_duty(user_ids: Iterable[UUID]) -> None:
    """These people have accepted the duty of secrecy."""
    DutyAccepted.objects.bulk_create(
        [DutyAccepted(user_id=one, version=duty.VERSION) for one in user_ids], ignore_conflicts=True
    )


def _customer_system(notice: Notice) -> dict[str, UUID]:
    """What the customer system is to be told, and what differs there: of what is sent, Eksempelnett's; else nobody's."""
    company_id = Organisation.objects.get(slug="eksempelnett").id if notice.sent_at else notice.contractor_id
    task, _made = OutgoingTask.objects.get_or_create(
        grid_company_id=company_id,
        case_key=f"{notice.id}:x",
        defaults={"kind": "changes", "content": {"values": {"ov_a": 63}}, "place": "Kundesystemvegen 5"},
    )
    differing, _made = Difference.objects.get_or_create(
        task=task, name="ov_a", defaults={"grid_company_id": company_id, "here": "63", "there": "50"}
    )
    return {"task_id": task.id, "difference_id": differing.id}


def _place(notice: Notice) -> dict[str, UUID]:
    """The installation that the notice is about."""
    company = grid_companies().get(slug="eksempelnett")
    place = Installation.objects.create(grid_company_id=company.id, address="Hemmelegvegen 77", postcode="9998")
    point = MeteringPoint.objects.create(
        installation=place,
        grid_company_id=company.id,
        metering_point_id="707057500000099995",
        meter_number="4400000000009999",
    )
    Notice.objects.filter(pk=notice.pk).update(metering_point=point)
    return {"installation_id": place.id, "point_id": point.id}


def _elsewhere() -> dict[str, UUID]:
    """An installation of Prøvenett's, where nobody has had a notice."""
    point = MeteringPoint.objects.get(meter_number="4400000000000224")
    return {"installation_id": point.installation_id, "point_id": point.id}


def _key(notice: Notice) -> ApiKey:
    """Somebody's API key, at the notice's contractor."""
    member = Membership.objects.filter(organisation_id=notice.contractor_id).order_by("id")[0]
    return keys.issue(member, label="Nøkkelmerke")[0]


def _access(notice: Notice) -> GridAccess:
    """The notice's contractor's access to Eksempelnett."""
    return GridAccess.objects.get(contractor_id=notice.contractor_id, grid_company__slug="eksempelnett")


def _screen() -> Screen:
    """A screened object of Eksempelnett's, where no case is."""
    company = grid_companies().get(slug="eksempelnett")
    where: dict[str, Any] = {"key": "skjermvegen 1 9998", "shown": "Skjermvegen 1", "why": "Skjermet merke"}
    return Screen.objects.get_or_create(grid_company=company, kind=Screen.Kind.ADDRESS, **where)[0]


def _transfer(notice: Notice) -> Transfer:
    """The customer is asked whether the notice is to pass to a firm that is nobody's here."""
    new = Organisation.objects.get_or_create(slug="ingens", kind="contractor", name="Overtaker Merke AS")[0]
    return Transfer.objects.create(
        notice=notice,
        from_contractor_id=notice.contractor_id,
        to_contractor=new,
        by=Transfer.By.CUSTOMER,
        state=Transfer.State.CONSENTED,
        answered_at=clock.now(),
        asking_company_id=notice.contractor_id,
    )


def _project(notice: Notice) -> dict[str, UUID]:
    """A project that the notice is in, with a file."""
    project = Project.objects.create(contractor_id=notice.contractor_id, name="Prosjektmerke", note="Prosjektnotat")
    Notice.objects.filter(pk=notice.pk).update(project=project)
    document = clones.of_document(notice.attachments.get().document)
    document.save(force_insert=True)
    return {"project_id": project.id, "shared_id": project.attachments.create(document=document, kind="photo").id}


def _bulk_change(notice: Notice) -> BulkChange:
    """A change of several that the notice's contractor has filled in."""
    change = BulkChange.objects.create(
        organisation_id=notice.contractor_id, values={"who.our_reference": "REF-MERKE-4711"}, made_by_name="Merke"
    )
    change.rows.create(notice=notice)
    return change


def _precheck(notice: Notice) -> PreCheck:
    """A check before the job that the notice's contractor's case handler has made."""
    assert notice.created_by_id is not None
    return PreCheck.objects.create(
        contractor_id=notice.contractor_id,
        user_id=notice.created_by_id,
        address={"street": "Sjekkvegen 9", "postcode": "9998", "place": "Eksempelvik", "lat": 63.70, "lon": 9.65},
        purpose="other",
        text="Sjekkmerke",
    )


def _people(notice: Notice) -> dict[str, UUID]:
    """Somebody with a course and somebody who is invited, at the notice's contractor."""
    invitation = Invitation.objects.create(
        organisation_id=notice.contractor_id, name="Invitert Merke", token_hash=str(notice.id), expires_at=clock.now()
    )
    member = Membership.objects.filter(organisation_id=notice.contractor_id).order_by("id")[0]
    paper = Paper.objects.create(membership=member, kind=Paper.Kind.OTHER, title="Kursmerke", valid_from=clock.today())
    return {"invitation_id": invitation.id, "membership_id": member.id, "user_id": member.user_id, "paper_id": paper.id}


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    return file.getvalue()
