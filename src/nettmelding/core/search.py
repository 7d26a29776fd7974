"""Finding subjects by folded words: plain index ranges on both databases."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from nettmelding.core import text
from nettmelding.core.models import SearchEntry

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


def _after(prefix: str) -> str | None:
    """The smallest word after all that begin with the prefix, in any collation that has digits before letters."""
    stem = prefix.rstrip("z")
    return stem[:-1] + _ALPHABET[_ALPHABET.index(stem[-1]) + 1] if stem else None


def index(organisations: Iterable[UUID], kind: str, subject_id: UUID, terms: Iterable[str]) -> None:
    """Replace what each organisation finds the subject by. Inside the caller's transaction."""
    folded = {word[:100] for term in terms for word in text.words(term)}
    wanted = {(organisation, word) for organisation in organisations for word in folded}
    stand = {(e.organisation_id, e.term): e.pk for e in SearchEntry.objects.filter(subject_id=subject_id, kind=kind)}
    gone = [key for pair, key in stand.items() if pair not in wanted]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(organisation_id=organisation, term=word, kind=kind, subject_id=subject_id)
            for organisation, word in sorted(wanted - stand.keys(), key=str)
        ]
    )


def matching(organisation_id: UUID, kind: str, query: str) -> QuerySet[SearchEntry, UUID] | None:
    """Ids of subjects in which every word of the query begins a word; None for an empty query."""
    wanted = sorted(text.words(query), key=len, reverse=True)[:6]
    if not wanted:
        return None
    found: QuerySet[SearchEntry, UUID] | None = None
    for word in reversed(wanted):
        rows = SearchEntry.objects.filter(organisation_id=organisation_id, kind=kind, term__gte=word)
        end = _after(word)
        if end is not None:
            rows = rows.filter(term__lt=end)
        if found is not None:
            rows = rows.filter(subject_id__in=found)
        found = rows.values_list("subject_id", flat=True)
    return found
