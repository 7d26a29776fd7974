import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_companies_and_people")]

    operations = [
        migrations.AddField(
            model_name="wait",
            name="screen",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="organisations.screen",
            ),
        ),
        migrations.AddIndex(
            model_name="wait",
            index=models.Index(condition=models.Q(("screen__isnull", False)), fields=["screen"], name="wait_screen"),
        ),
    ]
