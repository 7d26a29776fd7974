"""`/notices/{id}/declarations`, `/declarations/{id}` and its PDF."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from ninja import Router, Status

from nettmelding.api import files, headers, lists
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.schemas.declarations import (
    AnswerOut,
    DeclarationLine,
    DeclarationOut,
    DeclarationPatch,
    IssuerOut,
    SignatureIn,
)
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.actor import OrganisationKind
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.declarations import drafts, queries, signing
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Part
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.notices import queries as notices
from nettmelding.organisations.models import Organisation

router = Router()
OF_NOTICE = "/notices/{uuid:notice_id}/declarations"
ONE = "/declarations/{uuid:declaration_id}"


@router.get(OF_NOTICE, response=ListOf[DeclarationLine], summary="List declarations of conformity")
def list_declarations(
    request: ActingRequest, notice_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[DeclarationLine]:
    """Those of the notice that you may see, all versions, the newest first; your company's drafts before them."""
    found = queries.of_notice(request.auth, notices.get(request.auth, notice_id))
    rows: list[Draft | Declaration] = [*found.drafts, *found.signed]
    return lists.cut(rows, cursor, limit, _line)


@router.post(OF_NOTICE, response={201: DeclarationOut}, summary="Begin a declaration")
def begin_declaration(request: ActingRequest, response: HttpResponse, notice_id: UUID) -> Status[DeclarationOut]:
    """Of the installation, filled in with what is known; the one that is begun already where there is one."""
    draft = drafts.begin(request.auth, notice_id)
    headers.tag(response, draft.revision)
    response.headers["Location"] = f"{request.path.partition('/notices')[0]}/declarations/{draft.id}"
    return Status(201, _draft(draft))


@router.get(ONE, response=DeclarationOut, summary="Read a declaration")
def read_declaration(request: ActingRequest, response: HttpResponse, declaration_id: UUID) -> DeclarationOut:
    """A draft of your company's, or a signed version; every value with where it is from."""
    draft = queries.drafts_of(request.auth).filter(pk=declaration_id).first()
    if draft is None:
        return _signed(request, queries.get(request.auth, declaration_id))
    headers.tag(response, draft.revision)
    return _draft(queries.draft(request.auth, declaration_id))


@router.patch(ONE, response=DeclarationOut, summary="Fill in a declaration")
def patch_declaration(
    request: ActingRequest, response: HttpResponse, declaration_id: UUID, body: DeclarationPatch
) -> DeclarationOut:
    """Changes the named values of a draft, all or none. Send `If-Match` so that nobody's change is lost."""
    errors = drafts.problems(request.auth, declaration_id, body.answers)
    if errors:
        raise Invalid("invalid", next(iter(errors.values())), fields=errors)
    drafts.save(request.auth, declaration_id, mine=body.answers, revision=headers.wanted_revision(request))
    draft = queries.draft(request.auth, declaration_id)
    headers.tag(response, draft.revision)
    return _draft(draft)


@router.post(f"{ONE}/sign", response=DeclarationOut, summary="Sign a declaration")
def sign_declaration(request: ActingRequest, declaration_id: UUID, body: SignatureIn) -> DeclarationOut:
    """The draft becomes a version that is never changed; its PDF is made right after."""
    revision = headers.wanted_revision(request)
    signed = signing.sign(request.auth, declaration_id, body.model_dump(), revision=revision)
    return _signed(request, queries.get(request.auth, signed.id))


@router.post(f"{ONE}/correct", response={201: DeclarationOut}, summary="Begin a correction")
def correct_declaration(request: ActingRequest, response: HttpResponse, declaration_id: UUID) -> Status[DeclarationOut]:
    """A draft of a new version of a signed one of your company's."""
    draft = drafts.correct(request.auth, declaration_id)
    headers.tag(response, draft.revision)
    return Status(201, _draft(queries.draft(request.auth, draft.id)))


@router.get(f"{ONE}/pdf", response={200: bytes}, summary="Download the sealed PDF")
def read_declaration_pdf(request: ActingRequest, declaration_id: UUID) -> FileResponse:
    """PDF/A-2a, sealed; to the grid company as far as its rules ask for it. 404 while it is being made."""
    return files.answered(queries.file_for(request.auth, queries.get(request.auth, declaration_id)))


def _line(one: Draft | Declaration) -> DeclarationLine:
    return DeclarationLine(**_of_draft(one)) if isinstance(one, Draft) else DeclarationLine(**_of_signed(one))


def _draft(one: Draft) -> DeclarationOut:
    return DeclarationOut(
        **_of_draft(one),
        revision=one.revision,
        answers=[_answer(path, kept) for path, kept in drafts.whole(one).items()],
        missing=[lacking.message for lacking in signing.missing_in(one)],
        sha256="",
    )


def _signed(request: ActingRequest, one: Declaration) -> DeclarationOut:
    whole = queries.reads_all(request.auth, one)
    known = catalogue()
    told = {
        path for path, field in known.fields.items() if known.sections[field.asked.section].part is Part.DECLARATION
    }
    try:
        sha256 = queries.file_for(request.auth, one).sha256
    except NotFound:
        sha256 = ""
    return DeclarationOut(
        **_of_signed(one),
        revision=None,
        answers=[_answer(path, kept) for path, kept in one.content.items() if whole or path in told],
        missing=[],
        sha256=sha256,
    )


def _of_draft(one: Draft) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": "draft",
        "kind": one.kind,
        "number": "",
        "version": one.replaces.version + 1 if one.replaces else 1,
        "replaces_id": one.replaces_id,
        "notice_id": one.notice_id,
        "work_order_id": one.work_order_id,
        "issuer": _issuer(one.issuer),
        "address": str(drafts.values(one).get("site.address", "")),
        "signed_at": None,
        "signed_by": "",
        "pdf_ready": False,
    }


def _of_signed(one: Declaration) -> dict[str, Any]:
    sealing = getattr(one, "sealing", None)
    return {
        "id": one.id,
        "state": "replaced" if getattr(one, "replaced_by", None) is not None else "signed",
        "kind": one.kind,
        "number": one.number,
        "version": one.version,
        "replaces_id": one.replaces_id,
        "notice_id": one.notice_id,
        "work_order_id": one.work_order_id,
        "issuer": _issuer(one.issuer),
        "address": one.address,
        "signed_at": one.signed_at,
        "signed_by": one.signature.get("name", ""),
        "pdf_ready": bool(sealing and sealing.document_id),
    }


def _issuer(firm: Organisation) -> IssuerOut:
    return IssuerOut(
        id=firm.id, name=firm.name, organisation_number=firm.organisation_number, kind=OrganisationKind(firm.kind)
    )


def _answer(path: str, kept: dict[str, Any]) -> AnswerOut:
    return AnswerOut(path=path, value=kept["value"], source=kept["source"], read_at=kept.get("read_at") or "")
