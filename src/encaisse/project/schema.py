"""The database's own state: is it at this version, and bringing it there."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_up_to_date() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def bring_up_to_date(*, loudness: int = 1) -> None:
    """Migrate, and make the tables that are no models."""
    if not is_up_to_date():
        call_command("migrate", interactive=False, verbosity=loudness, skip_checks=True)
    call_command("createcachetable", verbosity=0)
