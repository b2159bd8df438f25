"""Collecting for others: fees, remittance within a month, client money."""

import json
from datetime import date
from decimal import Decimal

import pytest

from encaisse.agency.rules import RemittanceTooLarge, check_remittance, remittance, remittance_due, success_fee
from shared import shared


def test_the_fee_on_money_received_is_that_of_the_reference():
    vector = json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))["commission"]["agency"]
    collected = Decimal(vector["collected"])
    fee = success_fee(collected, percent=Decimal(vector["rate_pct"]), currency="EUR")
    assert (fee.net, fee.vat, fee.gross) == tuple(Decimal(vector[name]) for name in ("commission_ht", "vat_20", "commission_ttc"))
    assert remittance(collected, fee, netting_agreed=True) == Decimal(vector["net_remittance_if_netting"])
    assert remittance(collected, fee, netting_agreed=False) == collected


def test_a_small_collection_costs_the_minimum_fee():
    assert success_fee(Decimal(50), percent=Decimal(12), currency="EUR", minimum=Decimal(15)).gross == Decimal(18)


def test_money_is_remitted_within_a_month_of_its_receipt():
    assert remittance_due(date(2026, 1, 31)) == date(2026, 2, 28)


def test_no_more_is_remitted_than_what_is_held():
    check_remittance(Decimal(100), held=Decimal(100), currency="EUR")
    with pytest.raises(RemittanceTooLarge, match="only 80 EUR is held"):
        check_remittance(Decimal(100), held=Decimal(80), currency="EUR")
