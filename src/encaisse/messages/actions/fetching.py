"""Reading the mailboxes.

A mail is kept for good and filed before it is marked as seen: whatever dies in between, nothing is lost, and nothing is filed twice,
for the mail itself says whether it is already there.
"""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection, transaction
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission, system_actor
from encaisse.messages.actions.incoming import Arrival, take_in
from encaisse.messages.actions.tokens import key_with_token
from encaisse.messages.models import Mailbox
from encaisse.messages.queries import boxes as queries
from encaisse.messages.rules.incoming import LARGEST_MAIL
from encaisse.messages.rules.mailboxes import (
    BrokenOff,
    FolderUnknown,
    Key,
    MailboxFault,
    MailboxSettings,
    PasswordRefused,
    Security,
    ServerNotTrusted,
    ServerUnreachable,
    TokenTurnedDown,
    check_mailbox,
    wait_after,
)
from encaisse.messages.rules.servers import SignIn, xoauth2

TIMEOUT = 30
A_ROUND = 500  # mails of one mailbox in one round; the rest comes with the next
LOCK = 0x6D61696C  # the advisory locks of mailboxes, beside their ids
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
ENDS = re.compile(rb'INTERNALDATE "[^"]+"')
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(slots=True)
class Fetched:
    """What one round over the mailboxes gave."""

    mailboxes: int = 0
    taken_in: int = 0
    known: int = 0
    failed: int = 0


def fetch_mail(actor: Actor, *, all_now: bool = False, mailbox_id: int | None = None) -> Fetched:
    """Read every mailbox whose turn has come. Commits mail by mail; safe to stop at any moment, and to call again."""
    actor.must(Permission.INTEGRATION_MANAGE)
    fetched = Fetched()
    # Whoever looks after mailboxes may see no customer: what comes is filed among them by the product, as each minute.
    clerk = actor if actor.is_system else system_actor()
    for row in queries.mailboxes_to_read(actor, now=now(), all_now=all_now or mailbox_id is not None):
        if mailbox_id in {None, row.pk}:
            with alone(row) as is_mine:
                if is_mine:
                    read_one(clerk, row, fetched)
    return fetched


@contextlib.contextmanager
def alone(row: Mailbox) -> Iterator[bool]:
    """Let one process at a time read a mailbox; the lock dies with it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCK, row.pk])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCK, row.pk])


def read_one(actor: Actor, row: Mailbox, fetched: Fetched) -> None:
    fetched.mailboxes += 1
    row.refresh_from_db()
    try:
        with opened(*queries.way_in(actor, row.pk), mailbox_id=row.pk) as box, speaking(row.host):
            read_box(actor, row, box, fetched)
    except MailboxFault as fault:
        fetched.failed += 1
        note_failure(row, fault)
    else:
        Mailbox.objects.filter(pk=row.pk).update(
            checked_at=now(), read_at=now(), next_at=None, failures=0, fault="", fault_detail=""
        )  # fmt: skip


def note_failure(row: Mailbox, fault: MailboxFault) -> None:
    """Keep why a mailbox could not be read, and leave it alone for a while."""
    failures = row.failures + 1
    Mailbox.objects.filter(pk=row.pk).update(
        checked_at=now(), next_at=now() + wait_after(fault.fault, failures), failures=failures, fault=fault.fault.value,
        fault_detail=str(fault.values.get("detail", ""))[:250],
    )  # fmt: skip


def try_mailbox(actor: Actor, settings: MailboxSettings, key: Key, *, mailbox_id: int | None = None) -> int:
    """Connect, sign in and open the folder, as reading it will; return how many mails it holds, or refuse with what is wrong.

    `mailbox_id`: what is tried is what is kept of it, so that a refresh token renewed by the trial is not lost.
    """
    actor.must(Permission.INTEGRATION_MANAGE)
    check_mailbox(settings, by_provider=False, has_password=bool(key.secret))
    with opened(settings, key, mailbox_id=mailbox_id) as box, speaking(settings.host):
        return int(box.folder.status(settings.folder)["MESSAGES"])


@contextlib.contextmanager
def opened(settings: MailboxSettings, key: Key, *, mailbox_id: int | None = None) -> Iterator[BaseMailBox]:
    """Open a mailbox on its folder; each thing that may go wrong has its own sentence."""
    good = key_with_token(settings, key, mailbox_id=mailbox_id)
    box = connected(settings)
    try:
        try:
            sign_in(box, settings, good)
        except TokenTurnedDown:
            if good is not key:
                raise
            sign_in(box, settings, key_with_token(settings, key, mailbox_id=mailbox_id, is_turned_down=True))
        with speaking(settings.host):
            try:
                box.folder.set(settings.folder)
            except MailboxFolderSelectError:
                raise FolderUnknown(folder=settings.folder) from None
        yield box
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            box.logout()


def connected(settings: MailboxSettings) -> BaseMailBox:
    try:
        match settings.security:
            case Security.TLS:
                return MailBox(settings.host, settings.port, timeout=TIMEOUT, ssl_context=ssl.create_default_context())
            case Security.STARTTLS:
                return MailBoxStartTls(settings.host, settings.port, timeout=TIMEOUT, ssl_context=ssl.create_default_context())
            case Security.NONE:
                return MailBoxUnencrypted(settings.host, settings.port, timeout=TIMEOUT)
    except ssl.SSLError as fault:
        raise ServerNotTrusted(host=settings.host, detail=fault.reason or str(fault)) from fault
    except (OSError, imaplib.IMAP4.error, ImapToolsError, UnicodeError) as fault:
        raise ServerUnreachable(host=settings.host, port=settings.port, detail=str(fault)) from fault


def sign_in(box: BaseMailBox, settings: MailboxSettings, key: Key) -> None:
    is_by_token, password = settings.sign_in is SignIn.OAUTH2, key.secret
    try:
        if is_by_token:
            box.client.authenticate("XOAUTH2", lambda challenge: b"" if challenge else xoauth2(settings.user, key.token).encode())
        elif settings.user.isascii() and password.isascii():
            box.login(settings.user, password, initial_folder=None)
        else:
            box.login_utf8(settings.user, password, initial_folder=None)
    except imaplib.IMAP4.abort as fault:
        raise BrokenOff(host=settings.host, detail=str(fault)) from fault
    except (MailboxLoginError, imaplib.IMAP4.error) as fault:
        refused = TokenTurnedDown if is_by_token else PasswordRefused
        raise refused(host=settings.host, detail=str(fault)) from fault
    except (OSError, ImapToolsError) as fault:
        raise BrokenOff(host=settings.host, detail=str(fault)) from fault


@contextlib.contextmanager
def speaking(host: str) -> Iterator[None]:
    """Say in one way that the other side broke off."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError) as fault:
        raise BrokenOff(host=host, detail=str(fault)[:200]) from fault


