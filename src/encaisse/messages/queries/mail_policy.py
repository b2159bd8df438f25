"""What the name servers say of the domains mail is sent from, and what they said the last time somebody asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor
from encaisse.messages.models import DomainCheck, MailServer
from encaisse.messages.queries.channels import mail_server, may_look
from encaisse.messages.rules.mail_policy import Finding, NotADomain, OutOfReach, Zone, check_domain, mail_policy

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class DomainState:
    """A domain mails are sent from, and what was found when it was last looked at."""

    domain: str
    checked_at: datetime | None
    findings: tuple[Finding, ...]

    @property
    def tone(self) -> str:
        tones = {finding.tone for finding in self.findings}
        return next((tone for tone in ("bad", "warn", "good") if tone in tones), "")


def name_servers(name: str, kind: str) -> Sequence[str]:
    """Ask the name servers of this machine; an empty answer is no record, silence is a fault."""
    import dns.exception  # noqa: PLC0415 - a part of every command's start, needed where names are asked for
    import dns.resolver  # noqa: PLC0415 - as above

    resolver = dns.resolver.Resolver()
    resolver.lifetime = SECONDS
    try:
        answer = resolver.resolve(name, kind)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as fault:
        raise OutOfReach(str(fault) or type(fault).__name__) from fault
    if kind == "TXT":
        return [b"".join(record.strings).decode(errors="replace") for record in answer]
    return [record.to_text() for record in answer]


def policy_of(
    actor: Actor, domain: str, *, zone: Zone, creditor_id: int | None = None, selectors: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Say what is right and what to add for a domain; with a creditor, for its mail server and return address."""
    server, bounce = "", ""
    if creditor_id is not None:
        may_look(actor, creditor_id)
        used = mail_server(actor, creditor_id)
        server, bounce = used.host, used.bounce_address.rpartition("@")[2]
        selectors = selectors or selectors_of(creditor_id)
    return mail_policy(domain, zone, selectors=selectors, server=server, bounce_domain=bounce)


def selectors_of(creditor_id: int) -> list[str]:
    written = MailServer.objects.filter(creditor_id=creditor_id).values_list("dkim_selectors", flat=True).first() or ""
    return written.replace(",", " ").split()


def domains_of(actor: Actor, creditor_id: int, others: Sequence[str] = ()) -> list[DomainState]:
    """List the domains mails of a creditor leave from: its own, and those of the addresses given."""
    may_look(actor, creditor_id)
    card = creditors.creditor(actor, creditor_id)
    names = dict.fromkeys(name for name in (domain_or_none(address) for address in (card.email, *others)) if name)
    kept = {row.domain: row for row in DomainCheck.objects.filter(domain__in=list(names))}
    return [state_of(name, kept.get(name)) for name in names]


def domain_or_none(address: str) -> str:
    try:
        return check_domain(address) if address else ""
    except NotADomain:
        return ""


def state_of(domain: str, row: DomainCheck | None) -> DomainState:
    if row is None:
        return DomainState(domain, None, ())
    return DomainState(domain, row.checked_at, tuple(Finding(**finding) for finding in row.findings))
