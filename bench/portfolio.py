"""A large portfolio made by the database itself: one creditor, payers, about ten open items each, an e-mail address each."""

from datetime import date

from django.db import connection

from encaisse.creditors import actions as creditors
from encaisse.dunning import actions as dunning
from encaisse.kit.actor import system_actor
from encaisse.ledger import actions as ledger

ON = date(2026, 11, 17)
SYSTEM = system_actor()
ITEMS_EACH = 10

CUSTOMERS = """
insert into customers_party (id, kind, siren, vat_number, name)
overriding system value
select no, 'company', '', '', 'Client ' || no from generate_series(1, %(payers)s) no;
insert into customers_customer
  (id, creditor_id, code, kind, party_id, segment, region, language, terms_code, name, street, postcode, city, country, siret,
   service_code, instruction, search_text, sort_key, collector_id)
overriding system value
select no, %(creditor_id)s, 'C' || lpad(no::text, 7, '0'), 'business', no, 'SME', 'FR', 'fr', 'NET30',
  'Client ' || no || ' ' || (array['Transports', 'Boulangerie', 'Garage', 'Menuiserie', 'Pharmacie'])[1 + no %% 5],
  'rue ' || no, '69001', 'Lyon',
  'FR', '', '', '',
  'client ' || no || ' ' || (array['transports', 'boulangerie', 'garage', 'menuiserie', 'pharmacie'])[1 + no %% 5] || ' lyon',
  'client ' || lpad(no::text, 7, '0'), 1 + no %% 20
from generate_series(1, %(payers)s) no;
insert into customers_contact (id, customer_id, creditor_id, duty, name, first_name, salutation, language, preferred_channel, is_main)
overriding system value
select no, no, %(creditor_id)s, 'accounts_payable', 'Martin', '', 'Madame Martin', '', '', true from generate_series(1, %(payers)s) no;
insert into customers_address (contact_id, customer_id, creditor_id, channel, address, address_digest, health, health_reason)
select no, no, %(creditor_id)s, 'email', 'compta' || no || '@client.example', decode(md5(no::text) || md5('x' || no), 'hex'), 'good', ''
from generate_series(1, %(payers)s) no;
"""

# Two thirds are late by 1 to 90 days, one third falls due within a month; one payer in twenty is not late at all.
ITEMS = """
insert into ledger_document
  (id, creditor_id, customer_id, kind, number, title, issued_on, currency, gross_amount, order_reference, source_id, source_key)
overriding system value
select no, %(creditor_id)s, 1 + (no - 1) / %(each)s, 'invoice', 'FA' || no, '', %(on)s::date - 60 - (no %% 60)::int, 'EUR',
  100 + no %% 5000, '', %(source_id)s, 'FA' || no
from generate_series(1, %(items)s) no;
insert into ledger_open_item (id, creditor_id, customer_id, document_id, part_no, due_date, due_date_source, currency, amount, open_amount)
overriding system value
select no, %(creditor_id)s, 1 + (no - 1) / %(each)s, no, 1,
  case when (1 + (no - 1) / %(each)s) %% 20 = 0 or no %% 3 = 0 then %(on)s::date + 1 + (no %% 30)::int
       else %(on)s::date - 1 - ((no * 7) %% 90)::int end,
  'given', 'EUR', 100 + no %% 5000, 100 + no %% 5000
from generate_series(1, %(items)s) no;
insert into customers_last_fact (customer_id, recorded_at) select id, now() from customers_customer on conflict do nothing;
"""


def fill(items: int) -> int:
    """Make a portfolio of so many open items, ready to be dunned, and return its creditor."""
    payers = items // ITEMS_EACH
    creditor_id = creditors.create_creditor(
        SYSTEM,
        creditors.NewCreditor(
            name="Grossiste de mesure", siren="552100554", email="compta@mesure.example", phone="0102030405", is_demonstration=True
        ),
    )
    dunning.follow_shipped(SYSTEM, creditor_id)
    dunning.close_go_live(SYSTEM, creditor_id=creditor_id, on=ON, supervised=False)
    source_id = ledger.source(SYSTEM, creditor_id, kind="csv", name="mesure")
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS, {"payers": payers, "creditor_id": creditor_id})
        cursor.execute(ITEMS, {"items": items, "each": ITEMS_EACH, "creditor_id": creditor_id, "source_id": source_id, "on": ON})
        for table in ("customers_party", "customers_customer", "customers_contact", "ledger_document", "ledger_open_item"):
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
        cursor.execute("analyze")
    ledger.set_freshness(SYSTEM, source_id, true_until_on=ON)
    ledger.refresh_balances(SYSTEM, on=ON)
    with connection.cursor() as cursor:
        cursor.execute("analyze ledger_customer_balance")  # as the server does by itself within a minute: no figure depends on that minute
    return creditor_id
