from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dunning', '0016_replay_failures'),
    ]

    operations = [
        migrations.AddField(model_name='draftwording', name='changed', field=models.JSONField(default=list)),
        migrations.AddField(model_name='draftwording', name='ended_by_name', field=models.CharField(blank=True, default='', max_length=120)),
    ]
