from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grid', '0005_who_has_looked_at_what_is_screened'),
    ]

    operations = [
        migrations.AddField(
            model_name='maplook',
            name='places',
            field=models.JSONField(default=list),
        ),
    ]
