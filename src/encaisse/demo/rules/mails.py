"""What customers, a robot and a mail server wrote this morning, as raw mails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

BOX = "reponses@verdier.example"


@dataclass(frozen=True, slots=True)
class Written:
    """One mail to a message of ours, and how long before the morning it came."""

    key: str
    text: str
    minutes_ago: int
    headers: Mapping[str, str] = field(default_factory=dict)
    prefix: str = "Re: "
    file: tuple[str, bytes] | None = None


REPLIES = (
    Written("promise", "Bonjour,\n\nBien reçu. Le virement du total partira vendredi.\n\nCordialement", 35),
    Written("paid", "Bonjour,\n\nSauf erreur, cette facture a été réglée par virement la semaine dernière.\nMerci de vérifier.", 50),
    Written(
        "dispute", "Bonjour,\n\nNous contestons cette facture : il manquait deux palettes, le bon a été signé avec réserve.\n"
        "Vous trouverez le bon ci-joint. Nous attendons un avoir.", 70,
        file=("bon-de-livraison.txt", b"Deux palettes manquantes. Signe avec reserve."),
    ),
    Written("copy", "Bonjour,\n\nNous n’avons pas reçu cette facture. Pouvez-vous nous adresser un duplicata ?\n\nMerci d’avance", 95),
)  # fmt: skip
AWAY = Written(
    "away", "Bonjour,\n\nJe suis absent du bureau et de retour lundi. Pour toute urgence, appelez le standard.", 120,
    headers={"Auto-Submitted": "auto-replied"}, prefix="Réponse automatique : ",
)  # fmt: skip
STRANGERS = (
    ("Gérard Pommeraie", "g.pommeraie@chantiers-pommeraie.example", "Votre relance",
     "Bonjour,\n\nVotre courrier est arrivé chez notre ancien comptable. Je reprends le dossier, de quelle facture s’agit-il ?"),
    ("Foire des métiers", "inscriptions@foire-metiers.example", "Réservez votre stand pour le printemps",
     "Bonjour,\n\nLes inscriptions pour la foire du printemps sont ouvertes."),
)  # fmt: skip


def raw_mail(
    *, sender: tuple[str, str], to: str, subject: str, text: str, at: datetime, key: str, headers: Mapping[str, str] | None = None,
    file: tuple[str, bytes] | None = None, quoted: str = "",
) -> bytes:  # fmt: skip
    """Write a mail as a customer's program does, with what it quotes below."""
    made = EmailMessage()
    made["From"] = f"{sender[0]} <{sender[1]}>" if sender[0].isascii() else sender[1]
    made["To"], made["Subject"], made["Date"] = to, subject, format_datetime(at)
    made["Message-ID"] = f"<{key}@{sender[1].rpartition('@')[2]}>"
    for name, value in (headers or {}).items():
        made[name] = value
    below = "\n".join(f"> {line}" for line in quoted.splitlines()[:12])
    made.set_content(f"{text}\n\nLe {at:%d/%m/%Y} à {at:%H:%M}, Maison Verdier a écrit :\n{below}\n" if quoted else text)
    if file:
        made.add_attachment(file[1], maintype="text", subtype="plain", filename=file[0])
    return made.as_bytes()


def raw_bounce(*, to: str, recipient: str, at: datetime, key: str) -> bytes:
    """Write what a mail server says of an address that no longer exists (RFC 3464)."""
    host = recipient.rpartition("@")[2]
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@{host}\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Date: {format_datetime(at)}\r\nMessage-ID: <{key}@{host}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="back"\r\n\r\n'
        "--back\r\nContent-Type: text/plain\r\n\r\nThe address below does not exist any more.\r\n"
        f"--back\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {host}\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: user unknown\r\n\r\n--back--\r\n"
    ).encode()
