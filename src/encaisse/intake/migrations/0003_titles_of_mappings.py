from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_stray_files")]

    operations = [migrations.AddField(model_name="mapping", name="titles", field=models.JSONField(default=list))]
