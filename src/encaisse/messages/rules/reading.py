"""Reading frozen bytes back, to show what left."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import SMTP

SHOWN_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "Auto-Submitted")


@dataclass(frozen=True, slots=True)
class Mail:
    """A frozen e-mail as people read it."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[tuple[str, str, int], ...]


def parsed_mail(content: bytes) -> EmailMessage:
    parsed = BytesParser(_class=EmailMessage, policy=SMTP).parsebytes(content)
    assert isinstance(parsed, EmailMessage)  # noqa: S101 - the class asked for
    return parsed


def mail_id_of(content: bytes) -> str:
    """Return the Message-ID of a mail of ours, without reading its parts."""
    return str(BytesHeaderParser().parsebytes(content.partition(b"\r\n\r\n")[0])["Message-ID"] or "").strip()[:254]


def read_mail(content: bytes) -> Mail:
    parsed = parsed_mail(content)
    headers = tuple((name, str(parsed[name])) for name in SHOWN_HEADERS if parsed[name] is not None)
    files = tuple((part.get_filename() or "", part.get_content_type(), len(attached(part))) for part in parsed.iter_attachments())
    return Mail(headers, part_text(parsed, "plain"), part_text(parsed, "html"), files)


def part_text(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""


def attached(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def attachment(content: bytes, position: int) -> tuple[str, str, bytes]:
    """Return the name, media type and bytes of an attachment."""
    part = list(parsed_mail(content).iter_attachments())[position]
    return part.get_filename() or f"{position + 1}", part.get_content_type(), attached(part)
