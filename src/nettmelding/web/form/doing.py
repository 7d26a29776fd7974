"""What a button in the form does besides saving it: find somebody, put in a text, take a file away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from nettmelding.core.errors import AppError, NotFound
from nettmelding.notices import attachments, drafts, parties, placeholders, queries
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.models import Party
from nettmelding.organisations import texts as standard
from nettmelding.organisations.queries import standard_texts
from nettmelding.registers import lookups
from nettmelding.registers.lookups import Found
from nettmelding.registers.protocols import Company
from nettmelding.web.components import field_id
from nettmelding.web.form import files, saving, state
from nettmelding.web.form.state import Typed
from nettmelding.web.pages import ActingRequest
from nettmelding.web.shell.toasts import toast

FURTHER = "work.further_information"
_PERSON = ("last_name", "first_name", "birth_date", "street", "postcode")
_ASKED = (
    "kind",
    "last_name",
    "first_name",
    "birth_date",
    "street",
    "postcode",
    "company",
    "company.q",
    "because",
    "name",
)


@dataclass(frozen=True, slots=True)
class Done:
    """What the button came to."""

    anchor: str = ""
    """Where on the page to go on."""
    send: bool = False
    parties: bool = False
    """Only the part about people has changed."""
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    companies: Mapping[str, tuple[Company, ...]] = field(default_factory=dict)

    def added_to(self, typed: Typed) -> Typed:
        return Typed(
            texts={**typed.texts, **self.texts},
            errors={**typed.errors, **self.errors},
            clashes=typed.clashes,
            choices=typed.choices,
            said=self.said,
            companies=self.companies,
        )


def do(request: ActingRequest, notice_id: UUID, stage: Stage) -> Done:
    """The pressed button's `do`, such as `find:customer`; files that came along are put on the notice first."""
    refused = _add_files(request, notice_id, stage)
    verb, _sign, rest = request.POST.get("do", "").partition(":")
    done = _DOES[verb](request, notice_id, rest) if verb in _DOES else Done(send=verb == "send")
    done = replace(done, texts={**_typed_for_others(request), **done.texts})
    return replace(done, send=False, errors={**done.errors, **refused}) if refused else done


def _add_files(request: ActingRequest, notice_id: UUID, stage: Stage) -> dict[str, str]:
    refused = []
    for one in request.FILES.getlist("file"):
        try:
            add_file(request, notice_id, stage, one)
        except AppError as error:
            refused.append(f"{one.name}: {error.message}")
    return {"file": " ".join(refused)} if refused else {}


def add_file(request: ActingRequest, notice_id: UUID, stage: Stage, one: "UploadedFile[Any]", kind: str = "") -> None:
    """Put a file on the notice as the kind it probably is. Errors: those of `attachments.add`."""
    shown = state.read(request.actor, notice_id, stage)
    name = one.name or ""
    guessed = kind or files.likely_kind(name, shown.form.attachments(), {a.kind for a in shown.attachments})
    attachments.add(request.actor, notice_id, kind=guessed, name=name, file=cast(BinaryIO, one), stage=stage)


