from typing import Any

from django.db import migrations

from nettmelding.organisations import screen_keys

BATCH = 1_000


def places_of_orders(apps: Any, _editor: Any) -> None:
    """What was ordered without a notice is found by screened objects as well."""
    place = apps.get_model("notices", "CasePlace")
    orders = apps.get_model("workorders", "WorkOrder").objects.filter(notice__isnull=True, metering_point__isnull=False)
    columns = ("metering_point__metering_point_id", "metering_point__meter_number",
               "metering_point__installation__address", "metering_point__installation__postcode")  # fmt: skip
    rows = []
    for order, company, point, meter, address, postcode in orders.values_list(
        "id", "grid_company_id", *columns
    ).iterator(chunk_size=BATCH):
        keys = {screen_keys.of_meter(point), screen_keys.of_meter(meter), screen_keys.of_address(address, postcode)}
        rows += [
            place(subject_kind="work_order", subject_id=order, grid_company_id=company, key=key) for key in keys - {""}
        ]
        if len(rows) >= BATCH:
            place.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    place.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("workorders", "0002_device_recovery"),
        ("notices", "0012_checks_before_the_job"),
        ("installations", "0007_screened_objects_are_read"),
    ]

    operations = [migrations.RunPython(places_of_orders, migrations.RunPython.noop, elidable=True)]
