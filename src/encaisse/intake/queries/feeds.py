"""Every feed of facts, whether a file came by it yet or not: how fresh each is, so that nobody takes silence for order."""

from dataclasses import dataclass

from encaisse.intake.queries.sources import SourceRow, sources
from encaisse.intake.rules.feeds import KINDS_OF, Feed
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed, and the sources that came by it: none, and what it would tell is unknown."""

    feed: Feed
    rows: tuple[SourceRow, ...]

    @property
    def state(self) -> str:
        """Return empty, or the worst of its sources: old, fresh, silent, retired."""
        states = {row.state for row in self.rows}
        return next((state for state in ("old", "fresh", "silent", "retired") if state in states), "empty")

    @property
    def latest(self) -> SourceRow | None:
        return max(self.rows, key=lambda row: row.source.received_at, default=None)


def feeds(actor: Actor) -> list[FeedRow]:
    """Return every feed with the sources of the creditors in reach."""
    known = sources(actor)
    return [FeedRow(feed, tuple(row for row in known if row.source.kind in KINDS_OF[feed])) for feed in Feed]
