"""Filling in a working copy all at once or not at all, as a program expects of one request."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.api import companies
from nettmelding.api.schemas.notices import NewNotice, NoticePatch
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.notices import drafts, places
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.selection import forms_offered
from nettmelding.notices.models import Notice


def create(actor: Actor, body: NewNotice) -> Notice:
    """A new draft with its answers. Errors: those of `drafts.create`; Invalid for answers that do not hold."""
    grid_company = companies.named(body.grid_company) if body.grid_company else None
    with write():
        notice = drafts.create(
            actor,
            body.types,
            body.form or _simplest_form(body.types),
            grid_company_id=grid_company.id if grid_company else None,
        )
        _fill_in(actor, notice.id, body.answers)
    return notice


def patch(actor: Actor, notice_id: UUID, body: NoticePatch, revision: int | None) -> None:
    """Change what is named. Errors: those of `drafts.locked` and of the parts; Invalid for answers that do not hold."""
    grid_company = companies.named(body.grid_company) if body.grid_company else None
    with write():
        notice = drafts.locked(actor, notice_id, revision)
        if body.types or body.form:
            drafts.set_types(actor, notice_id, body.types or notice.types, body.form or notice.form)
        if grid_company:
            places.choose_grid_company(actor, notice_id, grid_company.id)
        _fill_in(actor, notice_id, body.answers)


def _fill_in(actor: Actor, notice_id: UUID, answers: Mapping[str, Any]) -> None:
    if places.ADDRESS in answers:
        sentence = _("Sett adressen med PUT /notices/{id}/address. Nettselskapet følger av den.")
        raise Invalid("address_elsewhere", sentence, fields={f"answers.{places.ADDRESS}": sentence})
    if not answers:
        return
    saved = drafts.save(actor, notice_id, mine=answers)
    if saved.errors:
        wrong = {f"answers.{path}": sentence for path, sentence in saved.errors.items()}
        raise Invalid("invalid_answers", _("Noen svar holder ikke."), fields=wrong)


def _simplest_form(types: Sequence[str]) -> str:
    offered = forms_offered([one for one in types if one in catalogue().types])
    return offered[0] if offered else ""
