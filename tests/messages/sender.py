# ruff: noqa: PLC0415, T201 - imports wait for the settings; the process id is told on standard output
"""Starts senders on demand: each is a fork that queues new messages and delivers them, until it is killed."""

import json
import os
import sys
from datetime import date


def main() -> None:
    facts = json.loads(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "encaisse.project.settings"
    import django
    from django.conf import settings

    settings.OUTBOUND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.VAR = "live", "127.0.0.1", facts["port"], facts["var"]
    settings.SENDER_MINUTE_LIMIT = 0
    settings.DATABASES["default"].update({key: facts["database"][key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")})
    django.setup()
    from encaisse.messages import actions  # noqa: F401 - loaded once, before any fork

    for asked in sys.stdin:
        child = os.fork()
        if not child:
            live(facts["customer"], facts["channel"], int(asked))
        os.waitpid(child, 0)


def live(customer: tuple[int, int, int], channel: str, first: int) -> None:
    from django.db import connection

    from encaisse.kit.actor import system_actor
    from encaisse.messages import actions
    from encaisse.messages.rules import Channel, Outgoing

    actor = system_actor()
    connection.ensure_connection()
    print(os.getpid(), flush=True)
    creditor_id, customer_id, party_id = customer
    for number in range(first, first + 1000):
        key = f"k{number}"
        is_mail = channel == "email"
        content = f"Message-ID: <{key}@verdier.example>\r\n\r\nBonjour\r\n" if is_mail else key
        recipient = {"email": "anne@epis.example", "sms": "+33639980012", "letter": "Boulangerie Épis\n1 rue du Pain\n69001 LYON"}[channel]
        outgoing = Outgoing(
            creditor_id, customer_id, party_id, Channel(channel), recipient, b"d" * 32, "a@verdier.example", key, content.encode(),
            "Relance", ("REMIND1_EMAIL", "fr", 0), date(2026, 11, 17),
        )  # fmt: skip
        actions.queue_message(actor, outgoing)
        actions.deliver_ready(actor)
    os._exit(0)


if __name__ == "__main__":
    main()
