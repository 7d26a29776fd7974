"""API keys: made by a person for one company, shown once, kept as a hash, ended by their person or an administrator."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM, Actor, ActorKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.core.settings import env
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations import access, own
from nettmelding.organisations.models import ApiKey, Membership
from nettmelding.organisations.rights import READING, SCOPES

PREFIX = "nm_"
SHOWN = 8
LONGEST_LABEL, MOST_KEYS = 80, 20
DAYS = (30, 90, 365)
"""How long a key can be made to last."""
WARN_BEFORE = timedelta(days=14)
BATCH = 200
SCOPE_TEXTS: Mapping[str, str | Promise] = {
    "read": gettext_lazy("Lese sakene"),
    "write": gettext_lazy("Lese sakene, fylle ut og sende meldinger, svare og ferdigmelde"),
    "handle": gettext_lazy("Lese, behandle og overføre saker"),
    "work": gettext_lazy("Lese, planlegge og utføre arbeidsordrer, og signere samsvarserklæringer"),
    "admin": gettext_lazy("Administrere brukere, tekster og tilganger"),
}
"""The scopes in words, in the order they are shown."""


def scopes_for(actor: Actor) -> list[str]:
    """The scopes that would open something for the actor, more than reading where they say more."""
    return [code for code in SCOPE_TEXTS if actor.may(*(SCOPES[code] - READING or READING))]


def visible(actor: Actor) -> QuerySet[ApiKey]:
    """The actor's own keys; all of the company's for one who manages the company. Newest first."""
    if actor.organisation_id is None or actor.user_id is None:
        return ApiKey.objects.none()
    rows = ApiKey.objects.filter(membership__organisation_id=actor.organisation_id)
    if not actor.may(Right.MANAGE_COMPANY):
        rows = rows.filter(membership__user_id=actor.user_id)
    return rows.select_related("membership__user").order_by("-created_at", "-id")


def holding() -> Q:
    """Keys that are neither ended nor expired."""
    return Q(ended_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))


def make(
    actor: Actor, *, label: str, scopes: Collection[str], days: int, key_id: UUID | None = None
) -> tuple[ApiKey, str]:
    """A new key of the actor's own, and its secret, which is not to be had again.

    `key_id` names the form it was asked with: posted twice, it is made once. Errors: NotAllowed, Invalid, Refused.
    """
    organisation_id = own.company_of(actor)
    access.require(actor, Right.MANAGE_KEYS)
    if actor.kind is not ActorKind.PERSON or actor.user_id is None:
        raise NotAllowed("person_only", _("En nøkkel kan ikke lage nye nøkler."))
    label = " ".join(label.split())
    _check(actor, label, scopes, days)
    with write():
        own.locked(organisation_id)
        standing = Membership.objects.select_related("user", "organisation").filter(ended_at__isnull=True)
        membership = standing.filter(user_id=actor.user_id, organisation_id=organisation_id).first()
        if membership is None:
            raise NotFound
        if membership.api_keys.filter(holding()).count() >= MOST_KEYS:
            raise Refused("too_many", _("Du har %(number)s nøkler. Avslutt en først.") % {"number": MOST_KEYS})
        if key_id is not None and ApiKey.objects.filter(pk=key_id).exists():
            raise Refused("made_already", _("Nøkkelen er laget, og den vises bare én gang. Avslutt den og lag en ny."))
        made = issue(membership, label=label, scopes=sorted(scopes), days=days, key_id=key_id)
        own.recorded(actor, organisation_id, "key_made", _detail(made[0]))
        _tell("key_made", made[0], by=actor.name)
    return made


def issue(
    membership: Membership,
    *,
    label: str,
    scopes: Collection[str] = (),
    days: int = DAYS[-1],
    key_id: UUID | None = None,
) -> tuple[ApiKey, str]:
    """Write a key for a membership: `scopes` empty lets it do all its person may. Inside the caller's transaction."""
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        id=key_id or uuid7(),
        membership=membership,
        label=label[:LONGEST_LABEL],
        shown=secret[:SHOWN],
        hash=hashed(secret),
        scopes=list(scopes),
        expires_at=clock.now() + timedelta(days=days),
    )
    return key, secret


