"""The sources of facts as their screen shows them: the last import, the age, what is remembered of them, what they block."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from encaisse.creditors import queries as creditors
from encaisse.intake.models import Import, Mapping
from encaisse.intake.queries.imports import COLUMNS, ImportFile, in_reach
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import SourceFreshness
from encaisse.ledger.rules.freshness import age_in_days


@dataclass(frozen=True, slots=True)
class Remembered:
    """The columns a person confirmed for one kind of file of a source."""

    kind: str
    columns: int
    is_situation: bool | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    source: SourceFreshness
    creditor: str
    siren: str
    on: date
    last: ImportFile | None
    mappings: tuple[Remembered, ...]

    @property
    def age(self) -> int | None:
        """Working days since the day until which it is true."""
        known = self.source.true_until_on
        return age_in_days(known, on=self.on, calendar=self.source.calendar) if known else None

    @property
    def state(self) -> str:
        """Return fresh, old, retired, or silent: a source without a day says nothing of money."""
        if self.source.is_retired:
            return "retired"
        if self.source.true_until_on is None:
            return "silent"
        return "old" if self.source.is_old(self.on) else "fresh"


def sources(actor: Actor, creditor_id: int | None = None) -> list[SourceRow]:
    """List the sources of the creditors in reach, those that hold decisions back first."""
    actor.must(Permission.IMPORT_RUN)
    cards = {card.id: card for card in creditors.creditors_in_reach(actor)}
    found = [source for source in ledger.freshness(actor, creditor_id) if source.creditor_id in cards]
    ids = [source.source_id for source in found]
    last, mappings = last_imports(actor, ids), remembered(actor, ids)
    days = {card.id: creditors.today_of(actor, card.id) for card in cards.values()}
    rows = [
        SourceRow(
            source, cards[source.creditor_id].short_name or cards[source.creditor_id].name, cards[source.creditor_id].siren,
            days[source.creditor_id], last.get(source.source_id), tuple(mappings[source.source_id]),
        )
        for source in found
    ]  # fmt: skip
    order = {"old": 0, "fresh": 1, "silent": 2, "retired": 3}
    return sorted(rows, key=lambda row: (order[row.state], row.source.trusted_until or date.max, row.creditor, row.source.name))


def last_imports(actor: Actor, source_ids: list[int]) -> dict[int, ImportFile]:
    rows = (
        Import.objects.filter(in_reach(actor), source_id__in=source_ids).order_by("source_id", "-imported_at", "-id").distinct("source_id")
    )
    return {row["source_id"]: ImportFile(**row) for row in rows.values(*COLUMNS)}


def remembered(actor: Actor, source_ids: list[int]) -> dict[int, list[Remembered]]:
    found: dict[int, list[Remembered]] = defaultdict(list)
    known = {source.source_id for source in ledger.freshness(actor)} & set(source_ids)
    for row in Mapping.objects.filter(source_id__in=known).order_by("source_id", "kind"):
        found[row.source_id].append(Remembered(row.kind, len(row.columns), row.is_situation))
    return found
