from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dunning', '0017_openings_and_days_taken_back'),
    ]

    operations = [
        migrations.AddField(model_name='draftwording', name='changed', field=models.JSONField(default=list)),
        migrations.AddField(model_name='draftwording', name='ended_by_name', field=models.CharField(blank=True, default='', max_length=120)),
    ]
