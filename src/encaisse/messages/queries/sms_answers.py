"""What customers answered to SMS, whose number it was, and whether a gateway may tell it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from encaisse.customers import queries as customers
from encaisse.customers.models import Address, Customer
from encaisse.customers.queries import in_scope
from encaisse.kit.actor import Actor
from encaisse.messages.models import Message, SmsAnswer, SmsDoor
from encaisse.messages.queries.channels import may_look


@dataclass(frozen=True, slots=True)
class SmsDoorCard:
    made_at: datetime
    made_by_name: str
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SmsAnswerRow:
    id: int
    number: str
    text: str
    is_stop: bool
    arrived_at: datetime


def digest_of_secret(actor: Actor, secret: str) -> bytes:  # noqa: ARG001 - says nothing about a customer
    return hashlib.sha256(secret.encode()).digest()


def sms_door(actor: Actor, creditor_id: int) -> SmsDoorCard | None:
    may_look(actor, creditor_id)
    row = SmsDoor.objects.filter(creditor_id=creditor_id).first()
    return SmsDoorCard(row.made_at, row.made_by_name, row.last_used_at) if row else None


def opens_sms_door(actor: Actor, creditor_id: int, secret: str) -> bool:
    """Tell whether a secret opens the door of a creditor; as long for a wrong one as for a right one."""
    row = SmsDoor.objects.filter(creditor_id=creditor_id).first()
    kept = bytes(row.secret_digest) if row else b"\0" * 32
    return hmac.compare_digest(kept, digest_of_secret(actor, secret)) and row is not None


def mobiles_of_number(actor: Actor, creditor_id: int, number: str) -> list[tuple[int, int]]:
    """Return the addresses a creditor texts at a number, each with its customer; the one texted there last comes first."""
    digest = customers.digest_of("mobile", number)
    seen = Customer.objects.filter(in_scope(actor), creditor_id=creditor_id).values("pk")
    found = Address.objects.filter(channel="mobile", address_digest=digest, customer_id__in=seen).order_by("pk")
    known = list(found.values_list("pk", "customer_id"))
    texted = Message.objects.filter(
        creditor_id=creditor_id, customer_id__in={customer for _, customer in known}, channel="sms", address_digest=digest
    )
    latest = texted.order_by("-pk").values_list("customer_id", flat=True).first()
    return sorted(known, key=lambda each: each[1] != latest)


def sms_answers_of(actor: Actor, customer_id: int, *, limit: int) -> list[SmsAnswerRow]:
    """Return what a customer answered to SMS, the latest first."""
    seen = Customer.objects.filter(in_scope(actor), pk=customer_id).values("pk")
    found = SmsAnswer.objects.filter(customer_id__in=seen).order_by("-arrived_at", "-pk")[:limit]
    return [SmsAnswerRow(row.pk, row.number, row.text, row.is_stop, row.arrived_at) for row in found]
