"""Fills a working week with notices, through the same doors that people use, with the clock held at each step's time."""

import io
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from nettmelding.core import clock, text
from nettmelding.core.actor import SYSTEM, Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError
from nettmelding.demo.papers import paper
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import actions, attachments, children, drafts, places, queries, working_copy
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind, Kind, PartyRole, Stage
from nettmelding.notices.catalogue.selection import forms_offered
from nettmelding.notices.given import Given, GivenRemark
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice, Party
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership
from standins import world

Row = Mapping[str, Any]
LONG_AFTER_DAYS = 100
FIRST_WORDS = "Kunden er hjemme etter kl. 16."


def fill(progress: Callable[[int, int], None]) -> None:
    """Make all notices of `week.toml`. `progress` is called with how many are done, and of how many."""
    rows = sorted(content_of_week()["notices"], key=lambda row: -row["days"])
    for done, row in enumerate(rows, 1):
        tell_story(row)
        progress(done, len(rows))


@cache
def content_of_week() -> Row:
    return tomllib.loads((files("nettmelding.demo") / "week.toml").read_text("utf-8"))


def tell_story(row: Row) -> UUID:
    """Make one notice and take it as far as its story goes by now. Returns its id."""
    began = moment_ago(row["days"])
    sender = person(row["by"])
    with clock.frozen(began - timedelta(hours=2)):
        notice_id = _draft(sender, row)
    for after, who, action, words in content_of_week()["stories"][row["story"]]:
        moment = moment_after(began, after)
        if moment > clock.now():
            break
        with clock.frozen(moment):
            try:
                _step(row, notice_id, who, action, words)
            except AppError as problem:
                raise ValueError(f"{row['types']} {row.get('ref')}, {action}: {problem} {problem.fields}") from problem
    return notice_id


def moment_ago(days_ago: float) -> datetime:
    """So many days ago, in working hours and on a working day."""
    moment = clock.oslo(clock.now() - timedelta(days=days_ago))
    if days_ago >= 1:
        moment = moment.replace(hour=8 + int(days_ago * 7) % 4, minute=int(days_ago * 37) % 60)
        while not clock.is_working_day(moment.date()):
            moment -= timedelta(days=1)
    return moment


def moment_after(began: datetime, days: float) -> datetime:
    """So many working days after, each of six hours; by the system at any time of the year."""
    whole = int(days)
    day = (
        clock.add_working_days(began.date(), whole) if 0 < whole < LONG_AFTER_DAYS else began.date() + timedelta(whole)
    )
    return began.replace(year=day.year, month=day.month, day=day.day) + timedelta(hours=(days - whole) * 6)


def _draft(sender: Actor, row: Row) -> UUID:
    offered = forms_offered(row["types"])
    notice = drafts.create(sender, row["types"], "single" if "single" in offered else offered[0])
    if row.get("meter"):
        point = MeteringPoint.objects.select_related("installation").get(meter_number=row["meter"])
        notice = places.use_metering_point(sender, notice.id, point)
    else:
        notice = places.set_address(sender, notice.id, address_of(row["where"])).notice
    notice = answer(sender, notice, row, Stage.NOTICE)
    name_parties(notice.id, row)
    if notice.form == FormKind.SEVERAL:
        _flat(sender, notice, row)
    if row["story"] != "draft":
        attach_what_is_needed(sender, notice, Stage.NOTICE)
    return notice.id


def _flat(sender: Actor, mother: Notice, row: Row) -> None:
    """The new metering point beside those that are there: the studio flat that the notice is about."""
    child = children.add(sender, mother.id, [NewChild({}, unit="H0103")])[0]
    answer(sender, queries.get(sender, child.id), row, Stage.NOTICE)
    name_parties(child.id, row)


def answer(sender: Actor, notice: Notice, row: Row, stage: Stage) -> Notice:
    answers: dict[str, Any] = {}
    if stage is Stage.NOTICE:
        for one in row["types"]:
            answers |= content_of_week()["answers"].get(one, {})
        answers |= row.get("answers", {})
        days = 21 + int(row["days"]) % 9
        answers |= {
            "when.wanted_date": (clock.today() + timedelta(days=days)).isoformat(),
            "when.expected_completion": (clock.today() + timedelta(days=days + 14)).isoformat(),
            "who.our_reference": row.get("ref", ""),
            "work.further_information": FIRST_WORDS if int(row["days"] * 10) % 3 == 0 else "",
        }
        if "temporary_installation" in row["types"]:
            answers["temporary.until"] = (clock.today() + timedelta(days=180)).isoformat()
        if "reconnection" in row["types"] and not row.get("meter"):
            answers["site.disconnected_on"] = "2021-05-03"
    else:
        answers = {**content_of_week()["completion"], "completion.done_on": clock.today().isoformat()}
    shown = {one.path for one in working_copy.form_of(notice, stage).fields()}
    saved = drafts.save(sender, notice.id, mine={p: v for p, v in answers.items() if p in shown})
    if saved.errors:
        raise ValueError(f"{row['types']} {row.get('ref')}: {saved.errors}")
    return fill_what_is_left(sender, saved.notice, stage)


