"""The daily run: choose the payers whose decision may have changed, decide each, keep the results. Running twice moves nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db import execute_sql, run_sql
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.book import Book, LiveDraft, verdict_of, withdraw_drafts
from encaisse.dunning.actions.scenarios import follow_shipped
from encaisse.dunning.actions.untouched import end_untouched
from encaisse.dunning.models import PlannedAction, Run
from encaisse.dunning.queries.payers import Reading, ReadPayer
from encaisse.dunning.rules import Act, Channel, Decision, Level, Reason, Wait, decide
from encaisse.dunning.rules.addresses import Candidate, choose_per_address
from encaisse.dunning.rules.days import is_dry_run
from encaisse.dunning.rules.freshness import StaleFacts
from encaisse.dunning.rules.kept import as_values
from encaisse.kit.actor import Actor, Permission, system_actor
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.ledger.actions import re_age

CHUNK = 2000
TOLD = 500  # payers a simulation lists by name


class RunUnderWay(Refusal):
    sentence = gettext_noop("A run is already under way for this creditor. Wait for it to end; nothing was done.")


@dataclass(frozen=True, slots=True)
class Told:
    """What a simulation would do about one payer."""

    payer_id: int
    verdict: str
    reason: str
    kept: dict[str, Any]
    until: date | None
    channel: str = ""
    level: int | None = None
    net_amounts: Mapping[str, Decimal] = field(default_factory=dict)
    joins: str = ""  # the company whose message would speak for this one (« relance commune »)
    speaks_for: tuple[str, ...] = ()
    called_with: tuple[str, ...] = ()  # the other accounts of one call (rule 6: whatever rings at one number)


def told_of(payer_id: int, decision: Decision) -> Told:
    kept = as_values(decision)
    if isinstance(decision, Act):
        return Told(
            payer_id, "act", decision.reason, kept, decision.until, decision.channel.value, int(decision.level), decision.net_amounts
        )
    return Told(payer_id, verdict_of(decision), decision.reason, kept, decision.until)


@dataclass(slots=True)
class RunReport:
    """What a run did: payers looked at, decisions taken, actions planned by channel, payers held by reason, payers waiting."""

    on: date
    ran: list[str] = field(default_factory=list)  # companies, by name
    looked_at: list[str] = field(default_factory=list)  # those of which this was a simulation
    refused: dict[str, StaleFacts] = field(default_factory=dict)  # those whose facts are too old: nothing was decided there
    payers: int = 0
    decided: int = 0
    planned: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    facts_true_until: dict[int, date | None] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)  # of a simulation: the first payers acted upon and held

    @property
    def is_dry(self) -> bool:
        return bool(self.looked_at) and not self.ran

    def add(self, book: Book) -> None:
        self.decided += book.decided
        self.planned += book.planned
        self.held += book.held
        self.waiting += book.waiting
        if book.run_id is None:
            self.tell(book)

    def tell(self, book: Book) -> None:
        left = TOLD - len(self.told)
        spoken = [(payer_id, decision) for payer_id, decision, _ in book.decisions if not isinstance(decision, Wait)]
        self.told += [told_of(payer_id, decision) for payer_id, decision in spoken[:left]]


def run_dunning(
    actor: Actor,
    *,
    on: date | None = None,
    creditor_ids: Sequence[int] | None = None,
    full: bool = False,
    dry_run: bool = False,
    accept_stale: bool = False,
    told: Callable[[int, int], None] = lambda *_: None,
) -> RunReport:
    """Prepare the actions due on a day for every payer in sight, and report what was held and why.

    A day other than the creditor's own is a dry run, except on a demonstration creditor (rule 24). Refuses stale facts unless
    accepted (rule 20): a company whose facts are too old does not keep the others waiting. Refuses a second run while one is under way.
    """
    actor.must(Permission.DUNNING_RUN)
    report = None
    for creditor in creditors.creditors_in_reach(actor):
        if creditor_ids is not None and creditor.id not in creditor_ids:
            continue
        today = creditors.today_of(actor, creditor.id)
        day = on or today
        report = report or RunReport(on=day)
        is_dry = is_dry_run(on=day, today=today, is_demonstration=creditor.is_demonstration, asked=dry_run)
        try:
            run_creditor(actor, creditor.id, report, on=day, is_dry=is_dry, full=full, accept_stale=accept_stale, told=told)
        except StaleFacts as refusal:
            report.refused[creditor.name] = refusal
        else:
            (report.looked_at if is_dry else report.ran).append(creditor.name)
    report = report or RunReport(on=on or now().date())
    if report.refused and not (report.ran or report.looked_at):
        raise next(iter(report.refused.values()))
    if report.looked_at:
        tell_jointly(actor, report)
    return report


def tell_jointly(actor: Actor, report: RunReport) -> None:
    """Say of a simulation whose message would speak for whom, and which calls would be made as one."""
    weights = {
        each.payer_id: sum(each.net_amounts.values(), Decimal())
        for each in report.told
        if each.channel == Channel.EMAIL and each.level is not None and each.level < Level.FORMAL_NOTICE
    }
    found = queries.simulated(actor, weights, on=report.on)
    calls = queries.calls_simulated(actor, [each.payer_id for each in report.told if each.channel == Channel.CALL], on=report.on)
    for place, each in enumerate(report.told):
        joins, speaks_for = found.get(each.payer_id, ("", ()))
        report.told[place] = replace(each, joins=joins, speaks_for=speaks_for, called_with=calls.get(each.payer_id, ()))


def run_creditor(
    actor: Actor, creditor_id: int, report: RunReport, *, on: date, is_dry: bool, full: bool, accept_stale: bool,
    told: Callable[[int, int], None],
) -> None:  # fmt: skip
    facts_true_until = queries.facts_true_until(actor, creditor_id)
    report.facts_true_until[creditor_id] = facts_true_until
    queries.must_be_fresh(actor, creditor_id, on=on, accepted=accept_stale)
    follow_shipped(actor, creditor_id)
    with one_run_at_a_time(creditor_id, is_dry=is_dry):
        decided_at = queries.oldest_unfinished_instant()
        run_id = None if is_dry else open_run(actor, creditor_id, on=on, full=full, facts_true_until=facts_true_until)
        if run_id is not None:
            end_untouched(actor, creditor_id, on=on)
        reading = queries.reading(actor, creditor_id, on=on, facts_true_until=facts_true_until, stale_accepted=accept_stale)
        payer_ids = queries.payer_ids_to_decide(actor, creditor_id, on=on, full=full)
        report.payers += len(payer_ids)
        before = (report.decided, report.waiting, Counter(report.planned), Counter(report.held))
        for chunk in chunks(payer_ids):
            report.add(decide_chunk(actor, reading, chunk, run_id=run_id, decided_at=decided_at))
            told(report.decided, report.payers)
        if run_id is not None:
            close_run(actor, creditor_id, run_id, counts=counts_since(report, before) | keep_one_message_per_address(on=on))
            # Where no worker is awake at midnight, or a demonstration lives on another day than ours, the ages are those of the run.
            re_age(system_actor(frozenset({creditor_id})), on=on)


def chunks(payer_ids: Sequence[int]) -> Iterator[list[int]]:
    ids = iter(payer_ids)
    while chunk := list(islice(ids, CHUNK)):
        yield chunk


def decide_chunk(actor: Actor, reading: Reading, payer_ids: list[int], *, run_id: int | None, decided_at: datetime) -> Book:
    """Decide a chunk of payers in one transaction: it is kept whole or not at all.

    A look at a day ends what nobody would have touched by then, decides as the run of that day will, and takes it back.
    """
    book = Book(creditor_id=reading.creditor_id, run_id=run_id, on=reading.on, decided_at=decided_at)
    with transaction.atomic():
        if run_id is None:
            end_untouched(actor, reading.creditor_id, on=reading.on, payer_ids=payer_ids)
        drafts, frozen = live_drafts(payer_ids)
        for payer in queries.payer_states(actor, reading, [payer_id for payer_id in payer_ids if payer_id not in frozen]):
            book.note(payer, decision_of(payer, on=reading.on), drafts.get(payer.state.payer_id))
        if run_id is None:
            transaction.set_rollback(True)
        else:
            book.write()
    return book


def decision_of(payer: ReadPayer, *, on: date) -> Decision:
    if payer.followed is None:
        return Wait(reason=Reason.SCENARIO_ENDED)
    return decide(payer.state, payer.followed.scenario, payer.calendar, on=on)


def live_drafts(payer_ids: list[int]) -> tuple[dict[int, LiveDraft], set[int]]:
    """Return the drafts a run may take back, and the payers it leaves alone: a person approved theirs, or it is on its way."""
    drafts: dict[int, LiveDraft] = {}
    frozen: set[int] = set()
    rows = PlannedAction.objects.select_for_update().filter(customer_id__in=payer_ids, state__in=["to_approve", "approved", "sending"])
    names = ("customer_id", "state", "approved_by", "id", "step_key", "planned_since", "signature", "decided_on", "channel")
    for row in rows.values_list(*names):
        # A text to deposit on a portal waits for a person: meanwhile it is decided again, approved or not.
        if row[1] == "sending" or (row[2] is not None and row[-1] != Channel.PORTAL):
            frozen.add(row[0])
        else:
            drafts[row[0]] = LiveDraft(*row[3:])
    return drafts, frozen


def keep_one_message_per_address(*, on: date) -> dict[str, int]:
    """Let the largest overdue speak to an address today, across the organisation; the others join its message or wait (rule 6)."""
    with transaction.atomic():
        rows = run_sql("dunning.shared_addresses", on=on)
        # A call of another morning takes no address of today.
        speaking = [row for row in rows if not row.is_to_call or row.decided_on == on]
        choice = choose_per_address(Candidate(row.id, row.address, Channel(row.channel), row.weight, row.is_joint) for row in speaking)
        waiting = frozenset(choice.waiting)
        late = {
            row.id: row.customer_id
            for row in speaking
            if row.id in waiting and row.state in {"to_approve", "approved"} and row.decided_on == on
        }
        joined = {row.id: choice.joined[row.id] for row in speaking if row.is_joint and row.id in choice.joined}
        common = calls_in_common(row for row in rows if row.is_to_call and row.id not in late)
        execute_sql("dunning.join_messages", ids=[*joined, *common], leader_ids=[*joined.values(), *common.values()])
        let_wait(late, on=on)
    return {"address_taken": len(late), "joined": len(joined), "common_calls": len(common)}


def calls_in_common(rows: Iterable[Any]) -> dict[int, int]:
    """Return which calls are made with which: whatever rings at one number is one call, the largest overdue first (rule 6)."""
    return choose_per_address(Candidate(row.id, row.address, Channel.CALL, row.weight) for row in rows).joined


def let_wait(late: Mapping[int, int], *, on: date) -> None:
    """Take drafts back (action → payer): their address is taken today, they are decided again on the next day both sides work."""
    withdraw_drafts(list(late), why="address taken")
    # Whoever shares an address may be a customer of a company that the runner does not see.
    calendars = queries.calendars_of(system_actor(), set(late.values()))
    execute_sql("dunning.wait_for_address", payer_ids=list(calendars), days=[each.add(on, 1) for each in calendars.values()], on=on)


def open_run(actor: Actor, creditor_id: int, *, on: date, full: bool, facts_true_until: date | None) -> int:
    run = Run.objects.create(creditor_id=creditor_id, on=on, is_full=full, facts_true_until_on=facts_true_until, by=actor.user_id)
    return run.pk


Before = tuple[int, int, Counter[str], Counter[str]]


def counts_since(report: RunReport, before: Before) -> dict[str, Any]:
    decided, waiting, planned, held = before
    return {
        "decided": report.decided - decided,
        "waiting": report.waiting - waiting,
        "planned": dict(report.planned - planned),
        "held": dict(report.held - held),
    }


def close_run(actor: Actor, creditor_id: int, run_id: int, *, counts: dict[str, Any]) -> None:
    with transaction.atomic():
        Run.objects.filter(pk=run_id).update(counts=counts, ended_at=now())
        write_audit(actor, did="dunning.ran", subject_kind="run", subject_id=run_id, creditor_id=creditor_id, change=counts)


class one_run_at_a_time:  # noqa: N801 - read as a phrase: with one_run_at_a_time(...)
    """Hold the creditor's run for this process; a dry run, which writes nothing, waits for nobody."""

    def __init__(self, creditor_id: int, *, is_dry: bool) -> None:
        self.creditor_id, self.is_dry = creditor_id, is_dry

    def __enter__(self) -> None:
        if not self.is_dry and not run_sql("dunning.take_run", creditor_id=self.creditor_id)[0].taken:
            raise RunUnderWay

    def __exit__(self, *_: object) -> None:
        if not self.is_dry:
            run_sql("dunning.leave_run", creditor_id=self.creditor_id)
