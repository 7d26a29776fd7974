from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0003_screened_waits_and_places_of_cases"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
    ]
