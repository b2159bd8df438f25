"""What a structured invoice says. BT-… are the names of the European standard EN 16931."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal(0)
# Types that credit the customer: credit note, self-billed, allowance, factored, self-billed factored, of a deposit invoice.
CREDIT_TYPES = frozenset({"381", "261", "262", "396", "502", "503"})


@dataclass(frozen=True, slots=True)
class EParty:
    """A seller or a buyer, and the numbers that tell it."""

    name: str = ""
    code: str = ""  # BT-46: how the seller calls its customer
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Instalment:
    due_date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EInvoice:
    """One structured invoice or credit note. Amounts as written; `signed` gives them as the ledger signs them."""

    form: str  # cii | ubl
    profile: str
    number: str
    type_code: str
    issued_on: date
    currency: str
    total_amount: Decimal  # BT-112
    due_amount: Decimal  # BT-115
    prepaid_amount: Decimal = NOTHING  # BT-113
    net_amount: Decimal | None = None  # BT-109
    due_date: date | None = None  # BT-9
    instalments: tuple[Instalment, ...] = ()
    terms: str = ""  # BT-20
    delivered_on: date | None = None
    seller: EParty = EParty()
    buyer: EParty = EParty()
    buyer_reference: str = ""
    order_reference: str = ""
    contract_reference: str = ""
    payment_reference: str = ""
    preceding: tuple[str, ...] = ()
    is_credit_root: bool = False

    @property
    def is_credit_type(self) -> bool:
        return self.is_credit_root or self.type_code in CREDIT_TYPES

    @property
    def is_credit_written_negative(self) -> bool:
        """Tell a credit note whose amounts are negative as well: a credit all the same, never a debit."""
        return self.is_credit_type and self.total_amount < 0

    @property
    def is_overpaid(self) -> bool:
        return not self.is_credit_type and self.due_amount < 0 < self.total_amount

    def signed(self, amount: Decimal) -> Decimal:
        """Return an amount of this invoice as the ledger signs it: debits positive, credits negative."""
        return -abs(amount) if self.is_credit_type else amount

    @property
    def kind(self) -> str:
        """Return the kind of document: a credit by its type or by its sign, in either convention."""
        return "credit_note" if self.is_credit_type or self.due_amount < 0 or self.total_amount < 0 else "invoice"

    @property
    def owed(self) -> Decimal:
        """Return what the document adds to what is owed: the amount due for payment, not the total before deposits."""
        return self.signed(self.due_amount)
