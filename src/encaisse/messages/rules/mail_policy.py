"""Whether the mail of a domain is believed: what SPF, DKIM and DMARC say in its zone, in words, and what to add."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from encaisse.kit.refusals import Refusal, gettext_noop

# What the zone holds under a name and a kind of record: one text per record, nothing when there is none.
Zone: TypeAlias = Callable[[str, str], Sequence[str]]

USUAL_SELECTORS = (
    "default", "selector1", "selector2", "google", "k1", "k2", "s1", "s2", "mail", "dkim", "smtp", "mta", "ovhmo", "mailjet", "brevo",
)  # fmt: skip
# SPF allows no more look-ups than this; beyond, receivers give up.
MOST_LOOKUPS = 10
LOOKING_UP = re.compile(r"^[+?~-]?(include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:|redirect=)", re.IGNORECASE)
DOMAIN = re.compile(r"(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
# Suffixes of two names below which domains are sold one by one; enough to compare a sender with its return address.
SHARED = frozenset({"co.uk", "org.uk", "com.au", "co.nz", "co.jp", "com.br", "co.za", "gouv.fr", "asso.fr", "com.fr"})


class NotADomain(Refusal):
    sentence = gettext_noop("“%(domain)s” is not a domain. Write what follows the @ of the address, such as verdier.fr.")


class NamesOutOfReach(Refusal):
    sentence = gettext_noop("The name servers of %(domain)s could not be asked: %(reason)s. Check the network, then try again.")


class OutOfReach(Exception):  # noqa: N818 - what a zone answers when there is no network
    """The zone could not be asked, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in the zone: its tone, a sentence with places, and the record to add where one is missing."""

    about: str
    tone: str
    sentence: str
    values: dict[str, Any]
    record: str = ""


def check_domain(domain: str) -> str:
    cleaned = domain.strip().rstrip(".").rpartition("@")[2].lower()
    if not DOMAIN.fullmatch(cleaned):
        raise NotADomain(domain=domain)
    return cleaned


def mail_policy(
    domain: str, zone: Zone, *, selectors: Sequence[str] = (), server: str = "", bounce_domain: str = ""
) -> tuple[Finding, ...]:
    """Say what is right and what to add for a domain that mails are sent from."""
    domain = check_domain(domain)
    try:
        return (
            *receives(domain, zone),
            *spf(domain, zone, server=server),
            *dkim(domain, zone, selectors),
            *dmarc(domain, zone, bounce_domain=bounce_domain or domain),
        )
    except OutOfReach as fault:
        raise NamesOutOfReach(domain=domain, reason=fault) from fault


def receives(domain: str, zone: Zone) -> list[Finding]:
    if zone(domain, "MX"):
        return [Finding("MX", "good", gettext_noop("%(domain)s receives mail: replies arrive."), {"domain": domain})]
    missing = gettext_noop("%(domain)s receives no mail: replies and bounces would be lost. Write from a domain that has mailboxes.")
    return [Finding("MX", "bad", missing, {"domain": domain})]


def spf(domain: str, zone: Zone, *, server: str) -> list[Finding]:
    """Read the record that says who may send: one, not too long, closed, and naming our server."""
    records = [record for record in zone(domain, "TXT") if record.lower().split(" ")[0] == "v=spf1"]
    if not records:
        missing = gettext_noop("No SPF record: nobody can know who may send for %(domain)s. Add one, with what your provider gives.")
        return [Finding("SPF", "bad", missing, {"domain": domain}, f'{domain}. TXT "v=spf1 {include_for(server)} ~all"')]
    if len(records) > 1:
        several = gettext_noop("%(count)s SPF records: receivers then read none. Join them in one.")
        return [Finding("SPF", "bad", several, {"count": len(records)}, records[0])]
    return [*spf_length(domain, zone), spf_end(records[0]), *spf_server(domain, zone, server)]


def include_for(server: str) -> str:
    return f"a:{server}" if server else "include:…"


def spf_end(record: str) -> Finding:
    end = record.lower().split()[-1]
    if end in {"-all", "~all"} or end.startswith("redirect="):
        return Finding("SPF", "good", gettext_noop("SPF says who may send, and that nobody else may."), {}, record)
    if end in {"+all", "all"}:
        return Finding("SPF", "bad", gettext_noop("SPF ends with “%(end)s”: anybody may send. End it with ~all."), {"end": end}, record)
    return Finding("SPF", "warn", gettext_noop("SPF does not say what to do with others. End it with ~all."), {}, record)


def spf_length(domain: str, zone: Zone) -> list[Finding]:
    count = len(spf_names(domain, zone))
    if count <= MOST_LOOKUPS:
        return []
    long = gettext_noop("SPF asks for %(count)s look-ups, receivers stop at %(most)s. Remove what no longer sends.")
    return [Finding("SPF", "bad", long, {"count": count, "most": MOST_LOOKUPS})]


def spf_names(domain: str, zone: Zone, *, seen: tuple[str, ...] = ()) -> list[str]:
    """Return every term that costs a look-up, through what is included."""
    if domain in seen or len(seen) > MOST_LOOKUPS:
        return []
    found: list[str] = []
    for record in zone(domain, "TXT"):
        if record.lower().split(" ")[0] != "v=spf1":
            continue
        for term in record.split()[1:]:
            if not LOOKING_UP.match(term):
                continue
            found.append(term.lower())
            _, _, inner = term.replace("redirect=", "include:").partition("include:")
            if inner:
                found += spf_names(inner.lower(), zone, seen=(*seen, domain))
    return found


def spf_server(domain: str, zone: Zone, server: str) -> list[Finding]:
    """Say whether the record seems to name our server; its provider may send from elsewhere, so this is only a hint."""
    if not server or server in {"localhost", "127.0.0.1", "::1"}:
        return []
    names = " ".join(spf_names(domain, zone))
    family = organisation(server)
    if family in names or (organisation(domain) == family and re.search(r"(^| )[+]?(a|mx)( |$)", names)):
        return [Finding("SPF", "good", gettext_noop("SPF names %(family)s, where your mail server is."), {"family": family})]
    unnamed = gettext_noop("SPF does not seem to name your mail server %(server)s. If your provider gave you an “include”, add it.")
    return [Finding("SPF", "warn", unnamed, {"server": server}, include_for(server))]


def dkim(domain: str, zone: Zone, selectors: Sequence[str]) -> list[Finding]:
    """Look for a key under the selectors given, else under the usual ones."""
    found: list[str] = []
    revoked: list[str] = []
    for selector in selectors or USUAL_SELECTORS:
        for record in zone(f"{selector}._domainkey.{domain}", "TXT"):
            tags = tags_of(record)
            if "p" in tags:
                (found if tags["p"] else revoked).append(selector)
    if found:
        there = gettext_noop("A DKIM key is published (%(selectors)s): make sure your mail provider signs with it.")
        return [Finding("DKIM", "good", there, {"selectors": ", ".join(found)})]
    if revoked:
        gone = gettext_noop("The DKIM key of %(selectors)s is revoked. Publish the one your mail provider signs with now.")
        return [Finding("DKIM", "bad", gone, {"selectors": ", ".join(revoked)})]
    tried = ", ".join(selectors or USUAL_SELECTORS)
    missing = gettext_noop("No DKIM key found (looked for %(tried)s). Publish the one your provider gives, and name its selector.")
    record = f'{(selectors or ("selector",))[0]}._domainkey.{domain}. TXT "v=DKIM1; k=rsa; p=…"'
    return [Finding("DKIM", "bad" if selectors else "warn", missing, {"tried": tried}, record)]


def dmarc(domain: str, zone: Zone, *, bounce_domain: str) -> list[Finding]:
    """Read what receivers are asked to do, here or at the organisation's domain, and whether sender and envelope agree."""
    for name in dict.fromkeys((domain, organisation(domain))):
        records = [record for record in zone(f"_dmarc.{name}", "TXT") if tags_of(record).get("v", "").upper() == "DMARC1"]
        if len(records) > 1:
            several = gettext_noop("%(count)s DMARC records: receivers then read none. Keep one.")
            return [Finding("DMARC", "bad", several, {"count": len(records)}, records[0])]
        if records:
            return [dmarc_wish(tags_of(records[0]), records[0]), alignment(domain, bounce_domain, tags_of(records[0]))]
    record = f'_dmarc.{domain}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}"'
    missing = gettext_noop("No DMARC record: large mailboxes refuse or hide mail without one. Begin with p=none and its reports.")
    return [Finding("DMARC", "bad", missing, {}, record), alignment(domain, bounce_domain, {})]


