"""Mails as customers, robots and mail servers write them."""

from email.message import EmailMessage
from email.utils import format_datetime

from encaisse.db.clock import now


def mail(
    text: str = "Bonjour, le règlement partira vendredi.", *, sender: str = "anne@epis.example", to: str = "relances@verdier.example",
    subject: str = "Re: Facture échue", message_id: str = "<r1@epis.example>", html: str = "", files=(), **headers: str,
) -> bytes:  # fmt: skip
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = format_datetime(now())
    if message_id:
        made["Message-ID"] = message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def bounce(*, to: str, recipient: str = "anne@epis.example", status: str = "5.1.1", action: str = "failed", original: str = "") -> bytes:
    """Return a delivery status notification as RFC 3464 writes it."""
    quoted = f"Message-ID: {original}\r\nTo: {recipient}\r\nSubject: Facture\r\n\r\n" if original else f"To: {recipient}\r\n\r\n"
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <dsn-{status}-{action}-{recipient}@mx.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at host mx.example.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{quoted}--b--\r\n"
    ).encode()
