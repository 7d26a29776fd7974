"""Files that nothing points at: their rows go here, and the bytes with the next sweep."""

from datetime import datetime

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from nettmelding.core.forgetting import removing
from nettmelding.documents.models import Document


def _unused(before: datetime) -> QuerySet[Document]:
    """Documents handed in before that no row of any room points at, whichever rooms there are."""
    rows = Document.objects.filter(created_at__lt=before)
    for relation in Document._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            pointing = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(pointing))
    return rows


UNUSED = removing(Document, _unused)
