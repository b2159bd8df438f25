"""« Pourquoi ce client n'a-t-il pas été relancé ? » : the decision taken again, without writing, and said in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.dunning.queries.decisions import LatestDecision, latest_decision
from encaisse.dunning.queries.joint import jointly
from encaisse.dunning.queries.moment import day_of, facts_true_until, must_be_fresh, reading
from encaisse.dunning.queries.payers import payer_states
from encaisse.dunning.rules import Act, Decision, Hold, Reason, Wait, decide
from encaisse.dunning.rules.decisions import Task, TaskKind
from encaisse.dunning.rules.explain import Sentence, explain
from encaisse.dunning.rules.freshness import StaleFacts
from encaisse.dunning.rules.morning import DAY
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would be decided about a payer on a day: the verdict, its reason in sentences (to translate), the step, the amount."""

    payer_id: int
    on: date
    verdict: str
    reason: str
    sentences: tuple[Sentence, ...]
    until: date | None
    step_key: str
    channel: str
    level: int | None
    net_amounts: dict[str, Decimal]


def explanation(actor: Actor, payer_id: int, *, on: date) -> Explanation:
    """Decide about the customer's payer as the run would on that day, and say why. Writes nothing.

    On facts too old nothing is done, unless the run of that day went on with them (rule 20); of a day to come they are to come too.
    """
    customer = customers.customer(actor, payer_id)
    creditor_id, payer_id = customer.creditor_id, customer.payer_id or customer.id
    is_accepted = on > day_of(actor, creditor_id) or went_on(latest_decision(actor, payer_id), on=on)
    known = facts_true_until(actor, creditor_id)
    moment = reading(actor, creditor_id, on=on, facts_true_until=known, stale_accepted=is_accepted)
    payer = next(iter(payer_states(actor, moment, [payer_id])))
    if payer.followed is None:
        return told(payer_id, Wait(reason=Reason.SCENARIO_ENDED), on=on)
    decision = decide(payer.state, payer.followed.scenario, payer.calendar, on=on)
    if not isinstance(decision, Act):
        return told(payer_id, decision, on=on)
    try:
        must_be_fresh(actor, creditor_id, on=on, accepted=is_accepted)
    except StaleFacts:
        return told(payer_id, held_for_facts(decision, until=payer.calendar.next_open(on + DAY)), on=on)
    return told(payer_id, decision, on=on, shared=jointly(actor, payer_id))


def told(payer_id: int, decision: Decision, *, on: date, shared: tuple[Sentence, ...] = ()) -> Explanation:
    act = decision if isinstance(decision, Act) else None
    return Explanation(
        payer_id=payer_id, on=on, verdict=type(decision).__name__.lower(), reason=decision.reason.value,
        sentences=(*explain(decision), *shared), until=decision.until, step_key=act.step.key if act else getattr(decision, "step_key", ""),
        channel=act.channel.value if act else "", level=int(act.level) if act else None,
        net_amounts=dict(act.net_amounts) if act else {},
    )  # fmt: skip


def went_on(kept: LatestDecision | None, *, on: date) -> bool:
    """Tell whether the run of a day decided with the facts it had."""
    return kept is not None and kept.decided_on == on and kept.reason != Reason.STALE_FACTS


def held_for_facts(act: Act, *, until: date) -> Hold:
    tasks = (*act.tasks, Task(TaskKind.REFRESH_FACTS))
    return Hold(reason=Reason.STALE_FACTS, until=until, tasks=tasks, item_holds=act.item_holds)
