"""Beginning a declaration and filling it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.merge import merge
from nettmelding.declarations import content, filling, queries, sharing
from nettmelding.declarations.catalogue.model import Kind, Origin, Place
from nettmelding.declarations.filling import Filled, Known
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.notices import former
from nettmelding.notices import queries as notices
from nettmelding.notices.catalogue.values import FieldError
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import queries as orders
from nettmelding.workorders.catalogue.load import written as order_catalogue

NOT_YET = frozenset({Status.DRAFT, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED})
"""Statuses of a notice in which no work is declared."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving led to. Nothing typed is lost: a conflict leaves theirs in place and gives mine back."""

    draft: Draft
    conflicts: dict[str, tuple[Any, Any]]
    """Path → (theirs, mine)."""
    errors: dict[str, str]
    """Path → why the value was not taken."""


def begin(actor: Actor, notice_id: UUID) -> Draft:
    """The actor's company's declaration of the installation in a notice; the one that is begun already where there is one.

    A firm that has handed the notice over declares its own part, whatever became of the rest (FEL § 12).
    Errors: NotFound, NotAllowed, Refused where the notice is not sent or the company has signed one.
    """
    handed_over = former.is_former(actor, notice_id)
    notice = former.get(actor, notice_id).transfer.notice if handed_over else notices.own(actor, notice_id)
    access.require(actor, Right.FILL_IN, Right.DECLARE)
    if not handed_over and notice.state in NOT_YET:
        raise Refused("not_yet", _("Meldingen må være sendt og ikke avvist før arbeidet kan erklæres."))
    found = Draft.objects.filter(kind=Kind.INSTALLATION, issuer_id=actor.organisation, notice=notice).first()
    if found is not None:
        return queries.draft(actor, found.id)
    if Declaration.objects.filter(kind=Kind.INSTALLATION, issuer_id=actor.organisation, notice=notice).exists():
        raise Refused("signed", _("Firmaet har signert en erklæring her. Rett den med en ny versjon."))
    return _made(actor, Draft(kind=Kind.INSTALLATION, issuer_id=actor.organisation, notice=notice))


def begin_meter(actor: Actor, order_id: UUID) -> Draft:
    """The declaration of a meter, by the firm whose fitter mounted it; the one that is begun already where there is one.

    Errors: NotFound, NotAllowed, Refused where the order mounts no meter or it is signed.
    """
    order = orders.get(actor, order_id)
    if order.performer_id != actor.organisation_id:
        raise NotFound
    access.require(actor, Right.DO_WORK, Right.DECLARE)
    if not order_catalogue().kinds[order.kind].declares:
        raise Refused("no_meter", _("Denne arbeidsordren setter ikke opp noen måler."))
    found = Draft.objects.filter(kind=Kind.METER, issuer_id=actor.organisation, work_order=order).first()
    if found is not None:
        return queries.draft(actor, found.id)
    if Declaration.objects.filter(kind=Kind.METER, work_order=order).exists():
        raise Refused("signed", _("Måleren er erklært. Rett erklæringen med en ny versjon."))
    return _made(actor, Draft(kind=Kind.METER, issuer_id=actor.organisation, notice=order.notice, work_order=order))


def correct(actor: Actor, declaration_id: UUID) -> Draft:
    """A new version of a signed one, begun with what it says; the one that is begun already where there is one.

    Errors: NotFound, NotAllowed, Refused where a newer version is signed.
    """
    old = queries.get(actor, declaration_id)
    if old.issuer_id != actor.organisation_id:
        raise NotFound
    access.require(actor, Right.FILL_IN, Right.DECLARE)
    if getattr(old, "replaced_by", None) is not None or old.erased_at:
        raise Refused("replaced", _("Denne versjonen er erstattet. Rett den nyeste."))
    found = Draft.objects.filter(replaces=old).first()
    if found is not None:
        return queries.draft(actor, found.id)
    return _made(
        actor,
        Draft(
            kind=old.kind, issuer_id=old.issuer_id, notice=old.notice, work_order=old.work_order, replaces=old,
            language=old.language, content=dict(old.content),
        ),
    )  # fmt: skip


def ask(actor: Actor, notice_id: UUID, firm: Organisation, part: str) -> Draft:
    """The notice's contractor asks another firm, which did a part of the work, to declare that part. The firm sees the draft,
    filled in with where and whose it is, and nothing else of the notice.

    Errors: NotFound, NotAllowed, Refused where the firm has one already.
    """
    notice = notices.own(actor, notice_id)
    access.require(actor, Right.FILL_IN, Right.DECLARE)
    if notice.state in NOT_YET:
        raise Refused("not_yet", _("Meldingen må være sendt og ikke avvist før arbeidet kan erklæres."))
    if firm.id == actor.organisation_id or _declares(firm.id, notice):
        raise Refused("has_one", _("Dette firmaet har en erklæring i saken allerede."))
    own = Organisation.objects.get(pk=actor.organisation)
    known = Known(Kind.INSTALLATION, own, notice, split=True)
    told = {path: one.kept() for path, one in filling.fill(known).items() if path.startswith("site.")}
    scope = Filled(part.strip(), Place(Origin.ASKED, own.name)).kept()
    draft = Draft(
        kind=Kind.INSTALLATION, issuer=firm, notice=notice, asked_by=own,
        content={**told, **({"work.scope": scope} if part.strip() else {})},
    )  # fmt: skip
    return _made(actor, draft, then=sharing.tell_firm)


def _declares(firm_id: UUID, notice: Notice) -> bool:
    """Whether a firm declares, or has declared, in a notice."""
    mine = {"kind": Kind.INSTALLATION, "issuer_id": firm_id, "notice": notice}
    return Draft.objects.filter(**mine).exists() or Declaration.objects.filter(**mine).exists()


