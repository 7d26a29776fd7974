"""Whose a domain is: a company shows it by a TXT record in DNS, before its sign-in says anything of addresses there."""

import dns.exception
import dns.resolver
from django.utils.crypto import salted_hmac

from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import NotFound
from nettmelding.organisations import access, own
from nettmelding.organisations.models import SingleSignOn

BEFORE = "nettmelding-domene="
SECONDS = 5.0
"""How long is waited for all servers together."""


def expected(actor: Actor) -> str:
    """What the record must say; the company's own, and no secret."""
    return BEFORE + salted_hmac("nettmelding.organisations.domains", str(actor.organisation)).hexdigest()[:32]


def confirm(actor: Actor) -> SingleSignOn:
    """Look in DNS for each domain that is not shown to be the company's yet, and keep what is found.

    Errors: NotAllowed, NotFound.
    """
    access.require(actor, Right.MANAGE_COMPANY)
    kept = SingleSignOn.objects.filter(access.owned(actor)).first()
    if kept is None:
        raise NotFound
    shown = {name for name in kept.domains if name not in kept.confirmed and expected(actor) in texts_at(name)}
    with write():
        row = SingleSignOn.objects.select_for_update().get(pk=kept.pk)
        shown = shown & set(row.domains) - set(row.confirmed)
        if shown:
            row.confirmed = sorted(set(row.confirmed) | shown)
            row.save(update_fields=["confirmed"])
            own.recorded(actor, actor.organisation, "domains_confirmed", {"domains": sorted(shown)})
    return row


def texts_at(domain: str) -> list[str]:
    """The TXT records of a domain; none where it has none or nobody answers. Not inside a transaction."""
    forbid_in_transaction("asking DNS")
    try:
        answer = dns.resolver.resolve(domain, "TXT", lifetime=SECONDS)
    except dns.exception.DNSException:
        return []
    return [b"".join(one.strings).decode("utf-8", "replace") for one in answer]
