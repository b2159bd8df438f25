"""The portfolio review: what is said of a customer or of one of its items, kept as it was said."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.ledger import queries as ledger
from encaisse.workbench.models import ReviewComment
from encaisse.workbench.rules.reviews import CommentElsewhere, Review, check_review


@transaction.atomic
def write_review(actor: Actor, customer_id: int, review: Review, *, on: date, item_id: int | None = None) -> int:
    """Write a dated comment about a customer or one of its items; the earlier ones stay as they were."""
    actor.must(Permission.NOTE_VIEW, mode=Mode.ACT)  # who only reads notes, an auditor, writes none
    customer = customers.locked_customer(actor, customer_id, Permission.NOTE_VIEW)
    currency = currency_of(actor, customer_id, item_id) or creditors.creditor(actor, customer.creditor_id).currency
    check_review(review, on=on)
    comment = ReviewComment.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer_id, item_id=item_id, body=review.body.strip(),
        outlook=review.outlook or "", expected_on=review.expected_on, expected_amount=review.expected_amount, currency=currency,
        written_on=on, written_by=actor.user_id, written_by_name=actor.name[:120],
    )  # fmt: skip
    write_audit(
        actor, did="review.commented", subject_kind="review_comment", subject_id=comment.pk, creditor_id=customer.creditor_id,
        customer_id=customer_id, change={"outlook": comment.outlook, "item_id": item_id, "expected_on": review.expected_on},
    )  # fmt: skip
    return comment.pk


def currency_of(actor: Actor, customer_id: int, item_id: int | None) -> str:
    """Return the currency of the item, or the one the customer owes most in, none when nothing is owed; refuse another customer's item."""
    if item_id is None:
        balances = sorted(ledger.balance_of(actor, customer_id), key=lambda row: -row.open_amount)
        return balances[0].currency if balances else ""
    item = ledger.items(actor, [item_id]).get(item_id)
    if item is None or item.customer_id != customer_id:
        raise CommentElsewhere(item=item.reference if item else item_id)
    return item.currency
