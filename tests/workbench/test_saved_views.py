"""How the portfolio is looked at: grouped, under a name one keeps or shows to the team; and what is done to everyone it shows."""

from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from encaisse.customers import queries as customers
from encaisse.customers.rules import Filters
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.people import actions as people
from encaisse.workbench import actions
from encaisse.workbench.models import SavedView
from encaisse.workbench.queries.saved_views import saved_views
from encaisse.workbench.rules.portfolio import Grouping, narrowed, remembered

SYSTEM = system_actor()
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        pytest.param({"late": ["1"], "page": ["3"], "at": ["2026-10-31"]}, {"late": ["1"]}, id="the page and the day pass"),
        pytest.param({"sort": ["-overdue"]}, {}, id="the usual order is no view"),
        pytest.param({"sort": ["name"], "q": [""]}, {"sort": ["name"]}, id="an order is kept, an empty search is not"),
        pytest.param({"cols": ["next", "oldest", "overdue", "not_due", "ages", "credit"]}, {}, id="the usual columns are no view"),
        pytest.param({"cols": ["comment", "next"]}, {"cols": ["comment", "next"]}, id="other columns are"),
    ],
)
def test_what_makes_a_view(asked, kept):
    assert remembered(asked) == kept


@pytest.mark.parametrize(
    ("grouping", "key", "filters"),
    [
        (Grouping.COLLECTOR, "0", Filters(collector_id=0)),
        (Grouping.SALESPERSON, "7", Filters(salesperson_id=7)),
        (Grouping.GROUP, "3", Filters(group_id=3)),
        (Grouping.SEGMENT, "SME", Filters(segment="SME")),
        (Grouping.REGION, "FR", Filters(region="FR")),
        (Grouping.CREDITOR, "2", Filters(creditor_id=2)),
    ],
)
def test_a_group_is_a_filter(grouping, key, filters):
    assert narrowed(Filters(), grouping, key) == filters


pytestmark = pytest.mark.django_db


@pytest.fixture
def three(world) -> list[int]:
    sold_by = world.hire("sophie", Role.SALESPERSON)
    made = [
        world.late("C1", "Garage Dupont", "1000", salesperson_id=sold_by),
        world.late("C2", "Hôtel Moreau", "500", salesperson_id=sold_by),
        world.late("C3", "Cave des Monts", "90", collector_id=None),
    ]
    ledger.refresh_balances(SYSTEM, on=ON)
    return made


@pytest.fixture
def manager(world):
    return world.browser(world.hire("marc", Role.CREDIT_MANAGER))


def page(browser, **asked) -> str:
    return browser.get(reverse("workbench:portfolio"), asked).content.decode()


@pytest.mark.parametrize("grouping", list(Grouping))
def test_the_subtotals_of_every_grouping_add_up_to_the_whole(world, three, grouping):
    groups = ledger_queries.balance_groups(SYSTEM, grouping=grouping.value)
    [whole] = ledger_queries.balance_totals(SYSTEM)
    assert sum(group.total.overdue_amount for group in groups) == whole.overdue_amount
    for group in groups:
        [alone] = ledger_queries.balance_totals(SYSTEM, filters=narrowed(Filters(), grouping, group.key))
        assert alone == group.total


def test_the_portfolio_groups_by_salesperson_and_a_group_opens(world, three, manager):
    shown = page(manager, by="salesperson")
    assert ("Sophie" in shown, "Sans commercial" in shown, "Garage Dupont" in shown) == (True, True, False)
    opened = manager.get(reverse("workbench:portfolio_group"), {"by": "salesperson", "key": "0"}, **HTMX).content.decode()
    assert ("Cave des Monts" in opened, "Garage Dupont" in opened) == (True, False)


def test_a_view_is_saved_opened_first_renamed_and_deleted(world, three, manager):
    query = urlencode({"by": "salesperson", "late": "1"})
    manager.post(reverse("workbench:view_save"), {"name": "Par commercial, en retard", "query": query, "is_default": "on"})
    view = SavedView.objects.get()
    assert view.asked == {"by": ["salesperson"], "late": ["1"]}
    assert manager.get(reverse("workbench:portfolio")).url.endswith("?late=1&by=salesperson")
    manager.post(reverse("workbench:view_change", args=[view.pk]), {"name": "Commerciaux", "query": query})
    assert "Commerciaux" in page(manager, sort="name")
    assert manager.get(reverse("workbench:portfolio")).status_code == 200
    manager.post(reverse("workbench:view_delete", args=[view.pk]))
    assert SavedView.objects.count() == 0


