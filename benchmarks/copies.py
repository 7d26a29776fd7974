"""One more notice from a template: other firms, people, place and time, the same shape and size."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from benchmarks import names
from benchmarks.companies import Companies, Company
from benchmarks.templates import Row, Template
from nettmelding.audit.models import Event
from nettmelding.audit.record import GENESIS, detail_hash, facts
from nettmelding.core import text
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

OLDEST_DAYS = {Status.CLOSED: 1_095, Status.WITHDRAWN: 1_095, Status.LAPSED: 1_095, Status.APPROVED: 330}
"""How far back notices of a status were begun; all others are of the last weeks."""
RECENT_DAYS = 25
JSON_COLUMNS = frozenset({"types", "answers", "known", "content", "conditions", "grounds", "audience"})


@dataclass(frozen=True, slots=True)
class Copy:
    """Rows by table; JSON as text."""

    notice: Row
    parties: list[Row]
    submissions: list[Row]
    decisions: list[Row]
    remarks: list[Row]
    events: list[Row]
    details: list[Row]
    waits: list[Row]
    entries: list[Row]


@dataclass(frozen=True, slots=True)
class Target:
    """What is different about a copy."""

    contractor: Company
    grid_company: Company
    begun: datetime
    number: int
    street: str
    postcode: str
    town: str
    customer: str
    meter_number: str
    reference: str


def target(rng: random.Random, companies: Companies, template: Template, number: int, present: datetime) -> Target:
    """A target by chance; `number` counts the notices of all years."""
    days = OLDEST_DAYS.get(Status(template.notice["status"]), RECENT_DAYS)
    place = names.place(rng)
    return Target(
        contractor=companies.a_contractor(rng),
        grid_company=companies.a_grid_company(rng),
        begun=present - timedelta(days=days * rng.random() + 0.1),
        number=number,
        street=place.street,
        postcode=place.postcode,
        town=place.town,
        customer=names.person(rng),
        meter_number=f"44{rng.randrange(10**14):014}",
        reference=f"{rng.randrange(10**5):05}-{rng.randrange(100):02}",
    )


def as_it_is(template: Template, to: Target, companies: Companies) -> Target:
    """For a draft to be sent: the measured firms, with place and customer of the template, which belong together."""
    old = template.notice
    return replace(
        to,
        contractor=companies.contractors[0],
        grid_company=companies.grid_companies[0],
        street=old["address"],
        postcode=old["postcode"],
        town=old["place"],
        customer=old["customer_name"],
        meter_number=old["meter_number"],
        reference=old["own_reference"],
    )


def copy(template: Template, to: Target, rng: random.Random) -> Copy:
    """All rows of one more notice."""
    old = template.notice
    shift = to.begun - old["created_at"]
    make = _Maker(rng, template, to, shift)
    notice = make.row(old) | {
        "contractor_id": to.contractor.id,
        "grid_company_id": to.grid_company.id if old["grid_company_id"] else None,
        "number": f"{to.begun.year}-{to.number:06d}" if old["number"] else None,
        "address": to.street,
        "address_key": text.sort_key(to.street),
        "postcode": to.postcode,
        "place": to.town,
        "customer_name": to.customer,
        "meter_number": to.meter_number if old["meter_number"] else "",
        "own_reference": to.reference,
    }
    make.notice_id = notice["id"]
    decisions = [make.row(row) | {"notice_id": notice["id"]} for row in template.decisions]
    renamed = {row["id"]: made["id"] for row, made in zip(template.decisions, decisions, strict=True)}
    events, details = make.chain()
    return Copy(
        notice=notice,
        parties=[make.row(row) | {"notice_id": notice["id"], "name": to.customer} for row in template.parties],
        submissions=[make.row(row) | {"notice_id": notice["id"]} for row in template.submissions],
        decisions=decisions,
        remarks=[make.row(row) | {"decision_id": renamed[row["decision_id"]]} for row in template.remarks],
        events=events,
        details=details,
        waits=[make.row(row) | {"subject_id": notice["id"]} for row in template.waits],
        entries=list(_entries(notice, to)),
    )


class _Maker:
    """Rows of one copy from rows of its template."""

    def __init__(self, rng: random.Random, template: Template, to: Target, shift: timedelta) -> None:
        self.rng, self.template, self.to, self.shift = rng, template, to, shift
        old = template.notice
        self.notice_id: UUID = old["id"]
        self._at_ms = int(to.begun.timestamp() * 1000)
        self._firms = {old["contractor_id"]: to.contractor, old["grid_company_id"]: to.grid_company}
        mine, theirs = rng.choice(to.contractor.people), rng.choice(to.grid_company.people)
        self._people = {old["created_by_id"]: mine, old["responsible_id"]: mine, old["handler_id"]: theirs, None: None}
        self._swaps = [(old["address"], to.street), (old["customer_name"], to.customer), (old["place"], to.town)]

    def row(self, row: Row) -> Row:
        """The row with a new id, moved in time, with the other firms' ids and words."""
        return {name: self._value(name, value) for name, value in row.items()} | (
            {"id": self.uuid()} if "id" in row else {}
        )

    def uuid(self) -> UUID:
        """A UUIDv7 of the time the copy was begun."""
        self._at_ms += 1
        return UUID(
            int=self._at_ms << 80 | 7 << 76 | self.rng.getrandbits(12) << 64 | 2 << 62 | self.rng.getrandbits(62)
        )

    def chain(self) -> tuple[list[Row], list[Row]]:
        """Events that follow from one another, as `audit.record` writes them, and their details."""
        events, details, previous = [], [], GENESIS
        for old, detail in self.template.events:
            event = self.row(old) | {"subject_id": self.notice_id, "audience": old["audience"], "checkpoint_id": None}
            if old["actor_id"] is not None and event["actor_id"] is None:
                event["actor_id"] = self._firms[old["organisation_id"]].people[0]
            salt = f"{self.rng.getrandbits(128):032x}"
            told = {
                **facts(cast(Event, SimpleNamespace(**event))),
                "previous": previous,
                "detail": detail_hash(salt, detail["payload"]),
            }
            event["canonical"] = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            previous = event["hash"] = hashlib.sha256(event["canonical"]).hexdigest()
            details.append(detail | {"event_id": event["id"], "salt": salt})
            events.append(event | {"audience": json.dumps(event["audience"])})
        return events, details

    def _value(self, name: str, value: Any) -> Any:
        if name in JSON_COLUMNS:
            return self._words(json.dumps(value, ensure_ascii=False))
        if isinstance(value, datetime):
            return value + self.shift
        if isinstance(value, UUID):
            firm = self._firms.get(value)
            return firm.id if firm else self._people.get(value)
        return value

    def _words(self, words: str) -> str:
        for old, new in self._swaps:
            if old:
                words = words.replace(old, new)
        return words


def _entries(notice: Row, to: Target) -> Iterator[Row]:
    """What `notices.indexing` would write."""
    number = notice["number"] or ""
    terms = (
        number, number.replace("-", ""), number.rpartition("-")[2].lstrip("0"), to.street, to.postcode, to.town,
        to.customer, notice["meter_number"], to.reference, to.contractor.name, to.contractor.organisation_number,
    )  # fmt: skip
    words = {word for term in terms for word in text.words(term)}
    owners = [notice["contractor_id"]]
    if notice["sent_at"] is not None:
        owners.append(notice["grid_company_id"])
    for owner in owners:
        for word in words:
            yield {"organisation_id": owner, "term": word, "kind": SUBJECT, "subject_id": notice["id"]}
