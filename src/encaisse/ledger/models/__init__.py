from encaisse.ledger.models.documents import (
    Allocation,
    CustomerBalance,
    Document,
    DocumentKind,
    Doubt,
    DueDateChange,
    OpenItem,
    Qualification,
    QualifiedAs,
    ReturnedPayment,
    Source,
)
from encaisse.ledger.models.evidence import DeliveryState, Dispatch, InvoiceFile, InvoiceParticulars
from encaisse.ledger.models.factoring import Factor, FactoredDocument
from encaisse.ledger.models.rates import ExchangeRate, HalfYear

__all__ = [
    "Allocation",
    "CustomerBalance",
    "DeliveryState",
    "Dispatch",
    "Document",
    "DocumentKind",
    "Doubt",
    "DueDateChange",
    "ExchangeRate",
    "Factor",
    "FactoredDocument",
    "HalfYear",
    "InvoiceFile",
    "InvoiceParticulars",
    "OpenItem",
    "Qualification",
    "QualifiedAs",
    "ReturnedPayment",
    "Source",
]
