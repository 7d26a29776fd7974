"""What is forgotten of declarations: drafts that nobody signs, links that have ended, and what was signed of an installation that
is gone, when the issuer need not keep it any longer (FEL § 13)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.declarations.models import Declaration, Draft, Sealing, Share
from nettmelding.documents.models import Document
from nettmelding.installations.models import Installation

DRAFTS = removing(Draft, lambda before: Draft.objects.filter(changed_at__lt=before))
SHARES = removing(Share, lambda before: Share.objects.filter(expires_at__lt=before))


def _of_what_is_gone(before: datetime) -> QuerySet[Declaration]:
    """Signed before that, of an installation that the grid company knew then and knows no more. Of one that nobody has told
    of, it is not known that it is gone: it is kept."""
    standing = Installation.objects.filter(pk=OuterRef("installation_id"))
    rows = Declaration.objects.filter(signed_at__lt=before, installation_id__isnull=False, erased_at__isnull=True)
    return rows.exclude(Exists(standing))


def _erase(keys: Sequence[Any]) -> int:
    """Empty what tells of persons, and let go of the PDF. That it was signed, by which firm and when, stays."""
    with write():
        rows = list(
            Declaration.objects.select_for_update().filter(pk__in=list(keys), erased_at__isnull=True).order_by("pk")
        )
        for row in rows:
            Declaration.objects.filter(pk=row.pk).update(content={}, printed={}, signature={}, erased_at=clock.now())
        ids = [row.pk for row in rows]
        sealed = Sealing.objects.filter(pk__in=ids)
        documents: set[UUID] = {
            one for pair in sealed.values_list("document_id", "first_part_id") for one in pair if one
        }
        sealed.update(document=None, first_part=None)
        Share.objects.filter(declaration_id__in=ids).delete()
        Document.objects.filter(pk__in=documents).delete()
    return len(rows)


SIGNED = Forgetter(_of_what_is_gone, _erase)
