from pathlib import Path

from django.db import migrations

NEVER_EMPTIED = (Path(__file__).resolve().parent.parent / "sql" / "never_emptied.sql").read_text(encoding="utf-8")
DROP = """
drop trigger the_review_comments_are_never_emptied on workbench_review_comment;
drop trigger the_closed_balances_are_never_emptied on workbench_closed_balance;
drop trigger the_closed_items_are_never_emptied on workbench_closed_item;
drop trigger the_closes_are_never_emptied on workbench_close;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('workbench', '0005_visits'),
    ]

    operations = [
        migrations.RunSQL(NEVER_EMPTIED, DROP),
    ]
