from datetime import date

from encaisse.db.clock import demonstration_day
from encaisse.db.models import StoppedClock
from encaisse.kit.actor import Actor, Permission


def stop_clock(actor: Actor, *, on: date) -> None:
    """Let the demonstration database stand on a day, for every process."""
    actor.must(Permission.SETTINGS_EDIT)
    StoppedClock.objects.update_or_create(pk=1, defaults={"stopped_on": on})
    demonstration_day.forget()


def restart_clock(actor: Actor) -> None:
    actor.must(Permission.SETTINGS_EDIT)
    StoppedClock.objects.all().delete()
    demonstration_day.forget()
