import csv
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parent.parent / "data" / "permissions.csv"


def load(apps, schema_editor):
    rows = apps.get_model("people", "PermissionRow")
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            permission = row.pop("permission")
            row.pop("label_fr")
            rows.objects.bulk_create(
                [rows(permission=permission, role=role, letter=letter) for role, letter in row.items()],
                ignore_conflicts=True,
            )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(
            """create table people_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
               create index people_cache_expires on people_cache (expires);""",
            "drop table people_cache",
        ),
    ]
