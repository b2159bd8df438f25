"""What an insolvency stopped among open items (rule 17): whoever writes or calls by hand asks for none of it either."""

from collections.abc import Iterable
from datetime import date

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.rules.position import last_judgment_after
from encaisse.kit.actor import Actor, Permission


def stopped_items(actor: Actor, customer_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Return the open items of customers that were born before the judgment of their company, or of whoever pays for it."""
    seen = customers.in_scope(actor, Permission.INVOICE_VIEW)
    payer_of = dict(Customer.objects.filter(seen, pk__in=set(customer_ids)).values_list("pk", "payer_id"))
    payer_ids = sorted(set(payer_of.values()))
    judged = {row.customer_id: row.judgment_on for row in run_sql("dunning.payer_judgments", payer_ids=payer_ids, on=on)}
    if not judged:
        return frozenset()
    return frozenset(
        row.item_id
        for row in run_sql("dunning.payer_items", payer_ids=payer_ids)
        if row.customer_id in payer_of and last_judgment_after(row.born_on, judged.get(row.payer_id), judged.get(row.customer_id))
    )