def dmarc_wish(tags: dict[str, str], record: str) -> Finding:
    wish = tags.get("p", "").lower()
    if wish in {"quarantine", "reject"}:
        return Finding("DMARC", "good", gettext_noop("DMARC asks receivers to %(wish)s forgeries."), {"wish": wish}, record)
    if wish == "none":
        return Finding(
            "DMARC", "warn", gettext_noop("DMARC only observes (p=none). Once the reports are clean, ask for quarantine."), {}, record
        )
    return Finding(
        "DMARC", "bad", gettext_noop("The DMARC record asks for nothing receivers know. Write p=none, quarantine or reject."), {}, record
    )


def alignment(domain: str, bounce_domain: str, tags: dict[str, str]) -> Finding:
    """Say whether the domain a customer sees is the one the envelope bears."""
    is_strict = tags.get("aspf", "r").lower() == "s"
    if domain == bounce_domain or (not is_strict and organisation(domain) == organisation(bounce_domain)):
        return Finding(
            "DMARC", "good", gettext_noop("Sender and envelope agree (%(bounce)s): SPF counts for DMARC."), {"bounce": bounce_domain}
        )
    apart = gettext_noop("The envelope bears %(bounce)s, the sender %(domain)s: SPF does not count for DMARC. Change the return address.")
    return Finding("DMARC", "warn", apart, {"bounce": bounce_domain, "domain": domain})


def tags_of(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def organisation(domain: str) -> str:
    """Return the domain somebody registered: verdier.fr of mail.verdier.fr."""
    parts = domain.lower().split(".")
    kept = 3 if ".".join(parts[-2:]) in SHARED else 2
    return ".".join(parts[-kept:])