def _find(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    """Look a person or firm up, as the form has it."""
    role = _role(rest)
    if request.POST.get(f"party.{role}.kind") == "company":
        return _find_firm(request, notice_id, role)
    asked = parties.PersonQuery(**{part: request.POST.get(f"party.{role}.{part}", "") for part in _PERSON})
    try:
        answer = parties.find_person(request.actor, notice_id, role, asked)
    except AppError as error:
        return _failed(request, role, error, "last_name")
    if answer.found is Found.ONE:
        if answer.confirmed_as:
            toast(request, answer.message)
        return _at(role)
    return replace(_at(role), texts=_typed(request, role), said={role: answer.message})


def _find_firm(request: ActingRequest, notice_id: UUID, role: PartyRole) -> Done:
    typed = request.POST.get(f"party.{role}.company", "") or request.POST.get(f"party.{role}.company.q", "")
    try:
        answer = lookups.find_company(request.actor, typed)
    except AppError as error:
        return _failed(request, role, error, "company")
    usable = [one for one in answer.companies if one.usable]
    if len(usable) == 1:
        return _firm(request, notice_id, f"{role}:{usable[0].number}")
    if not usable:
        return replace(_at(role), texts=_typed(request, role), errors={f"party.{role}.company": answer.message})
    return replace(_at(role), texts=_typed(request, role), companies={role: tuple(usable)})


def _firm(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    name, _sign, number = rest.partition(":")
    role = _role(name)
    try:
        parties.use_company(request.actor, notice_id, role, number)
    except AppError as error:
        return _failed(request, role, error, "company")
    return _at(role)


def _same(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    role, _sign, other = rest.partition(":")
    parties.same_as(request.actor, notice_id, _role(role), _role(other))
    return _at(_role(role))


def _remove(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    parties.remove(request.actor, notice_id, _role(rest))
    return _at(_role(rest))


def _email(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    """The address that was probably meant, `email:customer:kari@gmail.com`."""
    name, _sign, address = rest.partition(":")
    role = _role(name)
    party = queries.get(request.actor, notice_id).parties.filter(role=role).first()
    if party is not None:
        parties.set_contact(request.actor, notice_id, role, **saving.contact_of(party, {"email": [address]}))
    return _at(role)


def _type(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    role = _role(rest)
    kind = Party.Kind.COMPANY if request.POST.get(f"party.{role}.kind") == "company" else Party.Kind.PERSON
    name, because = (request.POST.get(f"party.{role}.{part}", "") for part in ("name", "because"))
    try:
        parties.type_name(
            request.actor, notice_id, role, kind, name, because, asked_with=_asked_with(request, role, kind)
        )
    except AppError as error:
        return _failed(request, role, error, "name")
    return _at(role)


def _asked_with(request: ActingRequest, role: PartyRole, kind: Party.Kind) -> str:
    """What the register was asked with before the name was written: it stands in the search still."""
    if kind is Party.Kind.PERSON:
        return request.POST.get(f"party.{role}.birth_date", "")
    return request.POST.get(f"party.{role}.company", "") or request.POST.get(f"party.{role}.company.q", "")


def _text(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    """A standard text after what stands in *Tilleggsinformasjon* already."""
    found = next((one for one in standard_texts(request.actor) if str(one.id) == rest), None)
    if found is not None:
        notice = queries.get(request.actor, notice_id)
        stands = notice.values().get(FURTHER) or ""
        filled_in = standard.fill(found.text, placeholders.values(request.actor, notice))
        drafts.save(
            request.actor,
            notice_id,
            base={FURTHER: stands},
            mine={FURTHER: "\n".join(filter(None, [stands, filled_in]))},
        )
    return Done(anchor=f"#{field_id(FURTHER)}")


def _set(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    """The way out that a note offers: a value for a field, `set:protection.ov_new_a=63`."""
    path, _sign, value = rest.partition("=")
    saved = drafts.save(
        request.actor, notice_id, base=queries.get(request.actor, notice_id).values(), mine={path: value}
    )
    return Done(anchor=f"#{field_id(path)}", errors=saved.errors)


def _drop(request: ActingRequest, notice_id: UUID, rest: str) -> Done:
    try:
        attachments.remove(request.actor, UUID(rest))
    except ValueError:
        raise NotFound from None
    return Done(anchor="#part-attachments")


def _role(text: str) -> PartyRole:
    try:
        return PartyRole(text)
    except ValueError:
        raise NotFound from None


def _failed(request: ActingRequest, role: PartyRole, error: AppError, where: str) -> Done:
    """What is wrong, beside the field it is about; what keeps the page from being edited at all is raised."""
    if error.status not in {404, 409, 422, 429, 503}:
        raise error
    said = {f"party.{role}.{'company' if part == 'number' else part}": words for part, words in error.fields.items()}
    return replace(_at(role), texts=_typed(request, role), errors=said or {f"party.{role}.{where}": error.message})


def _typed_for_others(request: ActingRequest) -> dict[str, list[str]]:
    """What stands in the other searches is not lost by a press in one of them."""
    return {
        name: texts for role in PartyRole for name, texts in _typed(request, role).items() if "".join(texts).strip()
    }


def _typed(request: ActingRequest, role: PartyRole) -> dict[str, list[str]]:
    names = (f"party.{role}.{part}" for part in _ASKED)
    return {name: request.POST.getlist(name) for name in names if name in request.POST}


def _at(role: PartyRole) -> Done:
    return Done(anchor=f"#{field_id(f'party.{role}')}", parties=True)


_DOES: Mapping[str, Callable[[ActingRequest, UUID, str], Done]] = {
    "find": _find,
    "firm": _firm,
    "same": _same,
    "remove": _remove,
    "type": _type,
    "email": _email,
    "text": _text,
    "set": _set,
    "drop": _drop,
}
