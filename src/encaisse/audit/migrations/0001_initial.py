from pathlib import Path

from django.db import migrations, models

ENTRY_SQL = (Path(__file__).resolve().parent.parent / "sql" / "entry.sql").read_text(encoding="utf-8")
DROP_SQL = "drop table audit_entry; drop function audit_make_partitions; drop function audit_drop_partitions; drop function audit_refuse;"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("did", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("creditor_id", models.BigIntegerField(null=True)),
                ("customer_id", models.BigIntegerField(null=True)),
                ("change", models.JSONField(default=dict)),
            ],
            options={"db_table": "audit_entry", "managed": False},
        ),
        migrations.RunSQL(ENTRY_SQL, DROP_SQL),
    ]