def test_a_name_is_used_once_and_never_empty(world, three, manager):
    for name in ("A", "A", " "):
        manager.post(reverse("workbench:view_save"), {"name": name, "query": "late=1"})
    assert list(SavedView.objects.values_list("name", flat=True)) == ["A"]


def test_a_shared_view_is_seen_by_the_team_and_changed_by_its_owner_only(world, three):
    team = people.create_team(SYSTEM, name="Nord")
    marc, hugo = world.hire("marc"), world.hire("hugo")
    zoe = world.hire("zoe", Role.COLLECTOR)
    for user_id, role in ((marc, Role.CREDIT_MANAGER), (hugo, Role.COLLECTOR)):
        people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1), team_id=team)
    pk = actions.save_view(world.actor(marc), "Revue du lundi", {"late": ["1"]}, is_shared=True)
    assert [tab.name for tab in saved_views(world.actor(hugo))] == ["Revue du lundi"]
    assert saved_views(world.actor(zoe)) == []
    world.browser(hugo).post(reverse("workbench:view_delete", args=[pk]))
    world.browser(hugo).post(reverse("workbench:view_save"), {"name": "Pour tous", "query": "late=1", "is_shared": "on"})
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Revue du lundi"]


def test_everyone_the_filter_shows_is_given_on_all_pages(world, three, manager):
    hugo = world.hire("hugo", Role.COLLECTOR)
    url = reverse("workbench:portfolio_assign") + "?late=1"
    assert manager.post(url, {"everyone": "1", "expected": "2", "to": f"collector:{hugo}"}, **HTMX).status_code == 422
    assert manager.post(url, {"everyone": "1", "expected": "3", "to": f"collector:{hugo}"}, **HTMX).status_code == 200
    assert {customers.customer(SYSTEM, pk).collector_id for pk in three} == {hugo}


def test_those_without_a_collector_are_found(world, three, manager):
    shown = page(manager, collector="0")
    assert ("Cave des Monts" in shown, "Garage Dupont" in shown) == (True, False)


def test_the_workbook_has_a_cover_two_lists_and_sums_that_agree(world, three, manager):
    world.invoice(three[0], "=cmd|calc", "40", date(2026, 10, 1))
    ledger.refresh_balances(SYSTEM, on=ON)
    answer = manager.get(reverse("workbench:portfolio_export"), {"late": "1", "collector": str(world.collector)})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["Couverture", "Par client", "Par pièce"]
    cover = {row[0]: row[1:] for row in book.get_sheet_by_name("Couverture").to_python() if row[0]}
    assert (cover["Exporté par"][0], cover["Lignes de «\u00a0Par client\u00a0»"][0], cover["Lignes de «\u00a0Par pièce\u00a0»"][0]) == (
        "Marc",
        2,
        3,
    )
    assert cover["EUR"][:3] == [1540, 1540, 0]
    assert cover["Tous les chargés de recouvrement"][0] == "Nadia"
    head, *rows = book.get_sheet_by_name("Par pièce").to_python()
    cells = [dict(zip(head, row, strict=True)) for row in rows[:3]]
    assert [(each["Référence"], each["Échéance"], each["Jours de retard"], each["Reste dû"]) for each in cells[:2]] == [
        ("=cmd|calc", date(2026, 10, 1), 47, 40), ("F-C1", date(2026, 11, 6), 11, 1000)
    ]  # fmt: skip


def test_a_past_day_is_exported_as_it_was(world, three, manager):
    answer = manager.get(reverse("workbench:portfolio_export"), {"at": "2026-11-10"})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    cover = {row[0]: row[1:] for row in book.get_sheet_by_name("Couverture").to_python() if row[0]}
    assert (cover["À la fin du"][0], cover["EUR"][:3]) == (date(2026, 11, 10), [1590, 1590, 0])


def test_a_close_is_opened_grouped_and_exported(world, three, manager):
    close = actions.close_portfolio(SYSTEM, world.creditor, at=date(2026, 11, 16), on=ON)
    assert "Garage Dupont" in page(manager, close=close.id)
    assert "Sophie" in page(manager, close=close.id, by="salesperson")
    answer = manager.get(reverse("workbench:portfolio_export"), {"close": close.id})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    cover = {row[0]: row[1:] for row in book.get_sheet_by_name("Couverture").to_python() if row[0]}
    assert (cover["Empreinte"][0], cover["EUR"][:3]) == (close.sha256, [1590, 1590, 0])


def test_grouping_costs_the_same_queries_for_one_group_and_for_three(world, three, manager, django_assert_max_num_queries):
    page(manager, by="salesperson")
    with django_assert_max_num_queries(24):
        page(manager, by="salesperson")
