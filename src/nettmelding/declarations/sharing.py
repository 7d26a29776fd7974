"""Handing a declaration to the owner (FEL § 12): a link that opens it without signing in, by e-mail or handed over otherwise."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound, TooMany
from nettmelding.core.settings import env
from nettmelding.declarations import queries
from nettmelding.declarations.models import Declaration, Draft, Share
from nettmelding.messages.outbox import enqueue
from nettmelding.notices.corrected import told_parties
from nettmelding.notices.models import Notice
from nettmelding.organisations import access, administrators
from nettmelding.organisations.models import CompanySettings, Organisation
from nettmelding.registers.contacts import parse_email

VALID = timedelta(days=365)
MOST_A_DAY = 20
KIND, ASKED = "declaration_shared", "declaration_wanted"


@dataclass(frozen=True, slots=True)
class Shared:
    """A link that was made, and its secret, which is not kept."""

    share: Share
    token: str

    @property
    def link(self) -> str:
        return f"{env.base_url}/kunde/samsvarserklaering/{self.token}"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to have it, as the notice has them."""

    name: str
    email: str


def share(actor: Actor, declaration_id: UUID, *, email: str = "", name: str = "") -> Shared:
    """A new link to the newest version; with an address it is sent there.

    Errors: NotFound, NotAllowed, Invalid for what is no address, TooMany.
    """
    declaration = queries.get(actor, declaration_id)
    if declaration.issuer_id != actor.organisation_id or declaration.erased_at:
        raise NotFound
    access.require(actor, Right.FILL_IN, Right.DECLARE)
    address = parse_email(email) if email.strip() else ""
    today = Share.objects.filter(declaration__number=declaration.number, shared_at__gte=clock.now() - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise TooMany("too_many", _("Erklæringen er delt mange ganger i dag. Vent til i morgen."))
    token = secrets.token_urlsafe(24)
    with write():
        made = Share.objects.create(
            declaration=declaration,
            token_hash=queries.hash_of(token),
            name=" ".join(name.split())[:200],
            email=address,
            shared_by_name=actor.name,
            expires_at=clock.now() + VALID,
        )
        shared = Shared(made, token)
        if address:
            _send(declaration, shared)
        detail = {"name": made.name, "email": address}
        record(actor, queries.SUBJECT, declaration.id, "shared", audience=(Audience.INTERNAL,), detail=detail)
    return shared


def end(actor: Actor, declaration_id: UUID, share_id: UUID) -> None:
    """Take a link back. Errors: NotFound, NotAllowed."""
    declaration = queries.get(actor, declaration_id)
    access.require(actor, Right.FILL_IN, Right.DECLARE)
    with write():
        rows = Share.objects.filter(pk=share_id, declaration__number=declaration.number, ended_at__isnull=True)
        if declaration.issuer_id != actor.organisation_id or not rows.update(ended_at=clock.now()):
            raise NotFound
        record(actor, queries.SUBJECT, declaration.id, "share_ended", audience=(Audience.INTERNAL,))


def of(declaration: Declaration) -> list[Share]:
    """The links there are, of all versions, the newest first."""
    return list(Share.objects.filter(declaration__number=declaration.number).order_by("-shared_at"))


def opened(token: str) -> Declaration:
    """The newest version that a link leads to. Errors: NotFound for no link, or one that does not hold any longer."""
    rows = Share.objects.filter(ended_at__isnull=True, expires_at__gt=clock.now()).select_related("declaration")
    found = rows.filter(token_hash=queries.hash_of(token)).first() if token else None
    if found is None or found.declaration.erased_at:
        raise NotFound
    return queries.newest(found.declaration)


def owner_of(notice: Notice | None) -> Owner | None:
    """The owner of the installation, or the customer where no owner is named."""
    told = {one["role"]: one for one in told_parties(notice)} if notice else {}
    for role in ("owner", "customer"):
        party = told.get(role)
        party = told.get(party["same_as"], party) if party else None
        if party and party["name"]:
            return Owner(party["name"], party["email"])
    return None


def tell_firm(draft: Draft) -> None:
    """The firm that is asked to declare its part is told. Inside the caller's transaction."""
    assert draft.asked_by is not None
    told = {
        "contractor": draft.asked_by.name,
        "address": str(draft.content.get("site.address", {}).get("value", "")),
        "link": f"{env.base_url}/samsvarserklaeringer/kladd/{draft.id}",
    }
    for address in _addresses_of(draft.issuer):
        enqueue(
            kind=ASKED,
            to=address,
            context=told,
            organisation_id=draft.asked_by.id,
            subject_kind=queries.SUBJECT,
            subject_id=draft.id,
            audience=Audience.CONTRACTOR,
        )


def _addresses_of(firm: Organisation) -> list[str]:
    """Where the firm wants to be told, else its administrators."""
    wishes = CompanySettings.objects.filter(organisation=firm).values_list("message_email", flat=True).first()
    shared = wishes or firm.email
    return [shared] if shared else [user.email for user in administrators.of(firm.id) if user.email]


def _send(declaration: Declaration, shared: Shared) -> None:
    with translation.override(declaration.language):
        context = {
            "recipient_name": shared.share.name,
            "contractor": declaration.issuer.name,
            "number": declaration.number,
            "address": declaration.address,
            "due": clock.oslo(shared.share.expires_at).date(),
            "link": shared.link,
        }
    enqueue(
        kind=KIND,
        to=shared.share.email,
        context=context,
        organisation_id=declaration.issuer_id,
        subject_kind=queries.SUBJECT,
        subject_id=declaration.id,
        audience=Audience.CUSTOMER,
        language=declaration.language,
    )
