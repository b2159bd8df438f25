"""What an audit entry says: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done. `change` holds ids, codes and figures; personal values stay where they live."""

    did: str
    subject_kind: str
    subject_id: int | None
    creditor_id: int | None = None
    customer_id: int | None = None
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done, by whom and when, as the audit kept it."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    did: str
    subject_kind: str
    subject_id: int | None
    creditor_id: int | None
    customer_id: int | None
    change: Mapping[str, Any]

    @property
    def changes(self) -> list[tuple[str, Any]]:
        """What changed, by name. A page asks here: a template reads `change.items` as the change named “items”."""
        return [(name, value) for name, value in self.change.items() if value is not None]
