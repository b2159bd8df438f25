"""The invoice files that go with reminders."""

from collections.abc import Iterable, Mapping

from encaisse.creditors import queries as creditors
from encaisse.dunning.models import EnclosurePolicy
from encaisse.dunning.queries.planned import ActionView, ListedItem
from encaisse.dunning.rules.enclosures import Enclosed, Enclosure, Policy, enclosed
from encaisse.kit.actor import Actor
from encaisse.ledger import queries as ledger

# What is asked is shown by its copy; what is only listed for information is not.
SHOWN = frozenset({"claimed", "also_due"})


def enclosure_policy(actor: Actor, creditor_id: int) -> Policy:
    """Return what a creditor encloses with its reminders."""
    creditors.creditor(actor, creditor_id)
    row = EnclosurePolicy.objects.filter(pk=creditor_id).values_list("from_level", "limit_mb").first()
    return Policy(*row) if row else Policy()


def enclosures(actor: Actor, actions: Iterable[ActionView], items: Mapping[int, list[ListedItem]]) -> dict[int, Enclosed]:
    """Return the files that go with each action, by action: the PDFs of the invoices it asks for."""
    actions = list(actions)
    policies = {creditor_id: enclosure_policy(actor, creditor_id) for creditor_id in {action.creditor_id for action in actions}}
    asking = [action for action in actions if policies[action.creditor_id].encloses(level=action.level, channel=action.channel)]
    wanted = {action.id: [item.item_id for item in items.get(action.id, []) if item.section in SHOWN] for action in asking}
    rows = ledger.items(actor, {item_id for ids in wanted.values() for item_id in ids}) if asking else {}
    files = ledger.invoice_files(actor, {row.document_id for row in rows.values()}) if rows else {}
    found: dict[int, Enclosed] = {}
    for action in asking:
        documents = dict.fromkeys(rows[item_id].document_id for item_id in wanted[action.id] if item_id in rows)
        pdfs = [file for pk in documents for file in files.get(pk, []) if file.is_pdf and file.role == "invoice"]
        shown = [Enclosure(file.name.rsplit("/", 1)[-1], file.sha256, file.media_type, file.size) for file in pdfs]
        found[action.id] = enclosed(shown, limit_mb=policies[action.creditor_id].limit_mb)
    return found
