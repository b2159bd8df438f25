"""How long a worker in a process of its own takes to send its first message."""

import time

import pytest

from encaisse.messages.models import Message

LONGEST = 60  # seconds; a worker that sends nothing by then has died, and its words are on standard error


def seconds_until_one_is_sent() -> float:
    """Wait for the first message that was sent, and fail when none is."""
    began = time.monotonic()
    while not Message.objects.filter(state="sent").exists():
        if time.monotonic() - began > LONGEST:
            pytest.fail(f"no worker sent anything within {LONGEST} seconds")
        time.sleep(0.002)
    return time.monotonic() - began
