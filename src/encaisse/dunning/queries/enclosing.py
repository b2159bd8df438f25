"""What goes with reminders: copies of invoices, the statement of account, the general terms; as each step chose, or its company."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from encaisse.creditors import queries as creditors
from encaisse.dunning.models import EnclosurePolicy, ItemProgress, Step
from encaisse.dunning.queries.planned import ActionView, ListedItem
from encaisse.dunning.rules.enclosures import AS_THE_COMPANY, Choice, Enclosed, Enclosure, Policy, enclosed, statement_of, wanted_copies
from encaisse.dunning.rules.scenario import ENCLOSING, Channel, Copies
from encaisse.kit.actor import Actor
from encaisse.ledger import queries as ledger

# What is asked is shown by its copy; what is only listed for information is not.
SHOWN = frozenset({"claimed", "also_due"})
PDF = "application/pdf"


def enclosure_policy(actor: Actor, creditor_id: int) -> Policy:
    """Return what a creditor encloses with its reminders."""
    creditors.creditor(actor, creditor_id)
    row = EnclosurePolicy.objects.filter(pk=creditor_id).first()
    if row is None:
        return Policy()
    terms = Enclosure(row.terms_name, row.terms_sha256, PDF, row.terms_size) if row.terms_sha256 else None
    return Policy(row.from_level, row.limit_mb, terms)


def enclosures(actor: Actor, actions: Iterable[ActionView], items: Mapping[int, list[ListedItem]]) -> dict[int, Enclosed]:
    """Return the files that go with each action, by action."""
    carrying = [action for action in actions if action.channel in ENCLOSING]
    policies = {creditor_id: enclosure_policy(actor, creditor_id) for creditor_id in {action.creditor_id for action in carrying}}
    chosen = choices(carrying)
    wanted = {
        action.id: wanted_copies(choice_of(action, chosen), policies[action.creditor_id], level=action.level, channel=action.channel)
        for action in carrying
    }
    copies = copies_of(actor, [action for action in carrying if wanted[action.id] is not Copies.NONE], wanted, items)
    found: dict[int, Enclosed] = {}
    for action in carrying:
        policy, choice = policies[action.creditor_id], choice_of(action, chosen)
        files = [*beside_of(action, choice, policy), *copies.get(action.id, [])]
        lacks_terms = choice.with_terms and policy.terms is None
        if files or lacks_terms:
            found[action.id] = replace(enclosed(files, limit_mb=policy.limit_mb), lacks_terms=lacks_terms)
    return found


def choices(actions: Sequence[ActionView]) -> dict[tuple[int, str], Choice]:
    """Return what the steps of actions chose, by version and key; a notice no step names does as the company chose."""
    rows = Step.objects.filter(
        version_id__in={action.version_id for action in actions}, step_key__in={action.step_key for action in actions}
    )
    names = ("version_id", "step_key", "copies", "with_statement", "with_terms")
    return {(version_id, key): Choice(Copies(copies), *rest) for version_id, key, copies, *rest in rows.values_list(*names)}


def choice_of(action: ActionView, chosen: Mapping[tuple[int, str], Choice]) -> Choice:
    return chosen.get((action.version_id, action.step_key), AS_THE_COMPANY)


def beside_of(action: ActionView, choice: Choice, policy: Policy) -> list[Enclosure]:
    """Return what goes along besides the copies: the statement (what is typed on a portal carries none) and the general terms."""
    found = []
    if choice.with_statement and action.channel != Channel.PORTAL:
        found.append(statement_of(action.id, name=f"releve-{action.code}-{action.decided_on.isoformat()}.pdf"))
    if choice.with_terms and policy.terms:
        found.append(policy.terms)
    return found


def copies_of(
    actor: Actor, actions: Sequence[ActionView], wanted: Mapping[int, Copies], items: Mapping[int, list[ListedItem]]
) -> dict[int, list[Enclosure]]:
    """Return the PDFs of the invoices each action asks for; of a step that wants the new ones alone, those never reminded."""
    asked = {action.id: [item.item_id for item in items.get(action.id, []) if item.section in SHOWN] for action in actions}
    picky = {pk for action_id, ids in asked.items() if wanted[action_id] is Copies.NEW for pk in ids}
    reminded = reminded_before(picky) if picky else set()
    rows = ledger.items(actor, {item_id for ids in asked.values() for item_id in ids}) if actions else {}
    files = ledger.invoice_files(actor, {row.document_id for row in rows.values()}) if rows else {}
    found: dict[int, list[Enclosure]] = {}
    for action_id, ids in asked.items():
        shown = [pk for pk in ids if pk in rows and not (wanted[action_id] is Copies.NEW and pk in reminded)]
        documents = dict.fromkeys(rows[pk].document_id for pk in shown)
        pdfs = [file for pk in documents for file in files.get(pk, []) if file.is_pdf and file.role == "invoice"]
        found[action_id] = [Enclosure(file.name.rsplit("/", 1)[-1], file.sha256, file.media_type, file.size) for file in pdfs]
    return found


def reminded_before(item_ids: Iterable[int]) -> set[int]:
    """Return the items that reached a curative level already."""
    return set(ItemProgress.objects.filter(item_id__in=list(item_ids), last_level__gte=1).values_list("item_id", flat=True))
