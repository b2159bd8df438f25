import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('creditors', '0002_letterhead_and_closed_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='creditor',
            name='calendar_changed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='OpenedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('name', models.CharField(blank=True, max_length=80)),
                ('creditor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='opened_days', to='creditors.creditor')),
            ],
            options={
                'db_table': 'creditors_opened_day',
                'constraints': [models.UniqueConstraint(fields=('creditor', 'day'), name='a_day_is_opened_once')],
            },
        ),
    ]
