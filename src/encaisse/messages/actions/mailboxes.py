"""Setting up a creditor's mailbox; its password is sealed and never shown again."""

from dataclasses import asdict

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.db.columns import seal
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.models import Mailbox
from encaisse.messages.queries.boxes import PASSWORD, mailbox_in_reach
from encaisse.messages.rules.mailboxes import PORTS, MailboxSettings, check_mailbox

# Another box than before is read from its beginning.
WHERE = ("host", "user", "folder")


@transaction.atomic
def set_mailbox(actor: Actor, creditor_id: int, settings: MailboxSettings, *, password: str = "", by_provider: bool = False) -> int:
    """Keep where a creditor's replies come; an empty password leaves the one that is kept."""
    actor.must(Permission.INTEGRATION_MANAGE)
    creditors.creditor(actor, creditor_id)
    row = Mailbox.objects.select_for_update().filter(creditor_id=creditor_id).first() or Mailbox(
        creditor_id=creditor_id, read_from_on=today()
    )
    check_mailbox(settings, by_provider=by_provider, has_password=bool(password or row.password_cipher))
    given = asdict(settings) | {"address": settings.address.strip().lower(), "port": settings.port or PORTS[settings.security]}
    if by_provider:
        given |= {"host": "", "user": ""}
    if row.pk and any(getattr(row, name) != given[name] for name in WHERE):
        row.uid_validity, row.last_uid, row.seen_uid = None, 0, 0
    for name, value in given.items():
        setattr(row, name, str(value) if name == "security" else value)
    if password:
        sealed = seal(password, purpose=PASSWORD)
        row.password_cipher, row.key_no = sealed.cipher, sealed.key_no
    row.failures, row.fault, row.fault_detail, row.next_at = 0, "", "", None
    row.save()
    write_audit(
        actor, did="messages.set_mailbox", subject_kind="mailbox", subject_id=row.pk, creditor_id=creditor_id,
        change={"address": row.address, "host": row.host, "user": row.user, "password_changed": bool(password), "is_paused": row.is_paused},
    )  # fmt: skip
    return row.pk


@transaction.atomic
def pause_mailbox(actor: Actor, mailbox_id: int, *, is_paused: bool) -> None:
    """Stop reading a mailbox, or read it again; while it is paused, messages are answered at their sender's own address."""
    row = mailbox_in_reach(actor, mailbox_id)
    Mailbox.objects.filter(pk=row.pk).update(is_paused=is_paused, next_at=None, failures=0)
    write_audit(
        actor, did="messages.pause_mailbox" if is_paused else "messages.resume_mailbox", subject_kind="mailbox", subject_id=row.pk,
        creditor_id=row.creditor_id,
    )  # fmt: skip
