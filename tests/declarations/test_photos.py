"""The photos of a meter's declaration that was signed before they had come."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.declarations import sealing
from nettmelding.declarations.models import Declaration, Sealing
from nettmelding.documents import queries as files
from nettmelding.workorders import photos
from nettmelding.workorders.models import Photo
from tests.web.workorders import works
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
STEPS = jobs.PHOTOS


def reported_first(electrician: Actor, case_handler: Actor, fitter: Actor) -> tuple[jobs.Phone, Declaration]:
    """A change of a meter whose report has come, and not its pictures."""
    order, phone = jobs.planned(electrician, case_handler, fitter), jobs.Phone(fitter)
    for step in STEPS:
        phone.photograph(order, step, works.picture(step_colour(step)))
    given = {step: value for step, value in jobs.CHANGE.items() if step != "right_dwelling"}
    phone.answer(order, **given)
    done = phone.do(order, "report", signature=jobs.SIGNATURE, text="")
    assert done.outcome == "done", done.message
    return phone, Declaration.objects.get(work_order=order)


def step_colour(step: str) -> str:
    return ("grey", "red", "green", "blue")[STEPS.index(step)]


def text_of(declaration: Declaration, tmp_path: Path, *how: str) -> str:
    document = Sealing.objects.select_related("document").get(pk=declaration.pk).document
    assert document is not None
    path = tmp_path / "d.pdf"
    with files.content(document) as stream:
        path.write_bytes(stream.read())
    return subprocess.run(
        [*how, str(path), *(["-"] if how[0] == "pdftotext" else [])], capture_output=True, text=True
    ).stdout


def test_the_photos_it_was_signed_with_are_waited_for_and_stand_in_the_sealed_pdf(
    electrician: Actor, case_handler: Actor, fitter: Actor, tmp_path: Path
) -> None:
    phone, declaration = reported_first(electrician, case_handler, fitter)
    sealing.run("test")
    assert Sealing.objects.get(pk=declaration.pk).document_id is None
    for photo in Photo.objects.filter(order=declaration.work_order):
        photos.add(fitter, phone.device, photo.id, 0, works.picture(step_colour(photo.step)))
    Sealing.objects.filter(pk=declaration.pk).update(due_at=clock.now() - timedelta(seconds=1))
    sealing.run("test")
    shown = text_of(declaration, tmp_path, "pdfimages", "-list")
    assert len([line for line in shown.splitlines() if " image " in line]) == len(STEPS)


def test_a_phone_that_is_lost_holds_up_no_declaration_and_the_pdf_says_what_is_missing(
    electrician: Actor, case_handler: Actor, fitter: Actor, tmp_path: Path
) -> None:
    _phone, declaration = reported_first(electrician, case_handler, fitter)
    with clock.frozen(clock.now() + sealing.LONGEST_WAIT + timedelta(minutes=1)):
        sealing.run("test")
    assert text_of(declaration, tmp_path, "pdftotext").count("Bildet kom ikke med.") == len(STEPS)


def test_a_picture_that_was_none_is_not_waited_for(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    _phone, declaration = reported_first(electrician, case_handler, fitter)
    Photo.objects.filter(order=declaration.work_order).update(state=Photo.State.REFUSED)
    sealing.run("test")
    assert Sealing.objects.get(pk=declaration.pk).document_id is not None
