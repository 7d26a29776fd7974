"""Signing: the draft becomes a version that is never changed, and its PDF is made."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock, numbers
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.declarations import drafts, photos, queries
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.declarations.missing import Missing, missing
from nettmelding.declarations.models import Declaration, Draft, Sealing
from nettmelding.declarations.printing import Head, Printer, Signed, printed
from nettmelding.notices.models import Notice
from nettmelding.organisations import access

MOST_STROKES, MOST_POINTS = 200, 6000
LONGEST_NAME = 120
FRAME = 1000
"""The width that strokes are drawn in; they are lower than wide."""
SLIP = 10
DRAWN, TYPED = "drawn", "typed"
NUMBERS = "declaration"


def sign(actor: Actor, draft_id: UUID, signature: Mapping[str, Any], *, revision: int | None = None) -> Declaration:
    """Sign a draft.

    `signature`: `{"name", "strokes"}`, strokes of [x, y] in a frame FRAME wide; without strokes `confirmed` must be true.
    Errors: NotFound; NotAllowed without the right to sign; Invalid with a sentence for each path that lacks something, or where
    the signature does not hold; Conflict for an outdated revision.
    """
    queries.draft(actor, draft_id)
    access.require(actor, Right.DECLARE)
    read = read_signature(actor, signature)
    number = "" if _has_number(actor, draft_id) else f"S-{numbers.yearly(NUMBERS)}"
    with write():
        draft = drafts.locked(actor, draft_id, revision)
        if lacking := missing_in(draft):
            raise _incomplete(lacking)
        return _signed(actor, draft, read, number, clock.now())


def sign_for_order(actor: Actor, draft: Draft, signature: Mapping[str, Any], at: datetime) -> Declaration | None:
    """Sign the draft of a meter with what a fitter signed in the field, in the caller's transaction. None, and the draft is left
    to be signed by somebody else, where the fitter may not sign, something is lacking, or the signature does not hold."""
    if not actor.may(Right.DECLARE) or missing_in(draft):
        return None
    try:
        read = read_signature(actor, {**signature, "confirmed": True})
    except Invalid:
        return None
    return _signed(actor, draft, read, "", at)


def missing_in(draft: Draft) -> list[Missing]:
    """What keeps a draft from being signed."""
    return missing(Kind(draft.kind), drafts.values(draft), split=drafts.is_split(draft))


def read_signature(actor: Actor, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A signature as it is kept: `{"name", "strokes", "how"}`. Errors: Invalid."""
    name = " ".join(str(raw.get("name") or actor.name).split())[:LONGEST_NAME]
    strokes = _strokes(raw.get("strokes") or [])
    if not strokes and not raw.get("confirmed"):
        sentence = _("Tegn underskriften, eller kryss av for at du signerer med navnet.")
        raise Invalid("signature", sentence, fields={"signature": sentence})
    if not re.search(r"[^\W\d_]", name):
        sentence = _("Skriv navnet ditt.")
        raise Invalid("signature", sentence, fields={"name": sentence})
    return {"name": name, "strokes": strokes, "how": DRAWN if strokes else TYPED}


def _strokes(raw: Any) -> list[list[list[float]]]:
    wrong = _("Underskriften kunne ikke leses. Tegn den på nytt.")
    problem = Invalid("signature", wrong, fields={"signature": wrong})
    if not isinstance(raw, list) or len(raw) > MOST_STROKES:
        raise problem
    points = 0
    found: list[list[list[float]]] = []
    for stroke in raw:
        if not isinstance(stroke, list) or (points := points + len(stroke)) > MOST_POINTS:
            raise problem
        if not all(_is_point(point) for point in stroke):
            raise problem
        if stroke:
            found.append([[round(float(x), 1), round(float(y), 1)] for x, y in stroke])
    return found if _extent(found) else []


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= FRAME for one in point)
    )


