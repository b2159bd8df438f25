from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dunning", "0018_what_words_changed")]

    operations = [migrations.AddField("letterfact", "words", models.CharField(blank=True, db_default="", max_length=400))]
