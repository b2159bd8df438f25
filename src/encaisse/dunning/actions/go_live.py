"""Going live: old items are set in bulk, then a person closes the screen; from then on messages may leave (rule 1)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from encaisse.audit.actions import write_audit
from encaisse.commitments import actions as commitment_actions
from encaisse.commitments import queries as commitments
from encaisse.commitments.rules import monthly_instalments
from encaisse.creditors import queries as creditors
from encaisse.customers.actions import touch
from encaisse.db import execute_sql, run_sql
from encaisse.db.clock import now
from encaisse.disputes import actions as dispute_actions
from encaisse.disputes import queries as disputes
from encaisse.dunning import queries
from encaisse.dunning.actions.oversight import supervise
from encaisse.dunning.actions.scenarios import follow_shipped
from encaisse.dunning.actions.steps import end_without_action
from encaisse.dunning.models import GoLive
from encaisse.dunning.rules.decisions import EndedStep
from encaisse.dunning.rules.reprise import REACHED, GoLiveChoice, PlanTerms, starting_point
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.ledger import actions as ledger_actions
from encaisse.ledger import queries as ledger


class PlanWithoutInstalments(Refusal):
    sentence = gettext_noop("Say in how many instalments, and when the first one falls due.")


class DisputeWithoutReason(Refusal):
    sentence = gettext_noop("Say what the customers contest: whoever answers for it is told.")


class AlreadyLive(Refusal):
    sentence = gettext_noop("This creditor is live since %(closed_at)s. Set items one by one on the customer file.")


@transaction.atomic
def set_go_live(
    actor: Actor,
    *,
    creditor_id: int,
    item_ids: Sequence[int],
    choice: GoLiveChoice,
    on: date,
    reached_on: date | None = None,
    dispute_reason: str = "",
    plan: PlanTerms | None = None,
) -> int:
    """Set where old items start: at R1, after a level already reached (on a day), once a dispute or a plan is over, or left out.

    Returns how many were set. The last choice is the one that counts, higher or lower than the one before.
    """
    actor.must(Permission.DUNNING_RUN)
    check_choice(choice, dispute_reason=dispute_reason, plan=plan)
    follow_shipped(actor, creditor_id)
    items = ledger.locked_open_items(actor, list(item_ids))
    documents = [item.document_id for item in items.values()]
    execute_sql("dunning.forget_reached", item_ids=list(items))
    if choice is GoLiveChoice.LEAVE_OUT:
        ledger_actions.qualify(actor, document_ids=documents, qualified_as="left_out")
    else:
        ledger_actions.qualify(actor, document_ids=documents, qualified_as="to_dun")
        if choice in REACHED:
            note_reached(actor, creditor_id, items.values(), choice, on=on, reached_on=reached_on or on)
        else:
            execute_sql("dunning.start_at_first_curative", item_ids=list(items))
        if choice is GoLiveChoice.DISPUTE:
            dispute_whole(actor, creditor_id, items.values(), reason=dispute_reason, on=on)
        if choice is GoLiveChoice.PLAN and plan:
            plan_whole(actor, items.values(), plan, on=on)
    touch({item.customer_id for item in items.values()})
    write_audit(
        actor, did="go_live.set", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"items": len(items), "choice": choice.value},
    )  # fmt: skip
    return len(items)


def check_choice(choice: GoLiveChoice, *, dispute_reason: str, plan: PlanTerms | None) -> None:
    """Refuse a plan without its instalments, a dispute about nothing said."""
    if choice is GoLiveChoice.PLAN and plan is None:
        raise PlanWithoutInstalments
    if choice is GoLiveChoice.DISPUTE and not dispute_reason:
        raise DisputeWithoutReason


def dispute_whole(actor: Actor, creditor_id: int, items: Iterable[ledger.OpenItemRow], *, reason: str, on: date) -> None:
    """Open one dispute per customer and currency about all that is not contested yet of the items."""
    items = [item for item in items if item.open_amount > 0]
    already = disputes.disputed_amounts(actor, [item.id for item in items])
    contested: dict[tuple[int, str], dict[int, Decimal | None]] = defaultdict(dict)
    for item in items:
        if item.open_amount > already.get(item.id, Decimal()):
            contested[item.customer_id, item.currency][item.id] = None
    calendar = creditors.own_calendar(actor, creditor_id)
    for amounts in contested.values():
        dispute_actions.open_dispute(actor, amounts=amounts, reason=reason, on=on, calendar=calendar)


def plan_whole(actor: Actor, items: Iterable[ledger.OpenItemRow], terms: PlanTerms, *, on: date) -> None:
    """Take over one plan per customer and currency, in equal monthly instalments, about all that is in no plan yet of the items."""
    items = [item for item in items if item.open_amount > 0]
    already = commitments.planned_items(actor, [item.id for item in items])
    planned: dict[tuple[int, str], list[ledger.OpenItemRow]] = defaultdict(list)
    for item in items:
        if item.id not in already:
            planned[item.customer_id, item.currency].append(item)
    for (_customer_id, currency), group in planned.items():
        open_amounts = [item.open_amount for item in group]
        parts = monthly_instalments(open_amounts, currency=currency, first_on=terms.first_on, count=terms.instalments)
        plan_id = commitment_actions.propose_plan(actor, item_ids=[item.id for item in group], instalments=parts)
        commitment_actions.accept_plan(actor, plan_id, on=on, acceptance={"by": actor.name, "how": gettext("agreed before going live")})


def note_reached(
    actor: Actor, creditor_id: int, items: Iterable[ledger.OpenItemRow], choice: GoLiveChoice, *, on: date, reached_on: date
) -> None:
    """Remember, for each item, the last step of its payer's scenario at the level already reached."""
    items = list(items)
    followed = queries.scenarios_in_force(actor, creditor_id, on=on)
    scenario_of = {
        row.customer_id: followed.get(row.scenario_id)
        for row in run_sql("dunning.scenario_of_customers", customer_ids=[item.customer_id for item in items])
    }
    ended = []
    for item in items:
        if (scenario := scenario_of.get(item.customer_id)) and (point := starting_point(choice, scenario.scenario, ended_on=reached_on)):
            step = EndedStep(item.id, point.last_position, point.last_ended_on, point.how)
            ended.append((item.customer_id, 0, step, scenario))
    end_without_action(ended)


@transaction.atomic
def close_go_live(actor: Actor, *, creditor_id: int, on: date, supervised: bool = True) -> None:
    """Close the go-live screen: items nobody set start at the first curative step, doubtful ones wait under « À qualifier ».

    The company is supervised from its first day: everything waits for a person until one says otherwise.
    """
    actor.must(Permission.DUNNING_RUN)
    creditors.creditor(actor, creditor_id)
    follow_shipped(actor, creditor_id)
    live, _ = GoLive.objects.select_for_update().get_or_create(creditor_id=creditor_id)
    if live.closed_at is not None:
        raise AlreadyLive(closed_at=live.closed_at.date())
    live.closed_at, live.closed_by = now(), actor.user_id
    live.save(update_fields=["closed_at", "closed_by"])
    if supervised:
        supervise(actor, creditor_id)
    execute_sql("dunning.decide_all_again", creditor_id=creditor_id, on=on)
    write_audit(actor, did="go_live.closed", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id)
