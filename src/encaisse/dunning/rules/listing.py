"""Rules 4, 5, 7 and 8: what a message lists, what it asks, and the step each item is recorded at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from encaisse.dunning.rules.decisions import HeldItem, ListedItem, Section, TaskKind
from encaisse.dunning.rules.due import grace_end, is_claimable, may_be_noticed
from encaisse.dunning.rules.morning import Claim, Morning
from encaisse.dunning.rules.scenario import INTERNAL, Level, Step
from encaisse.dunning.rules.tone import DueItem, rank
from encaisse.dunning.rules.values import ZERO, ItemHold, ItemState, PartOfItem, StepEnd

ASKED = frozenset({Section.CLAIMED, Section.ALSO_DUE, Section.CREDIT})
HELD_SECTIONS = {
    ItemHold.DISPUTE: Section.DISPUTED,
    ItemHold.PROMISE: Section.PROMISED,
    ItemHold.PROMISE_TO_CHECK: Section.PROMISED,
    ItemHold.PLAN: Section.IN_PLAN,
    ItemHold.MANUAL: Section.HELD,
    ItemHold.PAUSE: Section.HELD,
    ItemHold.EINVOICE_STATE: Section.HELD,
    ItemHold.EINVOICE_DISPUTED: Section.DISPUTED,
    ItemHold.EINVOICE_REFUSED: Section.HELD,
    ItemHold.EINVOICE_SUSPENDED: Section.HELD,
    ItemHold.EINVOICE_NOT_ARRIVED: Section.HELD,
    ItemHold.EINVOICE_CANCELLED: Section.HELD,
    ItemHold.EINVOICE_FACTORED: Section.HELD,
    ItemHold.LEGAL_STOP: Section.HELD,
}


@dataclass(slots=True)
class Listing:
    items: list[ListedItem] = field(default_factory=list)
    net_amounts: dict[str, Decimal] = field(default_factory=dict)

    def add(self, item: ListedItem) -> None:
        self.items.append(item)
        if item.section in ASKED:
            self.net_amounts[item.currency] = self.net_amounts.get(item.currency, ZERO) + item.amount

    def asks_at_least(self, minimum: Decimal) -> bool:
        """Say whether one currency at least asks something, and no less than the minimum."""
        return any(amount > 0 and amount >= minimum for amount in self.net_amounts.values())


def curative_listing(morning: Morning, due: Iterable[DueItem], action: Step) -> Listing:
    """List everything due: claimed, newly late, disputed, promised, credits deducted, and what comes next for information."""
    steps = {each.claim.item.id: each.step for each in due}
    credited = {each.item_id: each.amount for each in morning.held if each.reason is ItemHold.CREDITED}
    is_mixed = any((claim.item.last_level or 0) >= Level.R1 for claim in morning.late)
    listing = Listing()
    coming: list[Claim] = []
    for claim in morning.late:
        own = steps.get(claim.item.id)
        if own is None and not is_claimable(morning, claim.item):
            morning.may_change(grace_end(morning, claim.item))
            coming.append(claim)
            continue
        section = Section.ALSO_DUE if is_mixed and not claim.item.last_level else Section.CLAIMED
        listing.add(listed(claim, section, credited, *ending(morning, claim, own, action)))
    if morning.held:
        list_held(morning, listing)
    list_credits(morning, listing, credited)
    for claim in (*coming, *morning.to_come):
        listing.add(listed(claim, Section.TO_COME, {}))
    return listing


def ending(morning: Morning, claim: Claim, own: Step | None, action: Step) -> tuple[int | None, StepEnd | None]:
    """Return the step recorded for an item: the lower of its own and the action's; internal work replaces no message."""
    if own is None:
        return None, None
    if own is action:
        return own.position, StepEnd.DONE
    if rank(own) > rank(action):
        if action.position >= 0 and own.level > action.level:
            morning.asks(TaskKind.OLD_BALANCE, claim.item)
        return None, None
    return (None, None) if action.channel in INTERNAL else (own.position, StepEnd.REPLACED)


def listed(
    claim: Claim,
    section: Section,
    credited: Mapping[int, Decimal],
    own_position: int | None = None,
    how: StepEnd | None = None,
) -> ListedItem:
    item = claim.item
    amount = claim.amount + credited.get(item.id, ZERO) if credited else claim.amount
    return ListedItem(
        item.id,
        item.reference,
        section,
        amount,
        item.currency,
        item.due_date,
        item.open_amount,
        item.open_amount - amount,
        own_position,
        how,
    )


def list_held(morning: Morning, listing: Listing) -> None:
    """List what is left alone, once per item and section, whatever the number of facts that hold it."""
    items = {item.id: item for item in morning.payer.items}
    parts: dict[tuple[int, Section], HeldItem] = {}
    for part in morning.held:
        section = HELD_SECTIONS.get(part.reason)
        if section is not None and (items[part.item_id].due_date < morning.on or section is not Section.DISPUTED):
            before = parts.get((part.item_id, section))
            parts[part.item_id, section] = part if before is None else before._replace(amount=before.amount + part.amount)
    for (item_id, section), part in parts.items():
        listing.add(listed_part(part, items[item_id], section))


