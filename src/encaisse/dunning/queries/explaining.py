"""« Pourquoi ce client n'a-t-il pas été relancé ? » : the decision taken again, without writing, and said in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.dunning.queries.joint import jointly
from encaisse.dunning.queries.moment import facts_true_until, reading
from encaisse.dunning.queries.payers import payer_states
from encaisse.dunning.rules import Act, Reason, Wait, decide
from encaisse.dunning.rules.explain import Sentence, explain
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
    """Decide about the customer's payer as the run would on that day, and say why. Writes nothing."""
    customer = customers.customer(actor, payer_id)
    payer_id = customer.payer_id or customer.id
    known = facts_true_until(actor, customer.creditor_id)
    moment = reading(actor, customer.creditor_id, on=on, facts_true_until=known, stale_accepted=True)
    payer = next(iter(payer_states(actor, moment, [payer_id])))
    if payer.followed is None:
        decision: Act | Wait = Wait(reason=Reason.SCENARIO_ENDED)
    else:
        decision = decide(payer.state, payer.followed.scenario, payer.calendar, on=on)  # type: ignore[assignment]
    act = decision if isinstance(decision, Act) else None
    return Explanation(
        payer_id=payer_id, on=on, verdict=type(decision).__name__.lower(), reason=decision.reason.value,
        sentences=(*explain(decision), *(jointly(actor, payer_id) if act else ())),
        until=decision.until, step_key=act.step.key if act else getattr(decision, "step_key", ""), channel=act.channel.value if act else "",
        level=int(act.level) if act else None, net_amounts=dict(act.net_amounts) if act else {},
    )  # fmt: skip