def fill_what_is_left(sender: Actor, notice: Notice, stage: Stage) -> Notice:
    """Fields that follow from others, such as what was built where something was approved."""
    for _round in range(3):
        form = working_copy.form_of(notice, stage)
        empty = [one.field for one in form.fields() if one.required and not one.answered]
        if not empty:
            break
        plain: dict[Kind, Any] = {
            Kind.INTEGER: 40,
            Kind.DECIMAL: 7,
            Kind.BOOL: True,
            Kind.TEXT: "Som avtalt",
            Kind.LONGTEXT: "Som avtalt",
            Kind.METER: f"44000000000{notice.id.int % 90_000 + 10_000}",
        }
        notice = drafts.save(
            sender,
            notice.id,
            mine={f.path: f.choices[0].code if f.choices else plain.get(f.kind) for f in empty},
        ).notice
    return notice


def name_parties(notice_id: UUID, row: Row) -> None:
    """Customer and owner as the registers have them."""
    content = world.load()
    key = row.get("customer", "")
    with write():
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        customer = notice.parties.filter(role=PartyRole.CUSTOMER).first()
        if customer is None:
            customer = Party(notice=notice, role=PartyRole.CUSTOMER, confirmed=True, read_at=clock.now())
            if key in content.persons:
                person = content.persons[key]
                names = (person.first_name, person.middle_name, person.last_name)
                customer.kind, customer.name = Party.Kind.PERSON, " ".join(filter(None, names))
                customer.birth_date, customer.source = person.born, "person_register"
            else:
                firm = content.firms[key or "eksempelvik_kommune"]
                customer.kind, customer.name = Party.Kind.COMPANY, firm.name
                customer.organisation_number, customer.source = firm.organisation_number, "company_register"
        customer.email, customer.mobile = f"{text.words(customer.name)[0]}@kunde.example", "+4790000000"
        customer.save()
        owner = notice.parties.filter(role=PartyRole.OWNER).first()
        if owner is not None and not owner.same_as:
            owner.email, owner.mobile = customer.email, customer.mobile
            owner.save()
        elif owner is None and (row["story"] != "draft" or row["days"] > 1):
            customer.pk, customer.id = None, Party().id
            customer.role, customer.same_as = PartyRole.OWNER, PartyRole.CUSTOMER
            customer.save(force_insert=True)


def attach_what_is_needed(sender: Actor, notice: Notice, stage: Stage) -> None:
    there = {one.kind for one in working_copy.attachments(notice, stage)}
    for one in working_copy.form_of(notice, stage).attachments():
        if one.required and one.code not in there:
            title = f"{one.label}, {notice.address}"
            attachments.add(
                sender, notice.id, kind=one.code, name=f"{one.label}.pdf", file=io.BytesIO(paper(title)), stage=stage
            )


def _step(row: Row, notice_id: UUID, who: str, action: str, words: str) -> None:
    actor = _who(row, who)
    if action == "correct":
        answers = {"power.new_peak_kw": 21, "work.further_information": "Effekten er regnet på nytt."}
        drafts.save(actor, notice_id, mine=answers)
        return
    if action == "report_completion":
        for one in _reported(actor, notice_id):
            notice = answer(actor, one, row, Stage.COMPLETION)
            attach_what_is_needed(actor, notice, Stage.COMPLETION)
    actions.act(actor, notice_id, Action(action), _given(row, action, words))


def _reported(actor: Actor, notice_id: UUID) -> list[Notice]:
    """What is reported finished: the notice, or each of its metering points."""
    ids = list(Notice.objects.filter(mother_id=notice_id).values_list("id", flat=True))
    return [queries.get(actor, one) for one in ids or [notice_id]]


def _given(row: Row, action: str, words: str) -> Given:
    if action == "reject":
        leading = row["types"][0]
        code = {"production": "production_unclear", "new_metering_point": "diagram_unclear"}.get(
            leading, "load_unclear"
        )
        return Given(remarks=(GivenRemark(code=code),))
    if action == "return_completion":
        return Given(remarks=(GivenRemark(code="completion_declaration_missing"),))
    if action == "approve" and words:
        codes = list(catalogue().conditions)[:1]
        return Given(text=words, conditions=tuple(codes))
    return Given(text=words)


def _who(row: Row, who: str) -> Actor:
    if who == "system":
        return SYSTEM
    if who == "sender":
        return person(row["by"])
    handler = row.get("handler", "siri")
    return person({"siri": "trond", "trond": "siri"}[handler] if who == "other" else handler)


@cache
def person(key: str) -> Actor:
    email = content_of_week()["people"][key]
    return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))


def address_of(text: str) -> dict[str, Any]:
    street, _, number = text.rpartition(" ")
    found = next(a for a in world.load().addresses if (a.street, a.number, a.letter) == (street, int(number), ""))
    return {
        "street": text,
        "postcode": found.postcode,
        "place": found.place,
        "municipality_number": found.municipality_number,
        "gnr": found.gnr,
        "bnr": found.bnr,
        "lat": found.lat,
        "lon": found.lon,
    }
