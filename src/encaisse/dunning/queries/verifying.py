"""What `encaisse verify` checks of dunning: progress is what its history says; a payer the run would skip is rightly skipped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.dunning.models import Decision
from encaisse.dunning.queries.moment import day_of, facts_true_until, is_live, reading
from encaisse.dunning.queries.payers import ReadPayer, payer_ids_to_decide, payer_states
from encaisse.dunning.rules import Reason, decide
from encaisse.dunning.rules.scenario import Scenario
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.verification import Difference, Verified

CHUNK = 1000
# Not the payer's own state: another account speaks to the address today, or what was decided was not said.
ELSEWHERE = frozenset({Reason.ADDRESS_TAKEN, Reason.NOT_SENT})


def differences(actor: Actor) -> Verified:
    """Work the progress of every item out again from the steps that ended, and decide again about every payer left alone."""
    actor.must(Permission.AUDIT_VIEW)
    rows = run_sql("dunning.progress_differences")
    found = [Difference("item progress", f"item {row.item_id}", str(row.kept), str(row.facts)) for row in rows]
    checked = int(run_sql("dunning.progress_count")[0].count)
    for creditor in creditors.creditors_in_reach(actor):
        if is_live(actor, creditor.id):
            skipped = list(wrongly_skipped(actor, creditor.id))
            found += [difference for difference in skipped if difference is not None]
            checked += len(skipped)
    return Verified(checked, tuple(found))


def wrongly_skipped(actor: Actor, creditor_id: int) -> Iterator[Difference | None]:
    """Yield, for each payer that a run of this day would not look at, what a new decision says other than the one kept (None: the same)."""
    day = day_of(actor, creditor_id)
    due = frozenset(payer_ids_to_decide(actor, creditor_id, on=day, full=False))
    rows = Decision.objects.filter(creditor_id=creditor_id).exclude(verdict="act").exclude(code__in=ELSEWHERE)
    kept = {
        payer_id: (verdict, code) for payer_id, verdict, code in rows.values_list("customer_id", "verdict", "code") if payer_id not in due
    }
    moment = reading(actor, creditor_id, on=day, facts_true_until=facts_true_until(actor, creditor_id), stale_accepted=True)
    ids = iter(sorted(kept))
    while chunk := list(islice(ids, CHUNK)):
        for payer in payer_states(actor, moment, chunk):
            if payer.followed is not None:
                yield difference(payer, payer.followed.scenario, kept[payer.state.payer_id], on=day)


def difference(payer: ReadPayer, scenario: Scenario, before: tuple[str, str], *, on: date) -> Difference | None:
    """Return what is decided about a payer other than what was kept, whether a person accepted old facts that day or not."""
    again = decided(payer, scenario, on=on, accepted=True)
    if is_same(again, before) or is_same(decided(payer, scenario, on=on, accepted=False), before):
        return None
    return Difference("decision", f"payer {payer.state.payer_id}", " ".join(before), " ".join(again))


def decided(payer: ReadPayer, scenario: Scenario, *, on: date, accepted: bool) -> tuple[str, str]:
    decision = decide(replace(payer.state, stale_accepted=accepted), scenario, payer.calendar, on=on)
    return type(decision).__name__.lower(), decision.reason.value


def is_same(again: tuple[str, str], before: tuple[str, str]) -> bool:
    """Tell whether both decisions say the same; why nothing is due yet is told anew whenever somebody asks."""
    return again == before or again[0] == before[0] == "wait"
