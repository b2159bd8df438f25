"""Setting up a creditor's mailbox; its password is sealed and never shown again."""

from dataclasses import asdict

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions.tokens import keep_key
from encaisse.messages.models import Mailbox
from encaisse.messages.queries.boxes import key_of_row, mailbox_in_reach, settings_of_row
from encaisse.messages.rules.mailboxes import PORTS, Key, MailboxSettings, check_mailbox, is_same_door

# Another box than before is read from its beginning.
WHERE = ("host", "user", "folder")


@transaction.atomic
def set_mailbox(
    actor: Actor, creditor_id: int, settings: MailboxSettings, *, password: str = "", client_secret: str = "", by_provider: bool = False
) -> int:
    """Keep where a creditor's replies come; an empty password, or refresh token, leaves the one kept for the same server."""
    actor.must(Permission.INTEGRATION_MANAGE)
    creditors.creditor(actor, creditor_id)
    row = Mailbox.objects.select_for_update().filter(creditor_id=creditor_id).first() or Mailbox(
        creditor_id=creditor_id, read_from_on=today()
    )
    is_same_way = row.pk is not None and is_same_door(settings_of_row(row), settings)
    kept = key_of_row(row) if is_same_way else Key()
    check_mailbox(settings, by_provider=by_provider, has_password=bool(password or kept.secret))
    given = asdict(settings) | {"address": settings.address.strip().lower(), "port": settings.port or PORTS[settings.security]}
    if by_provider:
        given |= {"host": "", "user": ""}
    if row.pk and any(getattr(row, name) != given[name] for name in WHERE):
        row.uid_validity, row.last_uid, row.seen_uid = None, 0, 0
    for name, value in given.items():
        setattr(row, name, str(value) if name in {"security", "sign_in"} else value)
    row.failures, row.fault, row.fault_detail, row.next_at = 0, "", "", None
    row.save()
    if password or client_secret or not is_same_way:
        keep_key(row.pk, Key(password or kept.secret, client_secret or kept.client_secret))
    write_audit(
        actor, did="messages.set_mailbox", subject_kind="mailbox", subject_id=row.pk, creditor_id=creditor_id,
        change={"address": row.address, "host": row.host, "user": row.user, "sign_in": row.sign_in,
                "password_changed": bool(password), "is_paused": row.is_paused},
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
