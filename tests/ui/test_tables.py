"""Paging and sorting by the server."""

import pytest
from django.test import RequestFactory

from encaisse.ui.tables import Listing, Wanted, asked_for, stable_order

COLUMNS = ("name", "overdue")


def asked(query: str) -> Wanted:
    return asked_for(RequestFactory().get(f"/?{query}"), columns=COLUMNS, default="-overdue")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        pytest.param("", Wanted(1, "-overdue"), id="the default order"),
        pytest.param("sort=name&page=3", Wanted(3, "name"), id="what the reader asked"),
        pytest.param("sort=-name", Wanted(1, "-name"), id="the other way round"),
        pytest.param("sort=password", Wanted(1, "-overdue"), id="an unknown column is not sorted by"),
        pytest.param("page=-4", Wanted(1, "-overdue"), id="a page below one is the first"),
        pytest.param("page=99999999999999999999", Wanted(1, "-overdue"), id="a page no list can have is the first"),
    ],
)
def test_asked_for(query: str, wanted: Wanted) -> None:
    assert asked(query) == wanted


def test_a_page_is_cut_by_offset_and_limit() -> None:
    assert (asked("page=3").offset, asked("page=3").limit) == (100, 50)


@pytest.mark.parametrize(
    ("page", "total", "nearby"),
    [
        pytest.param(1, 30, [1], id="one page"),
        pytest.param(1, 612, [1, 2, None, 13], id="the first of many"),
        pytest.param(7, 612, [1, None, 6, 7, 8, None, 13], id="in the middle"),
        pytest.param(13, 612, [1, None, 12, 13], id="the last"),
    ],
)
def test_the_pages_shown(page: int, total: int, nearby: list[int | None]) -> None:
    assert Listing(rows=["row"], total=total, wanted=Wanted(page, "name")).nearby == nearby


def test_a_listing_says_which_rows_it_shows() -> None:
    listing = Wanted(2, "name").listing(["a", "b", "c"], total=53)
    assert (listing.first, listing.last, listing.page_count) == (51, 53, 2)


def test_an_empty_listing_shows_none() -> None:
    assert Wanted(1, "name").listing([], total=0).first == 0


def test_ties_are_broken_by_the_key_and_empty_values_come_last() -> None:
    column, key = stable_order("-overdue", {"overdue": "overdue_amount"})
    assert (column.expression.name, column.descending, column.nulls_last) == ("overdue_amount", True, True)
    assert (key.expression.name, key.descending) == ("pk", False)
