from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_invitations_wait_to_be_sent")]

    operations = [
        migrations.AddField(model_name="apikey", name="warned_at", field=models.DateTimeField(null=True)),
    ]
