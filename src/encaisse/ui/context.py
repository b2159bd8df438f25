"""What every page of the shell needs. Nothing here reads the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from encaisse import __version__
from encaisse.kit.actor import Actor
from encaisse.ui.navigation import Shown, ShownGroup, shown_to

# Where the session keeps the step of the set-up assistant that led elsewhere.
WAY_BACK = "set_up"


@dataclass(frozen=True, slots=True)
class Shell:
    actor: Actor | None
    path: str
    way_back: Mapping[str, Any] | None = None  # to the set-up assistant, from the screens it leads to

    @property
    def groups(self) -> list[ShownGroup]:
        return shown_to(self.actor, self.path)

    @property
    def phone(self) -> list[Shown]:
        return [shown for group in self.groups for shown in group.entries if shown.entry.phone]

    @property
    def initials(self) -> str:
        words = self.actor.name.split() if self.actor else []
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def is_demo(self) -> bool:
        return bool(getattr(settings, "DEMO", False))

    @property
    def is_trapped(self) -> bool:
        return getattr(settings, "OUTBOUND", "trap") != "live"

    @property
    def languages(self) -> list[tuple[str, str]]:
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    @property
    def version(self) -> str:
        return __version__


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = somebody(getattr(request, "actor", None))
    kept = request.session.get(WAY_BACK) if actor is not None and hasattr(request, "session") else None
    leads_elsewhere = kept and not str(kept["href"]).startswith(request.path)
    return {"shell": Shell(actor, request.path, kept if leads_elsewhere else None)}


def somebody(actor: Actor | None) -> Actor | None:
    """Return the actor when it is a person who signed in: nobody has no menu, and a signed link has no shell."""
    return actor if actor is not None and actor.user_id is not None and actor.customer_id is None else None
