from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import nettmelding.core.ids
from nettmelding.organisations import screen_keys

BATCH = 1_000


def places_of_what_was_sent(apps: Any, _editor: Any) -> None:
    """What was sent before there were screened objects is found by them as well."""
    from nettmelding.notices.case_places import named_in

    place = apps.get_model("notices", "CasePlace")
    found: set[tuple[str, Any, Any, str]] = set()

    def keep(at_least: int) -> None:
        if len(found) >= at_least:
            rows = [
                place(subject_kind=kind, subject_id=subject, grid_company_id=company, key=key)
                for kind, subject, company, key in found
            ]
            place.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
            found.clear()

    sent = apps.get_model("notices", "Submission").objects.filter(stage="notice", notice__grid_company__isnull=False)
    columns = ("notice_id", "notice__grid_company_id", "content", "notice__metering_point__metering_point_id")
    for notice, company, content, point in sent.values_list(*columns).iterator(chunk_size=BATCH):
        answers = {path: kept["value"] for path, kept in content["answers"].items()}
        keys = named_in(answers) | {screen_keys.of_meter(point or "")} - {""}
        found.update(("notice", notice, company, key) for key in keys)
        keep(BATCH)
    for request in apps.get_model("notices", "Request").objects.iterator(chunk_size=BATCH):
        keys = {screen_keys.of_address(request.address), *map(screen_keys.of_meter, request.meter_numbers)} - {""}
        found.update(("request", request.id, request.grid_company_id, key) for key in keys)
        keep(BATCH)
    keep(1)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_companies_and_people"),
        ("organisations", "0003_screened_waits_and_places_of_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="transfer",
            name="asking_company",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(model_name="transfer", name="last_event", field=models.PositiveIntegerField(null=True)),
        migrations.AddField(
            model_name="transfer", name="last_submission", field=models.PositiveIntegerField(null=True)
        ),
        migrations.CreateModel(
            name="CasePlace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nettmelding.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_kind", models.CharField(max_length=24)),
                ("subject_id", models.UUIDField()),
                ("key", models.CharField(max_length=220)),
                (
                    "grid_company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["grid_company", "key"], name="case_place_key")],
                "constraints": [models.UniqueConstraint(fields=("subject_id", "key"), name="case_place_once")],
            },
        ),
        migrations.RunPython(places_of_what_was_sent, migrations.RunPython.noop, elidable=True),
    ]
