"""Devices in the field: made known once, with a key that hands in when their person cannot sign in.

A device may leave its recovery secret here, for a person who forgets the PIN: half of what opens its lock. The other
half lies on the device alone, so neither the server nor somebody who finds the device can open it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from nettmelding.accounts import secrets as kept_secrets
from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound
from nettmelding.organisations import access
from nettmelding.workorders.models import Device

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Registered:
    """A device that is known; `key` the first time only."""

    device: Device
    key: str


def register(actor: Actor, device_id: UUID, name: str, recovery: str = "") -> Registered:
    """Make a device known, or find it again; a `recovery` secret stands for the one before.

    Errors: NotAllowed; NotFound for another person's or another company's.
    """
    access.require(actor, Right.DO_WORK)
    if actor.user_id is None:
        raise NotFound
    key = secrets.token_urlsafe(32)
    left = {"recovery": kept_secrets.encrypt(recovery)} if recovery else {}
    with write():
        device, is_new = Device.objects.get_or_create(
            id=device_id,
            defaults={
                "user_id": actor.user_id,
                "organisation_id": actor.organisation,
                "name": name.strip()[:LONGEST_NAME],
                "key_hash": hashed(key),
                **left,
            },
        )
        if not is_new:
            device = own(actor, device_id)
            Device.objects.filter(pk=device.pk).update(seen_at=clock.now(), **left)
    return Registered(device, key if is_new else "")


def recovery_secret(actor: Actor, device_id: UUID) -> str:
    """What the device left here; that it was read is recorded. Whoever calls has made sure that it is the person.

    Errors: NotFound for another person's device, and one that left nothing.
    """
    with write():
        device = own(actor, device_id)
        if not (secret := kept_secrets.decrypt(device.recovery)):
            raise NotFound
        user = User.objects.select_for_update().get(field_devices=device)
        record(actor, "user", user.id, "field_lock_recovered", audience={Audience.INTERNAL})
    return secret


def own(actor: Actor, device_id: UUID) -> Device:
    """A device of the actor's own, at the company acted for. Errors: NotFound."""
    if actor.user_id is None:
        raise NotFound
    found = Device.objects.filter(pk=device_id, user_id=actor.user_id, organisation_id=actor.organisation).first()
    if found is None:
        raise NotFound
    return found


def by_key(device_id: UUID, key: str) -> Device:
    """The device that holds a key, whoever its person is by now. Errors: NotFound."""
    found = Device.objects.select_related("user", "organisation").filter(pk=device_id).first()
    if found is None or found.user is None or not hmac.compare_digest(found.key_hash, hashed(key)):
        raise NotFound
    return found


def hashed(key: str) -> str:
    """As it is kept."""
    return hashlib.sha256(key.encode()).hexdigest()
