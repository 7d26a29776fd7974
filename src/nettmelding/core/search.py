"""Finding subjects by folded words: plain index ranges on both databases."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from nettmelding.core import text
from nettmelding.core.models import SearchEntry

Row = TypeVar("Row", bound=Model)
MOST_WORDS = 6
"""Of a query; the shortest are left out."""
MOST_READ_BY_KEY = 2_000
"""Beyond this it is dearer to look rows up one by one than to read a list in its order and leave most of it out."""
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


def after(prefix: str) -> str | None:
    """The smallest word after all that begin with the prefix, in any collation that has digits before letters."""
    stem = prefix.rstrip("z")
    return stem[:-1] + _ALPHABET[_ALPHABET.index(stem[-1]) + 1] if stem else None


def index(organisations: Iterable[UUID], kind: str, subject_id: UUID, terms: Iterable[str]) -> None:
    """Replace what each organisation finds the subject by. Inside the caller's transaction."""
    index_all(kind, {subject_id: (organisations, terms)})


def index_all(kind: str, subjects: Mapping[UUID, tuple[Iterable[UUID], Iterable[str]]]) -> None:
    """The same for several subjects, in as few statements as for one."""
    wanted = {
        (subject_id, organisation, word)
        for subject_id, (organisations, terms) in subjects.items()
        for word in {word[:100] for term in terms for word in text.words(term)}
        for organisation in organisations
    }
    rows = SearchEntry.objects.filter(subject_id__in=list(subjects), kind=kind)
    stand = {(e.subject_id, e.organisation_id, e.term): e.pk for e in rows}
    gone = [key for entry, key in stand.items() if entry not in wanted]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(organisation_id=organisation, term=word, kind=kind, subject_id=subject_id)
            for subject_id, organisation, word in sorted(wanted - stand.keys(), key=str)
        ],
        batch_size=2_000,
    )


def matching(organisation_id: UUID, kind: str, query: str) -> QuerySet[SearchEntry, UUID] | None:
    """Ids of subjects in which every word of the query begins a word; None for an empty query.

    Begins at a word that few subjects have, where there is one, and asks for the others subject by subject.
    """
    entries = SearchEntry.objects.filter(organisation_id=organisation_id, kind=kind)
    words = [_begins(word) for word in _wanted(query)]
    if not words:
        return None
    first = next((word for word in words if _is_rare(entries.filter(word))), words[0]) if len(words) > 1 else words[0]
    found = entries.filter(first)
    for word in words:
        if word is not first:
            found = found.filter(Exists(_of_outer(entries, "subject_id").filter(word)))
    return found.values_list("subject_id", flat=True)


def narrowed(rows: QuerySet[Row], organisation_id: UUID, kind: str, query: str) -> QuerySet[Row]:
    """The rows, whose keys are the subjects, in which every word of the query begins a word; none for an empty query.

    Where few match, they are read by their keys. Where many do, each row is asked while a list is read in its own
    order: a page is full before long.
    """
    found = matching(organisation_id, kind, query)
    if found is None:
        return rows.none()
    ids = few(found)
    if ids is not None:
        return rows.filter(pk__in=ids)
    entries = SearchEntry.objects.filter(organisation_id=organisation_id, kind=kind)
    for word in _wanted(query):
        entry = _of_outer(entries, "pk").filter(_begins(word)).values("id")[:1]
        # an `Exists` would be turned round by PostgreSQL, which reads all rows of the word and sorts them
        rows = rows.filter(IsNull(Subquery(entry), False))
    return rows


def few(ids: QuerySet[Any, UUID]) -> set[UUID] | None:
    """The ids where they are few enough to be read one by one; None where they are many. Reads no further than that."""
    found = list(ids.order_by()[: MOST_READ_BY_KEY + 1])
    return set(found) if len(found) <= MOST_READ_BY_KEY else None


def _wanted(query: str) -> list[str]:
    return sorted(set(text.words(query)), key=lambda word: (-len(word), word))[:MOST_WORDS]


def _begins(word: str) -> Q:
    """Terms that begin with the word, as a range of the index."""
    end = after(word)
    return Q(term__gte=word) if end is None else Q(term__gte=word, term__lt=end)


def _is_rare(entries: QuerySet[SearchEntry]) -> bool:
    return not entries.order_by()[MOST_READ_BY_KEY : MOST_READ_BY_KEY + 1].exists()


def _of_outer(entries: QuerySet[SearchEntry], key: str) -> QuerySet[SearchEntry]:
    return entries.filter(subject_id=OuterRef(key))