def listed_part(part: HeldItem, item: ItemState, section: Section) -> ListedItem:
    return ListedItem(
        item.id,
        item.reference,
        section,
        part.amount,
        item.currency,
        item.due_date,
        item.open_amount,
        part.amount,
        noted_for=part.until if section is Section.PROMISED else None,
    )


def list_credits(morning: Morning, listing: Listing, credited: Mapping[int, Decimal], debtor_id: int | None = None) -> None:
    """Deduct free credits in the currencies that ask something, and each named credit within its own listed invoice."""
    asked = {item.item_id: item.currency for item in listing.items if item.section in ASKED}
    currencies = set(asked.values())
    for credit, amount in morning.credits:
        if credit.currency in currencies and (debtor_id is None or credit.debtor_id in {None, debtor_id}):
            listing.add(listed_credit(credit, amount))
    left = {item_id: amount for item_id, amount in credited.items() if item_id in asked}
    deducted: dict[int, Decimal] = {}
    for credit, item_id, amount in morning.netted if left else ():
        part = min(amount, left.get(item_id, ZERO))
        left[item_id] = left.get(item_id, ZERO) - part
        deducted[credit.id] = deducted.get(credit.id, ZERO) + part
    for credit in morning.payer.items if deducted else ():
        if deducted.get(credit.id):
            listing.add(listed_credit(credit, deducted[credit.id]))


def listed_credit(credit: ItemState, amount: Decimal) -> ListedItem:
    return ListedItem(
        credit.id,
        credit.reference,
        Section.CREDIT,
        -amount,
        credit.currency,
        credit.due_date,
        credit.open_amount,
    )


def notice_debtor(morning: Morning, due: Iterable[DueItem], action: Step) -> int | None:
    """Return the legal debtor a formal notice goes to: one per legal entity, the largest amount first."""
    amounts: dict[int, Decimal] = {}
    for each in due:
        if each.step is action:
            debtor = each.claim.item.debtor_id or morning.payer.payer_id
            amounts[debtor] = amounts.get(debtor, ZERO) + each.claim.amount
    return max(amounts, key=lambda debtor: (amounts[debtor], -debtor), default=None)


def notice_listing(morning: Morning, due: Iterable[DueItem], action: Step, debtor_id: int | None) -> Listing:
    """List, frozen, only what a formal notice may list for one legal debtor; from level 5 on, only what is due for the step."""
    steps = {each.claim.item.id: each.step for each in due}
    credited = {each.item_id: each.amount for each in morning.held if each.reason is ItemHold.CREDITED}
    listing = Listing()
    for claim in morning.late:
        item, own = claim.item, steps.get(claim.item.id)
        may = may_be_noticed(morning, item) if action.level == Level.FORMAL_NOTICE else own is action
        if may and is_owed_by(item, debtor_id, morning.payer.payer_id) and is_new_to(action, item, own):
            listing.add(listed(claim, Section.CLAIMED, credited, *ending(morning, claim, own, action)))
    list_credits(morning, listing, credited, debtor_id)
    return listing


def is_owed_by(item: ItemState, debtor_id: int | None, payer_id: int) -> bool:
    return (item.debtor_id or payer_id) == debtor_id


def is_new_to(action: Step, item: ItemState, own: Step | None) -> bool:
    """Say whether a formal notice is the first one for an item: what was already noticed is not noticed twice."""
    return own is action or (item.last_level or 0) < Level.FORMAL_NOTICE


def instalment_listing(morning: Morning, asked: Iterable[PartOfItem], action: Step) -> Listing:
    """List what a missed instalment asks: alone in the notice of its plan, with everything due in its call; the rest stays in the plan."""
    items = {item.id: item for item in morning.payer.items}
    claims = [Claim(items[part.item_id], part.amount) for part in asked]
    for claim in claims:
        take_out_of_plan(morning, claim)
    if action.level < Level.FORMAL_NOTICE:
        return curative_listing(morning, (), action)
    listing = Listing()
    for claim in claims:
        listing.add(listed(claim, Section.CLAIMED, {}))
    return listing


def take_out_of_plan(morning: Morning, asked: Claim) -> None:
    """Ask again what the plan held of an item, to the extent of its missed instalment."""
    item_id = asked.item.id
    for place, each in enumerate(morning.held):
        if each.item_id == item_id and each.reason is ItemHold.PLAN:
            morning.held[place] = each._replace(amount=each.amount - asked.amount)
    morning.held = [each for each in morning.held if each.amount > 0]
    before = next((claim for claim in morning.late if claim.item.id == item_id), None)
    if before is None:
        morning.late.append(asked)
    else:
        morning.late[morning.late.index(before)] = before._replace(amount=before.amount + asked.amount)


def preventive_listing(morning: Morning, due: Iterable[DueItem], action: Step) -> Listing:
    """List what falls due soon, and the credits that may be used; nothing is asked yet."""
    steps = {each.claim.item.id: each.step for each in due}
    listing = Listing()
    for claim in morning.to_come:
        own = steps.get(claim.item.id)
        listing.add(listed(claim, Section.TO_COME, {}, *ending(morning, claim, own, action)))
    if morning.held:
        list_held(morning, listing)
    currencies = {claim.item.currency for claim in morning.to_come}
    for credit, amount in morning.credits:
        if credit.currency in currencies:
            listing.items.append(listed_credit(credit, amount))
    return listing
