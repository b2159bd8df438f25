from django.http import HttpRequest

from encaisse.kit.actor import Actor


class ActorRequest(HttpRequest):
    """A request that knows who is looking: what every view receives."""

    actor: Actor
    LANGUAGE_CODE: str
