# ruff: noqa: PLC0415, T201 - imports wait for the settings; the process id is told on standard output
"""Starts workers on demand: each is a fork that releases joint messages one by one, delivers them and learns of it, until it is killed."""

import faulthandler
import json
import os
import sys
from datetime import date

STUCK = 30  # seconds after which a worker says where it stands


def main() -> None:
    facts = json.loads(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "encaisse.project.settings"
    import django
    from django.conf import settings

    settings.OUTBOUND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.VAR = "live", "127.0.0.1", facts["port"], facts["var"]
    settings.SENDER_MINUTE_LIMIT = 0
    settings.DATABASES["default"].update({key: facts["database"][key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")})
    django.setup()
    from encaisse.dunning import actions  # noqa: F401 - loaded once, before any fork
    from encaisse.messages import actions as messages  # noqa: F401

    for _ in sys.stdin:
        child = os.fork()
        if not child:
            live(facts["leaders"], date.fromisoformat(facts["on"]))
        os.waitpid(child, 0)


def live(leaders: list[int], on: date) -> None:
    from django.db import connection

    from encaisse.db.clock import stopped
    from encaisse.dunning import actions
    from encaisse.dunning.models import PlannedAction
    from encaisse.kit.actor import system_actor
    from encaisse.messages import actions as messages

    faulthandler.dump_traceback_later(STUCK)
    actor = system_actor()
    connection.ensure_connection()
    print(os.getpid(), flush=True)
    with stopped(on):
        for leader in PlannedAction.objects.filter(pk__in=leaders, state="approved").order_by("pk").values_list("pk", flat=True):
            actions.release(actor, on=on, action_ids=[leader])
            messages.deliver_ready(actor)
            actions.settle(actor)
    os._exit(0)


if __name__ == "__main__":
    main()
