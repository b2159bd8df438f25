"""The aged balance of a million open items, live and maintained, and the search box over a million names."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from bench.figures import Figure, median_of, say
from bench.portfolio import ON, SYSTEM, fill
from encaisse.customers import queries as customers
from encaisse.customers.rules import Filters
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope
from encaisse.ledger import queries as ledger

LIVE, QUICK = 1.0, 0.050
# One collector of twenty, who sees nothing but their own portfolio.
COLLECTOR = Actor(
    3, "Anne", all_creditors=True, own_ids=frozenset({3}),
    grants={permission: Grant(permission, Mode.ACT, Scope.PORTFOLIO) for permission in Permission},
)  # fmt: skip
SME = Filters(segment="SME")
# Rare and common words, one too short, numbers, several words.
SEARCHES = ("garage", "maison", "abc", "ma", "n1234", "maison nantes 42", "lyon client 4242")
NAMES = """
insert into customers_party (kind, siren, vat_number, name)
select 'company', lpad(no::text, 9, '0'), '', 'Nom ' || no from generate_series(1, %(names)s) no;
insert into customers_customer
  (creditor_id, code, kind, party_id, segment, region, language, terms_code, name, street, postcode, city, country, siret,
   service_code, instruction, search_text, sort_key, collector_id)
select %(creditor_id)s, 'N' || no, 'business', (select min(id) from customers_party), 'SME', 'FR', 'fr', 'NET30',
  'Maison ' || w.word || ' ' || no, '', '', 'Nantes', 'FR', '', '', '',
  'n' || no || ' maison ' || w.word || ' ' || lpad(no::text, 9, '0') || ' nantes', 'maison ' || w.word || ' ' || no, 1 + no %% 20
from generate_series(1, %(names)s) no, lateral (select translate(left(md5(no::text), 7), '0123456789', 'ghijklmnop') as word) w;
"""


def figures(items: int) -> list[Figure]:
    creditor_id = fill(items)
    say(f"{items:,} open items, then as many names")
    found = [
        quick("aged balance by customer, live (s)", lambda: ledger.aged_balance(SYSTEM, on=ON), bar=LIVE),
        quick("aged balance, maintained: first page (s)", lambda: ledger.balances(SYSTEM)),
        quick("aged balance, maintained: by name, page 40 (s)", lambda: ledger.balances(SYSTEM, sort="name", page=40)),
        quick("aged balance, maintained: one segment, oldest first (s)", lambda: ledger.balances(SYSTEM, filters=SME, sort="oldest")),
        quick("aged balance, maintained: one's portfolio (s)", lambda: ledger.balances(COLLECTOR)),
        quick("aged balance, maintained: words (s)", lambda: ledger.balances(SYSTEM, filters=Filters(search="garage"))),
        quick("aged balance, maintained: totals (s)", lambda: ledger.balance_totals(SYSTEM)),
    ]
    add_names(creditor_id, items)
    return [
        *found,
        *(quick(f"search “{words}” (s)", lambda words=words: customers.find(SYSTEM, words)) for words in SEARCHES),
        quick("search “maison” in one's portfolio (s)", lambda: customers.find(COLLECTOR, "maison")),
        quick("search of an invoice number (s)", lambda: ledger.find_documents(SYSTEM, "FA1234")),
    ]


def quick(name: str, work: Callable[[], Any], *, bar: float = QUICK) -> Figure:
    work()
    return Figure(name, median_of(work), None, bar)


def add_names(creditor_id: int, names: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"names": names, "creditor_id": creditor_id})
        cursor.execute("vacuum analyze customers_customer")
