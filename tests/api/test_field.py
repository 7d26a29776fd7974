"""The field protocol over HTTP: devices, changes, operations, photos."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.notices import actions, attachments
from nettmelding.organisations.actors import make_api_key
from nettmelding.organisations.models import Membership
from nettmelding.workorders import operations
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Operation, Photo, PhotoPart, WorkOrder
from nettmelding.workorders.perform import perform
from tests.notices import ways
from tests.workorders import jobs

pytestmark = pytest.mark.django_db
FITTER = "montor@eksempelnett.example"
PIECE = "application/offset+octet-stream"


@pytest.fixture
def fitter(actor: Callable[[str], Actor]) -> Actor:
    return actor(FITTER)


class Caller:
    """A program that speaks the protocol."""

    def __init__(self, email: str = FITTER) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {make_api_key(email)}"}
        self.device = str(uuid7())
        made = self.post("devices", {"id": self.device, "name": "Telefon"})
        self.key, self.number = made["key"], made["next_number"]

    def post(self, path: str, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Any:
        answer = self.client.post(
            f"/api/v1/field/{path}",
            body,
            content_type="application/json",
            headers=self.headers if headers is None else headers,
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    def operation(self, order: WorkOrder, kind: str, **data: Any) -> dict[str, Any]:
        made = {
            "id": str(uuid7()), "number": self.number, "order": str(order.id), "kind": kind,
            "happened_at": clock.now().isoformat(), "data": data,
        }  # fmt: skip
        self.number += 1
        return made

    def hand_in(self, *done: dict[str, Any], **how: Any) -> Any:
        body = {"device": self.device, "sent_at": clock.now().isoformat(), "operations": list(done)}
        return self.post("operations", body, **how)

    def changes(self, after: str | None = None) -> Any:
        answer = self.client.get("/api/v1/field/changes", {"after": after} if after else {}, headers=self.headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def piece(self, photo_id: str, offset: int, data: bytes) -> Any:
        return self.client.patch(
            f"/api/v1/field/photos/{photo_id}", data, content_type=PIECE,
            headers={**self.headers, "Upload-Offset": str(offset)},
        )  # fmt: skip


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((400, 300), 80).save(made, "JPEG")
    return made.getvalue()


def announced(caller: Caller, order: WorkOrder, content: bytes, step: str = "old_meter") -> str:
    photo_id = str(uuid7())
    result = caller.hand_in(
        caller.operation(
            order, "photo", id=photo_id, step=step, taken_at=clock.now().isoformat(), size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), name="maler.jpg",
        )
    )  # fmt: skip
    assert result["results"][0]["outcome"] == "done"
    return photo_id


def test_an_order_comes_down_with_all_that_is_needed_without_a_network(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    jobs.planned(electrician, case_handler, fitter)
    caller = Caller()
    found = caller.changes()
    (item,) = found["items"]
    order = item["order"]
    assert (order["kind_name"], order["address"]) == ("Bytte måler", "Prøvevegen 1")
    assert order["contacts"][0] == {"role": "Kunde", "name": "Kari Marie Nordmann", "mobile": "+4790000000"}
    assert order["meter"]["old_number"] == "4400000000000019"
    voltages = next(step for step in order["steps"] if step["id"] == "voltages")
    assert [one["value"] for one in voltages["options"]] == ["L1-L2", "L1-L3", "L2-L3"]
    assert (voltages["min"], voltages["max"]) == (207, 253)
    assert {"term": "OV", "value": "63 A"} in [
        fact for fact in order["notice"]["facts"] if fact["term"] == "OV"
    ] or any("63" in fact["value"] for fact in order["notice"]["facts"])
    assert caller.changes(found["next"])["items"] == []


def test_an_operation_is_done_once_however_often_it_is_sent(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    done = caller.operation(order, "answer", answers={"old_reading": {"value": 12, "base": None}})
    first = caller.hand_in(done)
    assert caller.hand_in(done) == first
    assert first["next_number"] == 2
    assert Operation.objects.count() == 1
    assert WorkOrder.objects.get().answers["old_reading"]["value"] == 12


def test_a_number_that_is_not_the_next_is_not_done_and_the_answer_says_where_to_go_on(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    skipped = caller.operation(order, "start")
    later = caller.operation(order, "answer", answers={"old_reading": {"value": 12, "base": None}})
    answer = caller.hand_in(later)
    assert answer == {"results": [], "next_number": 1}
    assert [one["outcome"] for one in caller.hand_in(skipped, later)["results"]] == ["done", "done"]


def test_two_devices_that_answer_differently_both_keep_their_answers_until_one_is_chosen(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, one, other = jobs.planned(electrician, case_handler, fitter), Caller(), Caller()
    one.hand_in(one.operation(order, "answer", answers={"old_reading": {"value": 12, "base": None}}))
    met = other.hand_in(other.operation(order, "answer", answers={"old_reading": {"value": 13, "base": None}}))
    assert met["results"][0]["outcome"] == "conflict"
    assert met["results"][0]["conflicts"][0]["theirs"]["value"] == 12
    assert other.changes()["items"][0]["order"]["conflicts"][0]["mine"]["value"] == 13
    chosen = other.hand_in(other.operation(order, "answer", answers={"old_reading": {"value": 13, "base": 12}}))
    assert chosen["results"][0]["outcome"] == "done"
    stands = WorkOrder.objects.get()
    assert (stands.answers["old_reading"]["value"], stands.conflicts) == (13, [])


def test_the_notice_s_files_come_with_the_order_to_who_has_it_and_nobody_else(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    notice = ways.ready(electrician)
    attachments.add(electrician, notice.id, kind="photo", name="skap.jpg", file=io.BytesIO(picture()))
    actions.send(electrician, notice.id)
    approved = actions.approve(case_handler, notice.id).notice
    attachments.add(electrician, notice.id, kind="photo", name="senere.jpg", file=io.BytesIO(picture()))
    order, caller = jobs.planned(electrician, case_handler, fitter, notice=approved), Caller()
    [item] = caller.changes()["items"]
    [file] = item["order"]["files"]
    assert file["name"] == "skap.jpg", "what is not sent is the contractor's own"

    def read(by: Caller) -> int:
        return by.client.get(file["href"], headers=by.headers).status_code

    content = b"".join(caller.client.get(file["href"], headers=caller.headers).streaming_content)
    assert len(content) == file["size"]
    assert read(Caller("montor@eksempelelektro.example")) == 404
    perform(case_handler, order.id, Action.CANCEL, Given(text="Ikke nødvendig."))
    assert read(caller) == 404


def test_a_photo_that_came_whole_when_the_program_was_killed_is_kept_when_it_is_asked_about(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller, content = jobs.planned(electrician, case_handler, fitter), Caller(), picture()
    whole, none = announced(caller, order, content), announced(caller, order, b"x")
    for photo_id, data in ((whole, content), (none, b"x")):
        PhotoPart.objects.create(photo_id=photo_id, offset=0, data=data)
        Photo.objects.filter(pk=photo_id).update(received=len(data))
    answers = [
        caller.client.head(f"/api/v1/field/photos/{photo_id}", headers=caller.headers) for photo_id in (whole, none)
    ]
    assert [(one.status_code, one.headers.get("Upload-Offset")) for one in answers] == [
        (200, str(len(content))),
        (422, None),
    ]
    assert [Photo.objects.get(pk=photo_id).state for photo_id in (whole, none)] == ["here", "refused"]
    again = caller.client.head(f"/api/v1/field/photos/{none}", headers=caller.headers)
    assert again.status_code == 422, "it is not said to be here afterwards"


def test_a_photo_comes_in_pieces_and_goes_on_where_it_was(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller, content = jobs.planned(electrician, case_handler, fitter), Caller(), picture()
    photo_id = announced(caller, order, content)
    half = len(content) // 2
    assert caller.piece(photo_id, 0, content[:half]).status_code == 204
    asked = caller.client.head(f"/api/v1/field/photos/{photo_id}", headers=caller.headers)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (str(half), str(len(content)))
    assert caller.piece(photo_id, 0, content[:half]).status_code == 409
    assert caller.piece(photo_id, half, content[half:]).status_code == 204
    assert Photo.objects.get().state == "here"
    read = caller.client.get(f"/api/v1/field/photos/{photo_id}", headers=caller.headers)
    assert Image.open(io.BytesIO(b"".join(read.streaming_content))).size == (400, 300)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 not a picture at all", b"MZ" + b"\0" * 200], ids=["document", "program"]
)
def test_a_file_that_is_no_picture_is_refused_in_words_and_can_be_taken_again(
    electrician: Actor, case_handler: Actor, fitter: Actor, content: bytes
) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    photo_id = announced(caller, order, content)
    answer = caller.piece(photo_id, 0, content)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert caller.changes()["items"][0]["order"]["photos"][0]["state"] == "refused"


def test_a_picture_that_was_damaged_on_the_way_is_refused(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller, content = jobs.planned(electrician, case_handler, fitter), Caller(), picture()
    photo_id = announced(caller, order, content)
    assert caller.piece(photo_id, 0, content[:-1] + b"!").status_code == 422


def test_what_is_handed_in_for_an_order_that_was_taken_away_is_held_and_can_be_taken_in(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    perform(case_handler, order.id, Action.UNPLAN)
    late = caller.hand_in(caller.operation(order, "answer", answers={"old_reading": {"value": 77, "base": None}}))
    assert late["results"][0]["outcome"] == "held"
    assert WorkOrder.objects.get().answers == {}
    assert [row.kind for row in operations.left_over(case_handler, WorkOrder.objects.get())] == ["answer"]
    assert operations.settle(case_handler, order.id, take_in=True) == 1
    assert WorkOrder.objects.get().answers["old_reading"]["value"] == 77


def test_a_device_whose_user_is_out_hands_in_by_its_key_and_reads_nothing(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    Membership.objects.filter(user_id=fitter.user_id).update(ended_at=clock.now())
    done = caller.operation(order, "answer", answers={"old_reading": {"value": 77, "base": None}})
    assert caller.hand_in(done, status=401)["code"]
    by_key = {"X-Device-Key": caller.key}
    assert caller.hand_in(done, headers=by_key)["results"][0]["outcome"] == "held"
    assert caller.client.get("/api/v1/field/changes", headers=by_key).status_code == 401
    assert caller.hand_in(done, headers={"X-Device-Key": "another"}, status=404)["code"] == "not_found"


def test_a_device_with_a_wrong_clock_does_no_harm(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    done = caller.operation(order, "start")
    done["happened_at"] = "2020-01-01T10:00:00+01:00"
    body = {"device": caller.device, "sent_at": "2020-01-01T10:05:00+01:00", "operations": [done]}
    assert caller.post("operations", body)["results"][0]["outcome"] == "done"
    began = WorkOrder.objects.get().started_at
    assert began is not None
    assert abs((clock.now() - began).total_seconds() - 300) < 60


def test_others_orders_devices_and_photos_are_not_found(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    order, caller, content = jobs.planned(electrician, case_handler, fitter), Caller(), picture()
    photo_id = announced(caller, order, content)
    stranger = Caller("montor@proveinstallasjon.example")
    assert stranger.changes()["items"] == []
    answer = stranger.hand_in(stranger.operation(order, "answer", answers={"old_reading": {"value": 1, "base": None}}))
    assert answer["results"][0]["outcome"] == "refused"
    assert stranger.piece(photo_id, 0, content).status_code == 404
    assert stranger.client.get(f"/api/v1/field/photos/{photo_id}", headers=stranger.headers).status_code == 404
    stolen = {"device": caller.device, "sent_at": clock.now().isoformat(), "operations": []}
    stranger.post("operations", stolen, status=404)


def test_a_report_with_something_lacking_is_refused_in_words_and_can_be_sent_when_it_is_done(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, caller = jobs.planned(electrician, case_handler, fitter), Caller()
    early = caller.hand_in(caller.operation(order, "report", signature=jobs.SIGNATURE, text=""))["results"][0]
    assert (early["outcome"], early["message"]) == ("refused", "Noen steg er ikke gjort ennå.")
    for step in jobs.PHOTOS:
        announced(caller, order, picture(), step)
    answers = {step: {"value": value, "base": None} for step, value in jobs.CHANGE.items() if step != "right_dwelling"}
    caller.hand_in(caller.operation(order, "answer", answers=answers))
    unsigned = caller.hand_in(caller.operation(order, "report", signature=None, text=""))["results"][0]
    assert unsigned["outcome"] == "refused"
    assert (
        caller.hand_in(caller.operation(order, "report", signature=jobs.SIGNATURE, text=""))["results"][0]["outcome"]
        == "done"
    )
    assert WorkOrder.objects.get().status == "reported"


def test_an_order_with_pictures_on_their_way_is_not_accepted_before_they_are_here(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    from nettmelding.core.errors import Refused

    order, phone = jobs.planned(electrician, case_handler, fitter), jobs.Phone(fitter)
    assert phone.do_all(order).outcome == "done"
    with pytest.raises(Refused) as refused:
        perform(case_handler, order.id, Action.ACCEPT, Given())
    assert refused.value.code == "photos_here"
