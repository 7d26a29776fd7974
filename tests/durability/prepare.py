"""Makes an empty database with many notices that are ready to be sent; prints an API key and their ids."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")

import django

from tests import databases

django.setup()

from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.notices import drafts, parties, places
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice, Party
from nettmelding.organisations.actors import actor_for, make_api_key
from nettmelding.organisations.models import Membership

ELECTRICIAN = "saksbehandler@eksempelelektro.example"


def main(count: int) -> None:
    databases.make()
    electrician = actor_for(Membership.objects.select_related("user", "organisation").get(user__email=ELECTRICIAN))
    first = drafts.create(electrician, ["metering_point_work"], "simplified")
    places.use_meter_number(electrician, first.id, "4400000000000019")
    answers = {"work.service": ["break_seal"], "when.expected_completion": "2027-01-15"}
    drafts.save(electrician, first.id, mine=answers)
    parties.same_as(electrician, first.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    parties.set_contact(
        electrician, first.id, PartyRole.CUSTOMER, email="kari@nordmann.example", mobile="", no_email=False
    )
    ids = [first.id, *copies(Notice.objects.get(pk=first.id), count - 1)]
    print(json.dumps({"key": make_api_key(ELECTRICIAN), "notices": [str(one) for one in ids]}))


def copies(original: Notice, count: int) -> list[object]:
    """The same draft again and again."""
    parties_of_it = list(original.parties.all())
    notices, rows = [], []
    for _copy in range(count):
        notice = Notice.objects.get(pk=original.pk) if not notices else clone(notices[0])
        notice.pk = notice.id = uuid7()
        notices.append(notice)
        for party in parties_of_it:
            row = clone(party)
            row.pk = row.id = uuid7()
            row.notice = notice
            rows.append(row)
    with write():
        Notice.objects.bulk_create(notices)
        Party.objects.bulk_create(rows)
    return [notice.pk for notice in notices]


def clone(row):  # type: ignore[no-untyped-def]
    """An unsaved row with the same values."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return type(row)(**values)


main(int(sys.argv[1]))
