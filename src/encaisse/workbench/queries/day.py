"""« Ma journée »: what a person has to do today, in the order of a morning, in a fixed number of reads."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.customers.queries import CustomerFile, Reach
from encaisse.db import run_sql
from encaisse.db.clock import today
from encaisse.disputes import queries as disputes
from encaisse.disputes.models import Dispute
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import ActionView
from encaisse.kit.actor import Actor, Permission, Role, Scope
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.messages import queries as messages
from encaisse.people import queries as people
from encaisse.people.models import User
from encaisse.people.rules import Person
from encaisse.workbench.models import Call
from encaisse.workbench.queries import common, order
from encaisse.workbench.queries.deposits import deposits_of_the_day
from encaisse.workbench.queries.finished import Finished, finished
from encaisse.workbench.queries.lines import Day, DoneCall, Figure, Freshness, LateDispute, Reply
from encaisse.workbench.queries.replies import replies_to_answer
from encaisse.workbench.rules.agenda import CallToMake, Worklist, worklist

LOOKED_AT = 200  # calls ranked for a day: far more than a team of five makes
SHOWN = 20


def today_of(actor: Actor, customer: CustomerFile | None = None) -> date:
    """Return the day it is: at a customer's creditor, or at home for lists that cross creditors."""
    return dunning.day_of(actor, customer.creditor_id) if customer else today()


def day(actor: Actor, *, on: date, collector_id: int | None = None, whole: bool = False, size: int = LOOKED_AT) -> Day:
    """Return a person's day, or one collector's for whoever sees more; `whole`: with what rolls over, and so many lines of a kind."""
    done = calls_noted(actor, on=on, by=collector_id or actor.user_id)
    capacity = order.capacity_of(actor, owner_id=collector_id or actor.user_id, on=on)
    work = calls(actor, on=on, collector_id=collector_id, done_count=done, capacity=None if whole else capacity, size=size)
    size = size if whole else SHOWN
    tasks, task_count = dunning.tasks_to_do(actor, collector_id=collector_id, size=size)
    signals, signal_count = dunning.errands(actor, on=on, collector_id=collector_id, size=size)
    has_customers = Customer.objects.filter(customers.in_scope(actor)).exists()
    found = Day(
        on=on,
        work=work,
        to_approve=tuple(to_approve(actor, collector_id=collector_id)),
        replies=tuple(replies(actor, collector_id=collector_id)),
        mails=tuple(replies_to_answer(actor, collector_id=collector_id)),
        deposits=tuple(deposits_of_the_day(actor, on=on, collector_id=collector_id)),
        texts=tuple(dunning.texts_to_deposit(actor, on=on, collector_id=collector_id)),
        late_disputes=tuple(late_disputes(actor, on=on, collector_id=collector_id, size=size)),
        late_dispute_count=late_dispute_count(actor, on=on, collector_id=collector_id),
        tasks=tuple(tasks),
        task_count=task_count,
        signals=tuple(signals),
        signal_count=signal_count,
        letter_count=letter_count(actor),
        freshness=tuple(freshness(actor, on=on)),
        calls_done=done,
        done=tuple(calls_done(actor, on=on, by=collector_id or actor.user_id)) if done else (),
        collectors=collectors(actor, on=on),
        capacity=capacity,
        has_customers=has_customers,
        company_has_customers=has_customers or company_has_customers(actor),
    )
    return found if found.line_count else replace(found, finished=end_of(actor, on=on, collector_id=collector_id))


def company_has_customers(actor: Actor) -> bool:
    """Tell whether the creditors in reach have any customer, be they entrusted to somebody else."""
    reach = [card.id for card in creditors.creditors_in_reach(actor)]
    return Customer.objects.filter(creditor_id__in=reach).exists()


def end_of(actor: Actor, *, on: date, collector_id: int | None = None) -> Finished:
    return finished(actor, owner_id=collector_id or actor.user_id, on=on, collector_id=collector_id)


def to_approve(actor: Actor, *, collector_id: int | None = None) -> list[Figure]:
    """Return how many messages wait for approval, by channel. Whoever sees every customer is answered without looking them up."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    if customers.is_of_whole_creditors(scope) and collector_id is None:
        return [Figure(*row) for row in run_sql("workbench.day_figures_whole", **scope)]
    return [Figure(*row) for row in run_sql("workbench.day_figures", collector_id=collector_id, **scope)]


def day_calls(actor: Actor, *, on: date, collector_id: int | None = None, whole: bool = False) -> Worklist:
    """Return the calls of a person's day alone, as their first screen ranks them."""
    done = calls_noted(actor, on=on, by=collector_id or actor.user_id)
    capacity = None if whole else order.capacity_of(actor, owner_id=collector_id or actor.user_id, on=on)
    return calls(actor, on=on, collector_id=collector_id, done_count=done, capacity=capacity)


