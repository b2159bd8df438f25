"""The table of items every reminder carries: sections, subtotals, and the one net total asked."""

from collections.abc import Sequence
from decimal import Decimal

from encaisse.kit.money import Money, by_currency
from encaisse.messages.rules.values import ASKED, OVERDUE, Column, Group, ItemRow, Language, MessageData, Section, Sum, Table
from encaisse.messages.rules.wording import AGE_WORDS, SECTION_TITLES, WORDS, day_in_words, money_in_words


def items_table(content: MessageData) -> Table:
    return Table(columns(content, is_full=False), groups(content, is_full=False), sums(content))


def full_items_table(content: MessageData) -> Table:
    """Add the issue date and the order reference of each item, as a formal notice and a public body need."""
    return Table(columns(content, is_full=True), groups(content, is_full=True), sums(content))


def columns(content: MessageData, *, is_full: bool) -> tuple[Column, ...]:
    words = WORDS[content.language]
    detail = (Column(words["order"]), Column(words["issued"])) if is_full else ()
    return (
        Column(words["reference"]),
        *detail,
        Column(words["due"]),
        Column(words["late"], is_figure=True),
        Column(words["open"], is_figure=True),
    )


def groups(content: MessageData, *, is_full: bool) -> tuple[Group, ...]:
    return tuple(
        Group(
            title(section, content),
            tuple(cells(row, content.language, is_full=is_full) for row in rows),
            is_muted=is_aside(section, content),
        )
        for section in Section
        if (rows := content.sections.get(section))
    )


def title(section: Section, content: MessageData) -> str:
    """Name a section, unless the table has but one; what a judgment stopped is never taken for what is asked."""
    is_named = section is Section.STOPPED or sum(map(bool, content.sections.values())) > 1
    return SECTION_TITLES[content.language][section] if is_named else ""


def is_aside(section: Section, content: MessageData) -> bool:
    return section not in ASKED and bool(content.rows(*OVERDUE))


def cells(row: ItemRow, language: Language, *, is_full: bool) -> tuple[str, ...]:
    issued = day_in_words(row.issued_on, language) if row.issued_on else ""
    detail = (row.order_reference, issued) if is_full else ()
    reference = " ".join(part for part in (row.reference, f"({row.note})" if row.note else "") if part)
    late = WORDS[language]["days"].format(count=row.days_late) if row.days_late > 0 else ""
    return (reference, *detail, day_in_words(row.due_on, language), late, money_in_words(row.open_amount, language))


def sums(content: MessageData) -> tuple[Sum, ...]:
    """Return what is asked: the overdue total and the credits when both exist, then the net, for each currency."""
    words = WORDS[content.language]
    overdue, deducted = content.rows(*OVERDUE), content.rows(Section.CREDITS)
    if not overdue:
        return subtotals(words["net_to_come"], content.rows(Section.TO_COME), content.language, is_net=True)
    before = (
        subtotals(words["overdue"], overdue, content.language) + subtotals(words["credits"], deducted, content.language) if deducted else ()
    )
    return before + subtotals(words["net"], content.rows(*ASKED), content.language, is_net=True)


def subtotals(label: str, rows: Sequence[ItemRow], language: Language, *, is_net: bool = False) -> tuple[Sum, ...]:
    return tuple(
        Sum(label, money_in_words(amount, language), is_net=is_net) for amount in by_currency(row.open_amount for row in rows).values()
    )


# The first day late of each age but the first one, which is not due yet.
AGES = (1, 31, 61, 91, 121, 181)


def ages_table(content: MessageData) -> Table:
    """Sum up everything open by age: not due, the ages, credits deducted, and the balance, for each currency."""
    words, rows = WORDS[content.language], content.rows(*Section)
    currencies = tuple(by_currency(row.open_amount for row in rows))
    return Table(
        (Column(words["age"]), Column(words["open"], is_figure=True)),
        tuple(
            Group(
                currency if len(currencies) > 1 else "",
                tuple(
                    (name, money_in_words(amount, content.language))
                    for name, amount in aged(rows, currency, content.language).items()
                    if amount
                ),
            )
            for currency in currencies
        ),
        subtotals(words["balance"], rows, content.language, is_net=True),
    )


def aged(rows: Sequence[ItemRow], currency: str, language: Language) -> dict[str, Money]:
    """Return what is open in one currency by the name of its age; credits stand apart."""
    names = AGE_WORDS[language]
    found = dict.fromkeys((*names, WORDS[language]["credits"]), Money(Decimal(), currency))
    for row in rows:
        if row.open_amount.currency == currency:
            is_credit = row.open_amount.amount < 0
            name = WORDS[language]["credits"] if is_credit else names[sum(row.days_late >= first for first in AGES)]
            found[name] += row.open_amount
    return found
