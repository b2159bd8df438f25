"""Where a customer reads an item: what is past its day but still in the bank's grace is not said to be to come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from encaisse.dunning.queries.composing import sections
from encaisse.dunning.queries.planned import ListedItem
from encaisse.messages.rules import Section
from encaisse.messages.rules.wording import SECTION_TITLES

TODAY = date(2019, 8, 5)


@pytest.mark.parametrize(("days", "read_under"), [(-2, Section.JUST_DUE), (0, Section.TO_COME), (13, Section.TO_COME)])
def test_an_item_listed_for_information_is_named_by_its_day(days: int, read_under: Section) -> None:
    due = TODAY + timedelta(days=days)
    dates, amounts = (due - timedelta(days=30), due), (Decimal(720), Decimal(720), Decimal(0))
    item = ListedItem(1, 1, "190631", "", *dates, "", "EUR", Decimal(720), "to_come", *amounts, None, None)
    [(section, [row])] = sections([item], on=TODAY, language="fr", bought={}).items()
    assert (section, row.days_late) == (read_under, max(-days, 0))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_section_has_its_title(language: str) -> None:
    assert set(SECTION_TITLES[language]) == set(Section)