def calls(actor: Actor, *, on: date, collector_id: int | None, done_count: int, capacity: int | None, size: int = LOOKED_AT) -> Worklist:
    """Return the calls of the day, ranked, with whom to ask for and at which number."""
    planned, total = dunning.calls_to_make(actor, size=size)
    if total > len(planned):
        planned += dunning.calls_made_with(actor, {each.common_key for each in planned}, besides=[each.id for each in planned])
    agreed = call_backs_agreed(actor, on=on)
    wanted = order.ordering(actor, owner_id=collector_id or actor.user_id, on=on)
    ids = {action.customer_id for action in planned} | {call.customer_id for call in agreed}
    files = customers.files(actor, ids | set(wanted.pinned))
    pinned = order.pinned_without_call(actor, set(wanted.pinned) - ids, files=files, on=on)
    found = [call_of(action, files[action.customer_id]) for action in planned] + list(agreed)
    mine = [call for call in found if collector_id is None or files[call.customer_id].collector_id == collector_id]
    tried = tried_today(actor, ids, on=on)
    left = common.in_common(actor, [*(call for call in mine if is_for(call, on, tried)), *pinned])
    count = total if collector_id is None else call_count(actor, collector_id=collector_id)
    waiting = count + len(agreed) + len(pinned) - (len(mine) + len(pinned) - len(left))
    work = worklist(left, total=waiting, done_count=done_count, capacity=capacity, ordering=wanted)
    reached = customers.best_addresses(actor, [call.customer_id for call in work.all], ["phone", "mobile"])
    return replace(
        work,
        pinned=with_numbers(work.pinned, reached),
        call_backs=with_numbers(work.call_backs, reached),
        broken_promises=with_numbers(work.broken_promises, reached),
        calls=with_numbers(work.calls, reached),
    )


def is_for(call: CallToMake, on: date, tried: Collection[int | None]) -> bool:
    """Tell whether a call is to be made on a day: agreed for it or before, or planned and not tried yet."""
    if call.call_back_at is not None:
        return call.call_back_at.astimezone(timezone.get_current_timezone()).date() <= on
    return call.action_id not in tried