def _extent(strokes: list[list[list[float]]]) -> bool:
    """Whether there is more than a dot: a slip of the finger is no signature."""
    xs = [x for stroke in strokes for x, _y in stroke]
    ys = [y for stroke in strokes for _x, y in stroke]
    return bool(xs) and (max(xs) - min(xs) > SLIP or max(ys) - min(ys) > SLIP)


def _has_number(actor: Actor, draft_id: UUID) -> bool:
    """A correction has its first version's number, a meter's declaration its order's."""
    draft = queries.draft(actor, draft_id)
    return draft.replaces_id is not None or draft.work_order_id is not None


def _signed(actor: Actor, draft: Draft, signature: dict[str, Any], number: str, at: datetime) -> Declaration:
    old = draft.replaces
    if old is not None and Declaration.objects.filter(replaces=old).exists():
        raise Refused("replaced", _("Denne versjonen er erstattet. Rett den nyeste."))
    whole = drafts.whole(draft)
    number = old.number if old else number or _order_number(draft)
    firm = whole["issuer.name"]["value"]
    user = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    head = Head(number, old.version + 1 if old else 1, old.version if old else 0, _day(old) if old else "", firm)
    signed = Signed(signature["name"], at, signature["how"], (user.email if user else "") or actor.name)
    token = secrets.token_urlsafe(24)
    place = draft.notice.metering_point if draft.notice else None
    point = draft.work_order.metering_point if draft.work_order else place
    declaration = Declaration.objects.create(
        id=draft.id,
        number=number,
        version=head.version,
        replaces=old,
        kind=draft.kind,
        issuer=draft.issuer,
        grid_company_id=_grid_company(draft),
        notice=draft.notice,
        work_order=draft.work_order,
        installation_id=point.installation_id if point else None,
        address=str(whole["site.address"]["value"])[:200],
        language=draft.language,
        content=whole,
        printed=printed(Printer(Kind(draft.kind), whole, tuple(photos.chosen(draft))), head, signed, draft.language),
        signature=signature,
        signed_by_id=actor.user_id,
        signed_at=at,
        token_hash=queries.hash_of(token),
    )
    Sealing.objects.create(declaration=declaration, token=token)
    Draft.objects.filter(pk=draft.id).delete()
    _told(actor, declaration, at)
    return declaration


def _told(actor: Actor, declaration: Declaration, at: datetime) -> None:
    """Events of the declaration itself and of its notice."""
    detail = {"number": declaration.number, "version": declaration.version, "kind": declaration.kind}
    both = (Audience.CONTRACTOR, Audience.GRID_COMPANY)
    record(actor, queries.SUBJECT, declaration.id, "signed", audience=both, detail=detail, happened_at=at)
    if declaration.notice_id is not None:
        list(Notice.objects.select_for_update().filter(pk=declaration.notice_id).values_list("pk"))
        asked = (
            queries.rules_at(declaration.grid_company_id).of(declaration.kind) if declaration.grid_company_id else None
        )
        audience = both if asked and asked.value != "nothing" else (Audience.CONTRACTOR,)
        record(
            actor,
            "notice",
            declaration.notice_id,
            "declaration_signed",
            audience=audience,
            detail=detail,
            happened_at=at,
        )


def _grid_company(draft: Draft) -> UUID | None:
    if draft.work_order is not None:
        return draft.work_order.grid_company_id
    return draft.notice.grid_company_id if draft.notice else None


def _order_number(draft: Draft) -> str:
    """`M-2026-000123` for the order `A-2026-000123`: known without taking a number, which no transaction may."""
    assert draft.work_order is not None
    return f"M{draft.work_order.number.removeprefix('A')}"


def _day(old: Declaration) -> str:
    with translation.override(old.language):
        return date_format(clock.oslo(old.signed_at).date(), "j. F Y")


def _incomplete(lacking: list[Missing]) -> Invalid:
    fields: dict[str, str] = {}
    for one in lacking:
        fields.setdefault(one.path, one.message)
    return Invalid("incomplete", _("Noe mangler før erklæringen kan signeres."), fields=fields)
