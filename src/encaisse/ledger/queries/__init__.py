"""Reads of the ledger. Every read joins the actor's scope."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.ledger.queries.balances import (
        BalanceRow,
        BalanceTotal,
        aged_balance,
        aged_balance_at,
        balance_of,
        balance_totals,
        balances,
        balances_to_re_age,
        every_balance,
        open_amounts_at,
    )
    from encaisse.ledger.queries.behaviour import payment_behaviour
    from encaisse.ledger.queries.document import AllocationRow, DocumentCard, allocations_of, document, due_lines_of
    from encaisse.ledger.queries.documents import (
        DeliveryRow,
        FoundDocument,
        ReceiptRow,
        delivery_states,
        find_documents,
        money_received,
        named_documents,
    )
    from encaisse.ledger.queries.evidence import (
        DispatchRow,
        InvoiceFileRow,
        NumberedDocument,
        ParticularsRow,
        dispatches,
        invoice_files,
        numbered_documents,
        particulars,
    )
    from encaisse.ledger.queries.factoring import AssignedRow, FactorCard, assigned_to, factor, factors, payees, payees_of_documents
    from encaisse.ledger.queries.freshness import SourceFreshness, facts_true_until, freshness, oldest_source
    from encaisse.ledger.queries.groups import BalanceGroup, balance_groups, customers_with_balance
    from encaisse.ledger.queries.items import (
        RETURNED,
        OpenItemRow,
        about,
        items,
        items_of,
        locked_open_item,
        locked_open_items,
        open_items,
        rounds,
    )
    from encaisse.ledger.queries.qualification import (
        ToQualify,
        customer_qualifications,
        to_qualify,
        to_qualify_and_counts,
        to_qualify_counts,
    )
    from encaisse.ledger.queries.rates import EnteredRates, entered_rates, rates
    from encaisse.ledger.queries.situation import SituationPreview, situation_preview
    from encaisse.ledger.queries.timeline import LedgerEvent, timeline
else:
    wake_on_demand(__name__)

__all__ = [
    "RETURNED",
    "AllocationRow",
    "AssignedRow",
    "BalanceGroup",
    "BalanceRow",
    "BalanceTotal",
    "DeliveryRow",
    "DispatchRow",
    "DocumentCard",
    "EnteredRates",
    "FactorCard",
    "FoundDocument",
    "InvoiceFileRow",
    "LedgerEvent",
    "NumberedDocument",
    "OpenItemRow",
    "ParticularsRow",
    "ReceiptRow",
    "SituationPreview",
    "SourceFreshness",
    "ToQualify",
    "about",
    "aged_balance",
    "aged_balance_at",
    "allocations_of",
    "assigned_to",
    "balance_groups",
    "balance_of",
    "balance_totals",
    "balances",
    "balances_to_re_age",
    "customer_qualifications",
    "customers_with_balance",
    "delivery_states",
    "dispatches",
    "document",
    "due_lines_of",
    "entered_rates",
    "every_balance",
    "factor",
    "factors",
    "facts_true_until",
    "find_documents",
    "freshness",
    "invoice_files",
    "items",
    "items_of",
    "locked_open_item",
    "locked_open_items",
    "money_received",
    "named_documents",
    "numbered_documents",
    "oldest_source",
    "open_amounts_at",
    "open_items",
    "particulars",
    "payees",
    "payees_of_documents",
    "payment_behaviour",
    "rates",
    "rounds",
    "situation_preview",
    "timeline",
    "to_qualify",
    "to_qualify_and_counts",
    "to_qualify_counts",
]
