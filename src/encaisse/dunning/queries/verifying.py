"""What `encaisse verify` checks of dunning: progress is what its history says; a payer the run would skip is rightly skipped."""

from collections.abc import Iterator
from itertools import islice

from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.dunning.models import Decision
from encaisse.dunning.queries.moment import facts_true_until, is_live, reading
from encaisse.dunning.queries.payers import payer_ids_to_decide, payer_states
from encaisse.dunning.rules import decide
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.verification import Difference, Verified

CHUNK = 1000
# Not the payer's own state: another account speaks to the address today, or the facts were accepted as they were.
ELSEWHERE = frozenset({"address_taken", "stale_facts", "items_held"})


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
    """Yield, for each payer that today's run would not look at, what a new decision says other than the one kept (None: the same)."""
    today = creditors.today_of(actor, creditor_id)
    due = frozenset(payer_ids_to_decide(actor, creditor_id, on=today, full=False))
    kept = {
        payer_id: (verdict, code)
        for payer_id, verdict, code in Decision.objects.filter(creditor_id=creditor_id)
        .exclude(verdict="act")
        .exclude(code__in=ELSEWHERE)
        .values_list("customer_id", "verdict", "code")
        if payer_id not in due
    }
    moment = reading(actor, creditor_id, on=today, facts_true_until=facts_true_until(actor, creditor_id), stale_accepted=True)
    ids = iter(sorted(kept))
    while chunk := list(islice(ids, CHUNK)):
        for payer in payer_states(actor, moment, chunk):
            if payer.followed is None:
                continue
            decision = decide(payer.state, payer.followed.scenario, payer.calendar, on=today)
            again = (type(decision).__name__.lower(), decision.reason.value)
            before = kept[payer.state.payer_id]
            # A wait is a wait: why nothing is due yet is told anew whenever somebody asks.
            same = again == before or again[0] == before[0] == "wait" or again[1] in ELSEWHERE
            yield None if same else Difference("decision", f"payer {payer.state.payer_id}", " ".join(before), " ".join(again))
