from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dunning", "0020_texts_to_deposit")]

    operations = [
        migrations.AddField(
            model_name="step", name="copies", field=models.CharField(db_default="company", default="company", max_length=8)
        ),
        migrations.AddField(model_name="step", name="with_statement", field=models.BooleanField(db_default=False, default=False)),
        migrations.AddField(model_name="step", name="with_terms", field=models.BooleanField(db_default=False, default=False)),
        migrations.AddField(
            model_name="enclosurepolicy", name="terms_sha256",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="enclosurepolicy", name="terms_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(model_name="enclosurepolicy", name="terms_size", field=models.IntegerField(db_default=0, default=0)),
    ]