def read_box(actor: Actor, row: Mailbox, box: BaseMailBox, fetched: Fetched) -> None:
    """Take in what is new, then mark it as seen; what an earlier round kept without marking it is marked now."""
    start_where_left(row, box)
    mark_seen(row, box)
    for uid in new_uids(row, box):
        arrival = brought(row, box, uid)
        if arrival is None:
            continue
        with transaction.atomic():
            taken = take_in(actor, arrival)
            Mailbox.objects.filter(pk=row.pk).update(last_uid=uid)
        row.last_uid = uid
        fetched.taken_in += taken is not None
        fetched.known += taken is None
    mark_seen(row, box)


def start_where_left(row: Mailbox, box: BaseMailBox) -> None:
    """Where the server counts its mails anew, or for the first time, begin again: what is known is recognised."""
    validity = int(box.folder.status(row.folder)["UIDVALIDITY"])
    if validity != row.uid_validity:
        row.uid_validity, row.last_uid, row.seen_uid = validity, 0, 0
        row.save(update_fields=["uid_validity", "last_uid", "seen_uid"])


def new_uids(row: Mailbox, box: BaseMailBox) -> list[int]:
    """Return what came since the last round; the first time, since the first mail of the day reading begins."""
    if row.last_uid == 0:
        since = [int(uid) for uid in box.uids(f"SINCE {imap_date(row.read_from_on)}", charset=None)]
        first = min(since) if since else int(box.folder.status(row.folder)["UIDNEXT"])
        row.last_uid = row.seen_uid = first - 1
        row.save(update_fields=["last_uid", "seen_uid"])
    found = sorted(int(uid) for uid in box.uids(f"UID {row.last_uid + 1}:*", charset=None))
    return [uid for uid in found if uid > row.last_uid][:A_ROUND]


def imap_date(day: date) -> str:
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"


def brought(row: Mailbox, box: BaseMailBox, uid: int) -> Arrival | None:
    """Fetch one mail without marking it; its size is read first, and of one too large only the headers come."""
    told = b" ".join(pieces(box, uid, "(RFC822.SIZE INTERNALDATE)"))
    size = int(found.group(1)) if (found := SIZE.search(told)) else 0
    is_large = size > LARGEST_MAIL
    content = max(pieces(box, uid, "(BODY.PEEK[HEADER])" if is_large else "(BODY.PEEK[])"), key=len, default=b"")
    if not content:  # taken away meanwhile
        return None
    return Arrival(
        content=content, arrived_at=arrival_of(told), creditor_id=row.creditor_id, mailbox_id=row.pk, whole_size=size if is_large else None
    )


def pieces(box: BaseMailBox, uid: int, asked: str) -> list[bytes]:
    answer, found = box.client.uid("FETCH", str(uid), asked)
    if answer != "OK":
        raise imaplib.IMAP4.error(str(found[0]))
    parts = [part if isinstance(part, tuple) else (part,) for part in found if part is not None]
    return [piece for part in parts for piece in part[-1:] if isinstance(piece, bytes)]


def arrival_of(told: bytes) -> datetime:
    found = ENDS.search(told)
    parsed = imaplib.Internaldate2tuple(found.group()) if found else None
    return datetime(*parsed[:6]).astimezone(UTC) if parsed else now()


def mark_seen(row: Mailbox, box: BaseMailBox) -> None:
    if row.last_uid > row.seen_uid:
        box.client.uid("STORE", f"{row.seen_uid + 1}:{row.last_uid}", "+FLAGS.SILENT", r"(\Seen)")
        row.seen_uid = row.last_uid
        Mailbox.objects.filter(pk=row.pk).update(seen_uid=row.seen_uid)
