"""Twelve months of a customer's trade: invoices, credit notes, payments, and what settles what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from encaisse.demo.rules.calendar import StoryDays
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.customers import TRADE, Habit, MadeCustomer
from encaisse.intake.rules.terms import last_due_date
from encaisse.kit.dates import working_days

CENTS = 100
VAT = 20
YEAR = 365
CREDIT_NOTES = 0.035
LOST_LETTERS = 0.004  # payments the accountants have not yet matched
QUIET_BEFORE = {Part.LEGAL: 230, Part.DOUBTFUL: 210, Part.SILENT: 130, Part.PAPER: 120, Part.PLAN: 100, Part.NO_CONTACT: 90}
QUIET_DAYS = 75  # a silent customer stopped paying that long ago


@dataclass(slots=True, eq=False)
class Letter:
    """What settles what: known from the day its last piece was posted."""

    code: str
    closed_on: date


@dataclass(slots=True, eq=False)
class Piece:
    """One document of a customer, as the accounts hold it. Amounts are signed cents: debits positive."""

    customer: MadeCustomer
    kind: str
    on: date
    cents: int
    due_on: date
    number: str = ""
    letter: Letter | None = None
    general: str = "41100000"
    title: str = ""


def story(seed: int, customer: MadeCustomer, days: StoryDays) -> list[Piece]:
    """Return all the pieces of a customer, the oldest first."""
    rng = Random(f"{seed} story {customer.number}")
    invoices = [*invoices_of(rng, customer, days)]
    payments = [*payments_of(rng, customer, invoices, days)]
    extra = [*additions(rng, customer, invoices, payments, days)]
    pieces = sorted([*invoices, *payments, *extra], key=lambda piece: (piece.on, -piece.cents))
    return name_letters(pieces)


def invoices_of(rng: Random, customer: MadeCustomer, days: StoryDays) -> Iterator[Piece]:
    least, most, low, high = TRADE[customer.segment]
    count = rng.randint(least, most) if customer.kind != "employee" else 3
    if customer.kind == "consumer" and customer.part is not Part.NONE:
        count = most
    step, title = len(days.trade) / count, f"Facture {customer.name}"[:60]
    for place in range(count):
        at = min(int((place + rng.random()) * step), len(days.trade) - 1)
        cents = amount_of(rng, low * CENTS, high * CENTS)
        yield invoice(customer, days.trade[at], cents, title=title)


def amount_of(rng: Random, low: int, high: int) -> int:
    """Return an amount tax included, most of them small, a few large."""
    return int(low + (high - low) * rng.betavariate(1.3, 4.5))


def invoice(customer: MadeCustomer, on: date, cents: int, *, title: str) -> Piece:
    return Piece(customer, "invoice" if cents > 0 else "credit_note", on, cents, last_due_date(customer.terms, on), title=title)


def payments_of(rng: Random, customer: MadeCustomer, invoices: list[Piece], days: StoryDays) -> Iterator[Piece]:
    """Yield the payments received until yesterday; what is paid the same day comes as one transfer."""
    by_day: dict[date, list[Piece]] = {}
    for piece in invoices:
        if (day := paid_on(rng, customer, piece, days)) is not None:
            by_day.setdefault(day, []).append(piece)
    for day, paid in sorted(by_day.items()):
        if day <= days.yesterday:
            yield from transfer(rng, customer, day, paid)


def paid_on(rng: Random, customer: MadeCustomer, piece: Piece, days: StoryDays) -> date | None:
    """Return the working day on which an invoice is paid, None when it never is."""
    stopped_on = days.today - timedelta(days=QUIET_BEFORE.get(customer.part, QUIET_DAYS))
    if customer.habit is Habit.SILENT and piece.due_on + timedelta(days=12) > stopped_on:
        return None
    day = planned_day(rng, customer.habit, piece.due_on)
    return working_days().next_open(max(day, piece.on + timedelta(days=1)))


def planned_day(rng: Random, habit: Habit, due_on: date) -> date:
    if habit is Habit.TENTH:
        return first_tenth(due_on)
    spread = {
        Habit.PROMPT: (-3, 3), Habit.LATE: (2, 22), Habit.CHRONIC: (28, 80), Habit.PART: (5, 30), Habit.SILENT: (0, 20),
        Habit.CARELESS: (0, 12), Habit.DIRECT_DEBIT: (0, 0), Habit.PUBLIC: (-2, 24),
    }[habit]  # fmt: skip
    return due_on + timedelta(days=rng.randint(*spread))


def first_tenth(due_on: date) -> date:
    """Return the next tenth of a month."""
    month = due_on.replace(day=1) if due_on.day <= 10 else (due_on.replace(day=28) + timedelta(days=7)).replace(day=1)  # noqa: PLR2004
    return month.replace(day=10)


def transfer(rng: Random, customer: MadeCustomer, day: date, paid: list[Piece]) -> Iterator[Piece]:
    """Yield the money of one day: the whole, a part, or the whole that nobody has matched yet."""
    notes = [credit_note(rng, piece, day) for piece in paid if rng.random() < CREDIT_NOTES]
    total = sum(piece.cents for piece in [*paid, *notes])
    if customer.habit is Habit.PART and rng.random() < 0.45:  # noqa: PLR2004
        yield from [*notes, payment(customer, day, total * rng.randint(4, 7) // 10)]
        return
    money = payment(customer, day, total)
    if rng.random() > (0.08 if customer.habit is Habit.CARELESS else LOST_LETTERS):
        money.letter = Letter("", day)
        for piece in [*paid, *notes]:
            piece.letter = money.letter
    yield from [*notes, money]


def credit_note(rng: Random, piece: Piece, paid_on: date) -> Piece:
    """Return a credit note for goods brought back, between the invoice and its payment."""
    on = min(working_days().add(piece.on, rng.randint(4, 12)), paid_on)
    return invoice(piece.customer, on, -(piece.cents // rng.choice((2, 3, 5, 8))), title="Avoir")


def payment(customer: MadeCustomer, on: date, cents: int) -> Piece:
    word = {Habit.DIRECT_DEBIT: "Prélèvement", Habit.SILENT: "Chèque"}.get(customer.habit, "Virement")
    return Piece(customer, "payment", on, -cents, on, title=f"{word} {customer.name}"[:60])


def additions(rng: Random, customer: MadeCustomer, invoices: list[Piece], payments: list[Piece], days: StoryDays) -> Iterator[Piece]:
    """Yield the credit notes, and what the parts of the cast ask for."""
    for piece in invoices:
        if piece.letter is None and piece.on < days.ago(15) and rng.random() < CREDIT_NOTES:
            yield invoice(customer, working_days().add(piece.on, 8), -(piece.cents // rng.choice((2, 3, 5))), title="Avoir")
    if customer.part is Part.CREDITS_COVER:
        yield from credit_that_covers(customer, [*invoices, *payments], days)
    if customer.part is Part.PART_PAYMENT:
        late = late_of(invoices, days)
        yield payment(customer, days.ago(2), max(late * 45 // 100, CENTS))
    if customer.part is Part.PROMISE_KEPT:
        yield from promised_money(customer, invoices, days)
    if customer.part is Part.SMALL_BALANCE:
        yield invoice(customer, days.trade[max(-45, -len(days.trade))], 31 * CENTS, title="Complément de port")
    if customer.part in {Part.COMMON, Part.COMMON_TWIN}:
        yield invoice(customer, days.ago(55), (2140 if customer.part is Part.COMMON else 860) * CENTS, title="Fourniture de chantier")
    if customer.part is Part.DISPUTE_WHOLE:
        yield invoice(customer, days.ago(40), 1480 * CENTS, title="Fourniture de chantier")


def late_of(invoices: list[Piece], days: StoryDays) -> int:
    return sum(piece.cents for piece in invoices if piece.letter is None and piece.due_on < days.today)


def credit_that_covers(customer: MadeCustomer, pieces: list[Piece], days: StoryDays) -> Iterator[Piece]:
    """Yield an unallocated transfer of two days ago that covers all that is late."""
    still_open = sum(piece.cents for piece in pieces if piece.letter is None and piece.due_on < days.today)
    if still_open <= 0:
        late = invoice(customer, days.ago(50), 910 * CENTS, title="Fourniture de chantier")
        yield late
        still_open += late.cents
    yield payment(customer, days.ago(2), still_open + 120 * CENTS)


def promised_money(customer: MadeCustomer, invoices: list[Piece], days: StoryDays) -> Iterator[Piece]:
    """Yield the payment of what was promised ten days ago: the oldest late invoice, paid on the promised day."""
    late = [piece for piece in invoices if piece.letter is None and piece.due_on < days.ago(8)]
    if late:
        money = payment(customer, days.ago(4), late[0].cents)
        money.letter = late[0].letter = Letter("", days.ago(4))
        yield money


def name_letters(pieces: list[Piece]) -> list[Piece]:
    """Give the letters their codes, AA, AB…, in the order in which they were closed."""
    letters = {id(piece.letter): piece.letter for piece in pieces if piece.letter}
    for place, letter in enumerate(sorted(letters.values(), key=lambda each: each.closed_on)):
        letter.code = code_of(place)
    return pieces


def code_of(place: int) -> str:
    first, second = divmod(place, 26)
    return f"{code_of(first - 1) if first else 'A'}{chr(65 + second)}"
