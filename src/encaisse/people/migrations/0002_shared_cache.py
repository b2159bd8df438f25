from django.db import migrations


class Migration(migrations.Migration):
    """The cache that every process shares, for the limits of sign-in attempts. Unlogged: it may be lost, never slow."""

    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """create unlogged table people_cache (
                   cache_key varchar(255) primary key, value text not null, expires timestamptz not null
               );
               create index people_cache_expires on people_cache (expires);""",
            "drop table people_cache",
        ),
    ]
