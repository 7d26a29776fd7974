"""Rows made again on other notices: the same people, the same files. Not saved; the caller does that, many at once."""

from collections.abc import Collection, Iterable
from copy import copy
from typing import TypeVar

from django.db.models import Model

from nettmelding.core.ids import uuid7
from nettmelding.documents.models import Document
from nettmelding.notices.models import Notice, Party

Row = TypeVar("Row", bound=Model)


def of_parties(
    parties: Iterable[Party], notices: Iterable[Notice], roles: Collection[str] | None = None
) -> list[Party]:
    """The same people on each notice. Where `roles` are named, "the same as" holds among those only."""
    standing, made = list(parties), []
    for notice in notices:
        for party in standing:
            one = _again(party)
            one.notice = notice
            if roles is not None and party.same_as not in roles:
                one.same_as = ""
            made.append(one)
    return made


def of_document(document: Document) -> Document:
    """A row of its own for the same file, which is kept once: what holds the one may let go of it by itself."""
    return _again(document)


def _again(row: Row) -> Row:
    one = copy(row)
    one._state = copy(row._state)
    one._state.adding, one._state.fields_cache = True, {}
    one.pk = uuid7()
    return one
