"""The mailboxes of creditors: how they are reached, how they fare, and the address that answers a message."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from encaisse.creditors import queries as creditors
from encaisse.db.columns import digest, unseal
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages.models import Mailbox
from encaisse.messages.rules.mailboxes import FAULTS, Fault, Key, MailboxFault, MailboxSettings, MailboxState, Security, marked, token_of
from encaisse.messages.rules.servers import SignIn

PASSWORD = "messages.mailbox"  # noqa: S105 - the purpose its cipher is bound to
REPLY = "messages.reply"


@dataclass(frozen=True, slots=True)
class MailboxCard:
    """A mailbox as the set-up screen shows it; never its password."""

    id: int
    creditor_id: int
    creditor_name: str
    settings: MailboxSettings
    has_password: bool
    read_from_on: date
    checked_at: datetime | None
    read_at: datetime | None
    next_at: datetime | None
    failures: int
    fault: Fault
    fault_detail: str

    @property
    def state(self) -> MailboxState:
        if self.settings.is_paused:
            return MailboxState.PAUSED
        if not self.settings.host:
            return MailboxState.BY_PROVIDER
        if self.fault:
            return MailboxState.FAILING
        return MailboxState.READING if self.checked_at else MailboxState.NEW


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """Where one message is answered, and where it comes back to."""

    token: str
    address: str
    return_path: str


def mailboxes(actor: Actor) -> list[MailboxCard]:
    """Return the mailboxes of the creditors in reach, for whoever may look at connections."""
    actor.must(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    names = {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(actor)}
    return [as_card(row, names[row.creditor_id]) for row in Mailbox.objects.filter(creditor_id__in=names).order_by("creditor_id")]


def mailbox_of(actor: Actor, creditor_id: int) -> MailboxCard | None:
    """Return the mailbox of a creditor in reach, or None while it has none."""
    creditor = creditors.creditor(actor, creditor_id)
    found = Mailbox.objects.filter(creditor_id=creditor.id).first()
    return as_card(found, creditor.short_name or creditor.name) if found else None


def as_card(row: Mailbox, creditor_name: str) -> MailboxCard:
    return MailboxCard(
        id=row.pk, creditor_id=row.creditor_id, creditor_name=creditor_name, settings=settings_of_row(row),
        has_password=row.password_cipher is not None, read_from_on=row.read_from_on, checked_at=row.checked_at, read_at=row.read_at,
        next_at=row.next_at, failures=row.failures, fault=Fault(row.fault), fault_detail=row.fault_detail,
    )  # fmt: skip


def way_in(actor: Actor, mailbox_id: int) -> tuple[MailboxSettings, Key]:
    """Return how a mailbox is reached, with what opens it: for whoever sets it up, and for reading it."""
    row = mailbox_in_reach(actor, mailbox_id)
    return settings_of_row(row), key_of_row(row)


def settings_of_row(row: Mailbox) -> MailboxSettings:
    return MailboxSettings(
        address=row.address, host=row.host, port=row.port, security=Security(row.security), user=row.user, folder=row.folder,
        takes_bounces=row.takes_bounces, is_paused=row.is_paused, sign_in=SignIn(row.sign_in), token_url=row.token_url,
        client_id=row.client_id, scope=row.scope,
    )  # fmt: skip


def key_of_row(row: Mailbox) -> Key:
    def opened(cipher: bytes | memoryview | None) -> str:
        return unseal(bytes(cipher), key_no=row.key_no, purpose=PASSWORD) if cipher is not None and row.key_no is not None else ""

    return Key(opened(row.password_cipher), opened(row.client_secret_cipher), opened(row.token_cipher), row.token_until)


def mailboxes_to_read(actor: Actor, *, now: datetime, all_now: bool) -> list[Mailbox]:
    """Return the mailboxes that wait to be read; after a failure one is left alone for a while, unless a person asks."""
    actor.must(Permission.INTEGRATION_MANAGE)
    found = Mailbox.objects.filter(is_paused=False).exclude(host="")
    if not actor.all_creditors:
        found = found.filter(creditor_id__in=actor.creditors)
    if not all_now:
        found = found.filter(Q(next_at=None) | Q(next_at__lte=now))
    return list(found.order_by("pk"))


def mailbox_in_reach(actor: Actor, mailbox_id: int) -> Mailbox:
    actor.must(Permission.INTEGRATION_MANAGE)
    found = Mailbox.objects.filter(pk=mailbox_id).first()
    if found is None or not actor.reaches(found.creditor_id):
        raise NotFound(what="mailbox")
    return found


def creditor_of_mailbox(actor: Actor, addresses: tuple[str, ...]) -> int | None:
    """Return the creditor whose mailbox is among some addresses; with one mailbox only, it is that one."""
    found = Mailbox.objects.all() if actor.all_creditors else Mailbox.objects.filter(creditor_id__in=actor.creditors)
    known = {row.address: row.creditor_id for row in found.order_by("pk")}
    bare = [f"{address.partition('@')[0].partition('+')[0]}@{address.partition('@')[2]}" for address in addresses]
    named = next((known[address] for address in bare if address in known), None)
    return named if named is not None else next(iter(known.values()), None)


def reply_address(actor: Actor, creditor_id: int, key: str) -> ReplyAddress | None:
    """Return the address that answers the message of a key, and nobody can guess; None while the creditor has no mailbox."""
    found = Mailbox.objects.filter(creditor_id=creditor_id, is_paused=False).first() if actor.reaches(creditor_id) else None
    if found is None:
        return None
    token = token_of(digest(f"{creditor_id} {key}", purpose=REPLY))
    address = marked(found.address, token)
    return ReplyAddress(token, address, address if found.takes_bounces else "")


def fault_of(actor: Actor, card: MailboxCard) -> MailboxFault | None:  # noqa: ARG001 - says the card it was given
    """Return why a mailbox could not be read the last time, as the sentence that says what to check."""
    if not card.fault:
        return None
    settings = card.settings
    return FAULTS[card.fault](host=settings.host, port=settings.port, folder=settings.folder, detail=card.fault_detail)
