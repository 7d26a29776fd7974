from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_invitations_the_worker_sends")]

    operations = [
        migrations.AddField(model_name="singlesignon", name="confirmed", field=models.JSONField(default=list)),
    ]
