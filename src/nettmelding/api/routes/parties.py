"""Who a notice is about: found in a register, the same as another, or typed with a mark."""

from functools import singledispatch
from uuid import UUID

from ninja import Router, Status

from nettmelding.api import present
from nettmelding.api.schemas.parties import (
    ByCompany,
    ByName,
    ByPerson,
    BySameAs,
    ContactIn,
    PartyAnswer,
    PartyIn,
    PartyOut,
)
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.notices import parties, queries
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.correcting import Contact, correct
from nettmelding.notices.models import Party
from nettmelding.notices.parties import PersonQuery
from nettmelding.registers.lookups import Found

router = Router()
PATH = "/notices/{uuid:notice_id}/parties/{role}"


@router.put(PATH, response=PartyAnswer, summary="Say who a party is")
def put_party(request: ActingRequest, notice_id: UUID, role: PartyRole, body: PartyIn) -> PartyAnswer:
    """By company number, by name with birth date, as the same as another, or as a name marked as not confirmed."""
    message, confirmed_as = _put(body, request.auth, notice_id, role)
    party = queries.get(request.auth, notice_id).parties.get(role=role)
    return PartyAnswer(party=present.party_row(party), message=message, confirmed_as=confirmed_as)


@router.put(f"{PATH}/contact", response=PartyOut, summary="Say how to reach a party")
def put_contact(request: ActingRequest, notice_id: UUID, role: PartyRole, body: ContactIn) -> PartyOut:
    """E-mail and mobile, or another way where there is no e-mail. What holds is kept where something else does not."""
    party = parties.set_contact(
        request.auth,
        notice_id,
        role,
        email=body.email,
        mobile=body.mobile,
        no_email=body.no_email,
        other_contact=body.other_contact,
    )
    return present.party_row(party)


@router.post(f"{PATH}/contact/corrections", response=PartyOut, summary="Correct how to reach a party")
def correct_contact(request: ActingRequest, notice_id: UUID, role: PartyRole, body: ContactIn) -> PartyOut:
    """In a notice that is sent and not at its end, for both sides at once; what was sent stays as it was.

    The new address is told. An address that e-mail did not reach, given once more, is tried again.
    """
    contact = Contact(body.email, body.mobile, body.no_email, body.other_contact)
    return present.party(correct(request.auth, notice_id, role, contact))


@router.delete(PATH, response={204: None}, summary="Take a party off")
def delete_party(request: ActingRequest, notice_id: UUID, role: PartyRole) -> Status[None]:
    """Those that were the same stay as they are."""
    parties.remove(request.auth, notice_id, role)
    return Status(204, None)


@singledispatch
def _put(body: object, actor: Actor, notice_id: UUID, role: PartyRole) -> tuple[str, str]:
    """What the register had to say, and the name it has where it was typed otherwise."""
    raise TypeError(type(body))


@_put.register
def _(body: ByCompany, actor: Actor, notice_id: UUID, role: PartyRole) -> tuple[str, str]:
    company = parties.use_company(actor, notice_id, role, body.number)
    return ", ".join(warning.text for warning in company.warnings), ""


@_put.register
def _(body: ByPerson, actor: Actor, notice_id: UUID, role: PartyRole) -> tuple[str, str]:
    query = PersonQuery(body.last_name, body.first_name, body.birth_date, body.street, body.postcode)
    answer = parties.find_person(actor, notice_id, role, query)
    if answer.found is not Found.ONE:
        raise Invalid(f"person_{answer.found}", answer.message)
    return answer.message, answer.confirmed_as


@_put.register
def _(body: BySameAs, actor: Actor, notice_id: UUID, role: PartyRole) -> tuple[str, str]:
    parties.same_as(actor, notice_id, role, body.role)
    return "", ""


@_put.register
def _(body: ByName, actor: Actor, notice_id: UUID, role: PartyRole) -> tuple[str, str]:
    parties.type_name(actor, notice_id, role, Party.Kind(body.kind), body.name, body.because)
    return "", ""