def tried_today(actor: Actor, customer_ids: Iterable[int], *, on: date) -> set[int]:
    """Return the planned calls already tried on a day: without an answer they come back the next day, not at once."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk__in=list(customer_ids)).values("pk")
    # A demonstration company lives on a day of its own: there, the day the call was recorded counts.
    tried = Call.objects.filter(Q(called_on=on) | Q(called_at__date=on), action_id__isnull=False, customer_id__in=seen)
    return {action_id for action_id in tried.values_list("action_id", flat=True) if action_id is not None}


def call_of(action: ActionView, file: CustomerFile) -> CallToMake:
    return CallToMake(
        action_id=action.id, customer_id=action.customer_id, creditor_id=action.creditor_id, code=action.code, name=action.name,
        level=action.level, net_amount=action.net_amount, currency=action.currency, planned_since=action.planned_since,
        reason=action.reason,
        script_code=action.template_code, call_back_at=action.call_back_at, attempts=action.attempts, item_count=action.item_count,
        collector_id=file.collector_id, common_key=action.common_key if action.channel == "call" else None,
    )  # fmt: skip


def with_numbers(calls: Sequence[CallToMake], reached: dict[tuple[int, str], Reach]) -> tuple[CallToMake, ...]:
    return tuple(with_number(call, reached) for call in calls)


def with_number(call: CallToMake, reached: dict[tuple[int, str], Reach]) -> CallToMake:
    reach = reached.get((call.customer_id, "phone")) or reached.get((call.customer_id, "mobile"))
    if reach is None:
        return call
    return replace(call, contact_name=f"{reach.contact.first_name} {reach.contact.name}".strip(), phone=reach.address.address)


def call_backs_agreed(actor: Actor, *, on: date) -> list[CallToMake]:
    """Return the call-backs agreed in calls that nothing had planned, and that no later call answered."""
    seen = Customer.objects.filter(customers.in_scope(actor, Permission.CUSTOMER_VIEW))
    asked = Call.objects.filter(call_back_at__date__lte=on, action_id__isnull=True, customer_id__in=seen.values("pk"))
    rows = list(asked.order_by("-call_back_at")[:LOOKED_AT])
    latest = dict(Call.objects.filter(customer_id__in=[row.customer_id for row in rows]).order_by("pk").values_list("customer_id", "pk"))
    names = {row.pk: row for row in seen.filter(pk__in=latest).select_related("creditor")}
    return [
        CallToMake(
            customer_id=row.customer_id, creditor_id=row.creditor_id, code=names[row.customer_id].code, name=names[row.customer_id].name,
            level=0, net_amount=Decimal(), currency=names[row.customer_id].creditor.currency, planned_since=row.called_on,
            call_back_at=row.call_back_at,
            reason={"code": "agreed", "comment": row.comment}, collector_id=names[row.customer_id].collector_id,
        )
        for row in rows
        if latest[row.customer_id] == row.pk
    ]  # fmt: skip


def calls_noted(actor: Actor, *, on: date, by: int | None) -> int:
    """Return how many calls a person made on a day."""
    actor.must(Permission.CUSTOMER_VIEW)
    return Call.objects.filter(called_by=by, called_on=on, is_incoming=False, common_id__isnull=True).count() if by else 0


def replies(actor: Actor, *, collector_id: int | None = None) -> list[Reply]:
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    rows = run_sql("workbench.replies", collector_id=collector_id, limit=SHOWN, **scope)
    return [Reply(*row._replace(detail=json.loads(row.detail))) for row in rows]


def calls_done(actor: Actor, *, on: date, by: int | None) -> list[DoneCall]:
    """Return the calls a person made on a day, the latest first."""
    seen = Customer.objects.filter(customers.in_scope(actor))
    rows = list(Call.objects.filter(called_by=by, called_on=on, customer_id__in=seen.values("pk")).order_by("-called_at", "-pk")[:SHOWN])
    names = dict(seen.filter(pk__in=[row.customer_id for row in rows]).values_list("pk", "name"))
    return [DoneCall(row.customer_id, names[row.customer_id], row.result, row.called_at) for row in rows]


def late_disputes(actor: Actor, *, on: date, collector_id: int | None = None, size: int = SHOWN) -> list[LateDispute]:
    """Return the disputes whose department is late with its answer, the latest first."""
    late = list(unanswered(actor, on=on, collector_id=collector_id).values_list("pk", flat=True)[:size])
    seen = disputes.disputes(actor, late)
    found = [seen[dispute_id] for dispute_id in late if dispute_id in seen]
    ids = [row.customer_id for row in found]
    names = {row.pk: row for row in Customer.objects.filter(customers.in_scope(actor), pk__in=ids)}
    return [
        LateDispute(
            row.id, row.customer_id, names[row.customer_id].code, names[row.customer_id].name, row.reason, row.department, row.due_on,
            row.disputed_amount, row.currency,
        )
        for row in found
    ]  # fmt: skip


def late_dispute_count(actor: Actor, *, on: date, collector_id: int | None = None) -> int:
    return unanswered(actor, on=on, collector_id=collector_id).count()


def unanswered(actor: Actor, *, on: date, collector_id: int | None = None) -> QuerySet[Dispute]:
    seen = Customer.objects.filter(customers.in_scope(actor))
    mine = seen if collector_id is None else seen.filter(collector_id=collector_id)
    late = Dispute.objects.filter(customer_id__in=mine.values("pk"), closed_on__isnull=True, answered_on__isnull=True, due_on__lt=on)
    return late.order_by("due_on", "pk")


def letter_count(actor: Actor) -> int:
    waiting = messages.visible_messages(actor).filter(channel__in=["letter", "registered_letter"], state="ready")
    waiting = waiting.exclude(creditor_id__in=messages.provider_routes(actor))
    return waiting.count()


def freshness(actor: Actor, *, on: date) -> list[Freshness]:
    """Return each source with the day until which it is true; old ones first, for they are what decisions suffer from."""
    names = {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(actor)}
    found = [
        Freshness(names[source.creditor_id], source, source.is_old(on))
        for source in ledger.freshness(actor, only_dated=True)
        if source.creditor_id in names
    ]
    return sorted(found, key=lambda each: (not each.is_old, each.source.true_until_on or date.min))


def sees_many(actor: Actor) -> bool:
    """Tell whether a person sees more than their own customers, and may look at one collector's day."""
    grant = actor.may(Permission.CUSTOMER_VIEW)
    return grant is not None and grant.scope in {Scope.ALL, Scope.TEAM}


def collectors(actor: Actor, *, on: date) -> dict[int, str]:
    if not sees_many(actor):
        return {}
    return {card.id: card.name for card in collector_cards(actor, on=on)}


def collector_cards(actor: Actor, *, on: date) -> list[Person]:
    return people.people_with_role(actor, Role.COLLECTOR, Role.AGENCY_COLLECTOR, Role.CREDIT_MANAGER, on=on)


def call_count(actor: Actor, *, on: date | None = None, collector_id: int | None = None) -> int:
    """Return how many calls wait; on a day, how many of them are for that day."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    if customers.is_of_whole_creditors(scope) and collector_id is None:
        return int(run_sql("workbench.call_count_whole", on=on, **scope)[0].count)
    return int(run_sql("workbench.call_count", on=on, collector_id=collector_id, **scope)[0].count)


def user_by_email(actor: Actor, email: str) -> int:
    """Return the user of a sign-in address, for the command line."""
    actor.must(Permission.CUSTOMER_VIEW)
    user_id = User.objects.filter(email__iexact=email.strip()).values_list("pk", flat=True).first()
    if user_id is None:
        raise NotFound(what=email)
    return int(user_id)