def issue_by_operator(membership: Membership, *, label: str, days: int) -> str:
    """A key with all its person's rights, made at the command line; they are told. Returns the secret."""
    with write():
        key, secret = issue(membership, label=label, days=days)
        own.recorded(SYSTEM, membership.organisation_id, "key_made", _detail(key))
        _tell("key_made", key, by=SYSTEM.name)
    return secret


def end(actor: Actor, key_id: UUID) -> ApiKey:
    """The key opens nothing from now on. Errors: NotFound, Refused where it is ended already."""
    organisation_id = own.company_of(actor)
    with write():
        key = visible(actor).filter(pk=key_id).first()
        if key is None:
            raise NotFound
        if not ApiKey.objects.filter(pk=key_id, ended_at__isnull=True).update(ended_at=clock.now()):
            raise Refused("ended", _("Nøkkelen er avsluttet allerede."))
        own.recorded(actor, organisation_id, "key_ended", _detail(key))
        _tell("key_ended", key, by=actor.name)
    return key


def warn() -> int:
    """Tell the people of keys that expire within fourteen days, once each. Returns how many."""
    present = clock.now()
    near = ApiKey.objects.filter(
        ended_at__isnull=True, warned_at__isnull=True, expires_at__gt=present, expires_at__lte=present + WARN_BEFORE
    )
    standing = near.filter(membership__ended_at__isnull=True, membership__user__is_active=True)
    found = standing.select_related("membership__user", "membership__organisation")[:BATCH]
    return sum(_warn(key) for key in found)


def hashed(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _warn(key: ApiKey) -> int:
    """The conditional update tells who won."""
    with write():
        if not ApiKey.objects.filter(pk=key.pk, warned_at__isnull=True, ended_at__isnull=True).update(
            warned_at=clock.now()
        ):
            return 0
        _tell("key_expires", key, by=SYSTEM.name)
    return 1


def _check(actor: Actor, label: str, scopes: Collection[str], days: int) -> None:
    problems = {}
    if not label:
        problems["label"] = _("Skriv hva nøkkelen skal brukes til.")
    elif len(label) > LONGEST_LABEL:
        problems["label"] = _("Skriv høyst %(number)s tegn.") % {"number": LONGEST_LABEL}
    if not scopes:
        problems["scopes"] = _("Velg minst én ting nøkkelen skal kunne.")
    elif not set(scopes) <= set(scopes_for(actor)):
        problems["scopes"] = _("Du kan ikke gi nøkkelen mer enn du selv kan.")
    if days not in DAYS:
        problems["days"] = _("Velg hvor lenge nøkkelen skal vare.")
    if problems:
        raise Invalid("bad_key", _("Rett det som er merket."), fields=problems)


def _detail(key: ApiKey) -> dict[str, object]:
    return {"label": key.label, "shown": key.shown, "scopes": key.scopes, "owner": str(key.membership.user_id)}


def _tell(kind: str, key: ApiKey, *, by: str) -> None:
    """By e-mail to the person whose key it is, if they have an address."""
    user, organisation = key.membership.user, key.membership.organisation
    if not user.email:
        return
    with override(user.language):
        what = key.label or _("uten navn")
        context = {
            "recipient_name": user.name,
            "company": organisation.name,
            "person": by,
            "what": what,
            "due": key.expires_at,
            "link": f"{env.base_url}/admin/api-nokler",
            "facts": [{"term": _("Nøkkel"), "value": f"{what} ({key.shown}…)"}],
        }
    enqueue(
        kind=kind,
        to=user.email,
        context=context,
        organisation_id=organisation.id,
        subject_kind=own.SUBJECT,
        subject_id=organisation.id,
        audience=Audience.INTERNAL,
        language=user.language,
    )
