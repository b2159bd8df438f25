"""Money: an exact amount in one currency. Formatting belongs to `ui`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from encaisse.kit.data import shipped
from encaisse.kit.refusals import Refusal, gettext_noop

# How many decimals the smallest coin of each currency of ISO 4217 has.
DECIMALS: dict[str, int] = shipped("encaisse.kit", "currencies")


class UnknownCurrency(Refusal):
    sentence = gettext_noop("“%(currency)s” is not a currency code. Give the three letters of ISO 4217, such as EUR or USD.")


class MixedCurrencies(Refusal):
    sentence = gettext_noop("%(left)s and %(right)s cannot be reckoned together: keep one subtotal per currency.")


class TooPrecise(Refusal):
    sentence = gettext_noop(
        "%(amount)s %(currency)s is finer than the smallest coin of this currency (%(decimals)s decimals). Round it first, to %(rounded)s."
    )


def check_currency(currency: str) -> None:
    if currency not in DECIMALS:
        raise UnknownCurrency(currency=currency)


def decimals(currency: str) -> int:
    """Return how many decimals the smallest coin of a currency has."""
    check_currency(currency)
    return DECIMALS[currency]


QUANTA = tuple(Decimal(1).scaleb(-places) for places in range(4))


def smallest_coin(currency: str) -> Decimal:
    return QUANTA[decimals(currency)]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half up (away from zero) to the smallest coin: the only rounding of amounts in the product."""
    return amount.quantize(QUANTA[decimals(currency)], rounding=ROUND_HALF_UP)


def check_precision(amount: Decimal, currency: str) -> None:
    if (coin := rounded(amount, currency)) != amount:
        raise TooPrecise(amount=amount, currency=currency, decimals=decimals(currency), rounded=coin)


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        check_same_currency(self, other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        check_same_currency(self, other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.amount), self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: "Money") -> bool:
        check_same_currency(self, other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        check_same_currency(self, other)
        return self.amount <= other.amount

    def times(self, factor: Decimal | int) -> "Money":
        return Money(rounded(self.amount * factor, self.currency), self.currency)

    def percent(self, percentage: Decimal | int) -> "Money":
        return self.times(Decimal(percentage) / 100)

    def rounded(self) -> "Money":
        return Money(rounded(self.amount, self.currency), self.currency)


def check_same_currency(left: Money, right: Money) -> None:
    if left.currency != right.currency:
        raise MixedCurrencies(left=left.currency, right=right.currency)


def money(amount: Decimal | int | str, currency: str = "EUR") -> Money:
    """Build money from what people type or files hold; refuse unknown currencies and fractions of a coin."""
    check_currency(currency)
    exact = Decimal(amount)
    check_precision(exact, currency)
    return Money(exact, currency)


def nothing(currency: str) -> Money:
    return Money(Decimal(0), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum amounts that are all in the given currency."""
    return sum(amounts, start=nothing(currency))


def by_currency(amounts: Iterable[Money]) -> dict[str, Money]:
    """Return one subtotal per currency: amounts of two currencies are never added."""
    subtotals: dict[str, Money] = {}
    for amount in amounts:
        subtotals[amount.currency] = subtotals.get(amount.currency, nothing(amount.currency)) + amount
    return subtotals


def shared_out(amount: Decimal, currency: str, shares: Sequence[Decimal]) -> list[Decimal]:
    """Share an amount in proportion, to the coin: the parts always sum to the amount.

    Each part is the difference of two rounded running totals, so no part is ever more than one coin away from its exact share.
    """
    if len(shares) == 1:
        return [amount]
    whole = sum(shares, Decimal(0))
    parts: list[Decimal] = []
    given, share_so_far = Decimal(0), Decimal(0)
    for share in shares:
        share_so_far += share
        up_to_here = amount if share_so_far == whole else rounded(amount * share_so_far / whole, currency)
        parts.append(up_to_here - given)
        given = up_to_here
    return parts