def save(
    actor: Actor,
    draft_id: UUID,
    *,
    mine: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Saved:
    """Merge what was typed into the draft, field by field, as `notices.drafts.save` does.

    `mine` holds raw values for the paths that were on the page, `base` what they held when it was made; without it mine stand.
    Errors: NotFound, NotAllowed, Conflict for an outdated revision.
    """
    with write():
        draft = locked(actor, draft_id, revision)
        kind = Kind(draft.kind)
        parsed, errors = _read(kind, mine)
        whole = values(draft)
        standing = {path: whole.get(path, content.unsaid(path, kind)) for path in parsed}
        theirs = {path: value for path, value in standing.items() if value not in (None, "", [])}
        was = theirs if base is None else {p: v for p, v in base.items() if p in parsed and v not in (None, "", [])}
        wanted = {path: value for path, value in parsed.items() if value not in (None, "", [])}
        merged = merge(was, theirs, wanted)
        changed = {path for path in parsed if merged.fields.get(path) != theirs.get(path)}
        if changed:
            _put(draft, {path: merged.fields.get(path) for path in changed}, actor.name)
            _keep(draft)
    return Saved(draft, merged.conflicts, errors)


def problems(actor: Actor, draft_id: UUID, mine: Mapping[str, Any]) -> dict[str, str]:
    """Path → why a value would not be taken. Errors: NotFound."""
    return _read(Kind(queries.draft(actor, draft_id).kind), mine)[1]


def speak(actor: Actor, draft_id: UUID, language: str) -> Draft:
    """Let the declaration be written in another language. Errors: NotFound, NotAllowed, Invalid for one that there is not."""
    with write():
        draft = locked(actor, draft_id)
        if language not in dict(settings.LANGUAGES):
            raise Invalid("language", _("Erklæringen finnes ikke på det språket."))
        draft.language = language
        draft.save(update_fields=["language"])
    return draft


def discard(actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away. Errors: NotFound, NotAllowed."""
    with write():
        draft = locked(actor, draft_id)
        record(actor, queries.SUBJECT, draft.id, "discarded", audience=(Audience.INTERNAL,))
        draft.delete()


def locked(actor: Actor, draft_id: UUID, revision: int | None = None) -> Draft:
    """The draft, locked. Inside the caller's transaction. Errors: NotFound, NotAllowed, Conflict."""
    list(Draft.objects.select_for_update().filter(pk=draft_id).values_list("pk"))
    draft = queries.draft(actor, draft_id)
    if revision is not None and revision != draft.revision:
        raise Conflict("changed_meanwhile", _("Erklæringen er endret av noen andre i mellomtiden. Last siden på nytt."))
    return draft


def known_of(draft: Draft) -> Known:
    """What the draft is filled in from."""
    return Known(
        Kind(draft.kind),
        draft.issuer,
        draft.notice,
        draft.work_order,
        draft.asked_by,
        split=is_split(draft),
        now=clock.now(),
    )


def whole(draft: Draft) -> dict[str, dict[str, Any]]:
    """Everything it holds now, by path, as it would be frozen: what was typed over what is filled in."""
    filled = {path: one.kept() for path, one in filling.fill(known_of(draft)).items()}
    return {path: one for path, one in {**filled, **draft.content}.items() if one["value"] not in (None, "", [])}


def values(draft: Draft) -> dict[str, Any]:
    """The values of `whole`."""
    return {path: one["value"] for path, one in whole(draft).items()}


def is_split(draft: Draft) -> bool:
    """Whether several firms share the work: the notice says so, or others declare in it."""
    notice = draft.notice
    if notice is None or draft.kind == Kind.METER:
        return False
    if draft.asked_by_id or notice.contractor_id != draft.issuer_id or notice.values().get("work.split"):
        return True
    others = {"notice": notice, "kind": Kind.INSTALLATION}
    return (
        Draft.objects.filter(**others).exclude(issuer_id=draft.issuer_id).exists()
        or Declaration.objects.filter(**others).exclude(issuer_id=draft.issuer_id).exists()
    )


def _read(kind: Kind, mine: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    parsed: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for path, raw in mine.items():
        value = content.read(path, kind, raw)
        if isinstance(value, FieldError):
            errors[path] = value.message
        else:
            parsed[path] = value
    return parsed, errors


def _put(draft: Draft, changed: Mapping[str, Any], by: str) -> None:
    """What was emptied stays empty, also where the program could fill it in."""
    moment = clock.now().isoformat()
    for path, value in changed.items():
        draft.content[path] = {
            "value": value,
            "source": Origin.ASKED.value,
            "from": "asked:",
            "read_at": moment,
            "by": by,
        }


def _keep(draft: Draft) -> None:
    draft.revision += 1
    draft.changed_at = clock.now()
    draft.save()


def _made(actor: Actor, draft: Draft, then: Callable[[Draft], object] = lambda draft: None) -> Draft:
    """Keep a new draft; where a colleague was faster, theirs."""
    if not actor.may(Right.FILL_IN, Right.DECLARE, Right.DO_WORK):
        raise NotAllowed("right_missing", _("Dette har du ikke tilgang til å gjøre."))
    draft.created_by_name = actor.name
    try:
        with write():
            draft.save(force_insert=True)
            record(
                actor, queries.SUBJECT, draft.id, "begun", audience=(Audience.INTERNAL,), detail={"kind": draft.kind}
            )
            then(draft)
    except IntegrityError:
        same = {
            "kind": draft.kind,
            "issuer_id": draft.issuer_id,
            "notice": draft.notice,
            "work_order": draft.work_order,
        }
        return Draft.objects.get(**same)
    return Draft.objects.select_related("issuer", "asked_by", "notice", "work_order").get(pk=draft.pk)
