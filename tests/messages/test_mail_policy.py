"""SPF, DKIM, DMARC: what is right, what to add, in words; asked of an invented zone."""

import json
from collections.abc import Sequence
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from encaisse.creditors.models import Creditor
from encaisse.kit.actor import Role
from encaisse.messages.management.commands import check_sender
from encaisse.messages.models import DomainCheck
from encaisse.messages.rules.mail_policy import NamesOutOfReach, NotADomain, OutOfReach, alignment, mail_policy, organisation
from encaisse.messages.views import channels
from messages.test_channels import signed_in

GOOD = {
    ("verdier.example", "MX"): ["10 mx.verdier.example."],
    ("verdier.example", "TXT"): ["google-site-verification=1", "v=spf1 include:_spf.relay.example ~all"],
    ("_spf.relay.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 -all"],
    ("selector1._domainkey.verdier.example", "TXT"): ["v=DKIM1; k=rsa; p=MIIB"],
    ("_dmarc.verdier.example", "TXT"): ["v=DMARC1; p=quarantine; rua=mailto:d@verdier.example"],
}


class InventedZone:
    def __init__(self, **changes: Sequence[str]) -> None:
        self.records = GOOD | {tuple(name.split("/")): held for name, held in changes.items()}

    def __call__(self, name: str, kind: str) -> Sequence[str]:
        return self.records.get((name, kind), [])


def zone(changes: dict[str, Sequence[str]] | None = None) -> InventedZone:
    return InventedZone(**(changes or {}))


def silent(name: str, _kind: str) -> Sequence[str]:
    raise OutOfReach("timed out")


def tones(found) -> list[tuple[str, str]]:
    return [(finding.about, finding.tone) for finding in found]


def words(found, about: str) -> str:
    return " ".join(finding.sentence % finding.values for finding in found if finding.about == about)


def test_a_domain_in_order_is_good_throughout():
    found = mail_policy("verdier.example", zone(), server="smtp.relay.example")
    assert tones(found) == [("MX", "good"), ("SPF", "good"), ("SPF", "good"), ("DKIM", "good"), ("DMARC", "good"), ("DMARC", "good")]


@pytest.mark.parametrize(
    ("changes", "about", "tone", "sentence"),
    [
        ({"verdier.example/MX": []}, "MX", "bad", "receives no mail"),
        ({"verdier.example/TXT": ["other"]}, "SPF", "bad", "No SPF record"),
        ({"verdier.example/TXT": ["v=spf1 a ~all", "v=spf1 mx ~all"]}, "SPF", "bad", "2 SPF records: receivers then read none"),
        ({"verdier.example/TXT": ["v=spf1 a +all"]}, "SPF", "bad", "anybody may send"),
        ({"verdier.example/TXT": ["v=spf1 a mx"]}, "SPF", "warn", "does not say what to do with others"),
        ({"verdier.example/TXT": ["v=spf1 " + " ".join(f"a:h{n}.example" for n in range(11)) + " -all"]}, "SPF", "bad", "11 look-ups"),
        ({"selector1._domainkey.verdier.example/TXT": []}, "DKIM", "warn", "No DKIM key found"),
        ({"selector1._domainkey.verdier.example/TXT": ["v=DKIM1; p="]}, "DKIM", "bad", "is revoked"),
        ({"_dmarc.verdier.example/TXT": []}, "DMARC", "bad", "No DMARC record"),
        ({"_dmarc.verdier.example/TXT": ["v=DMARC1; p=none"]}, "DMARC", "warn", "only observes"),
        ({"_dmarc.verdier.example/TXT": ["v=DMARC1; sp=none"]}, "DMARC", "bad", "asks for nothing receivers know"),
        ({"_dmarc.verdier.example/TXT": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "DMARC", "bad", "2 DMARC records"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_to_add(changes, about, tone, sentence):
    found = mail_policy("verdier.example", zone(changes))
    assert (about, tone) in tones(found)
    assert sentence in words(found, about)


def test_a_missing_record_is_given_ready_to_copy():
    found = mail_policy("verdier.example", zone({"verdier.example/TXT": [], "_dmarc.verdier.example/TXT": []}), server="smtp.relay.example")
    records = [finding.record for finding in found if finding.tone == "bad"]
    assert records == [
        'verdier.example. TXT "v=spf1 a:smtp.relay.example ~all"',
        '_dmarc.verdier.example. TXT "v=DMARC1; p=none; rua=mailto:postmaster@verdier.example"',
    ]


def test_the_selectors_given_are_the_ones_looked_for():
    found = mail_policy("verdier.example", zone(), selectors=["k9"])
    assert ("DKIM", "bad") in tones(found)
    assert "looked for k9" in words(found, "DKIM")


def test_an_spf_that_names_another_server_is_a_hint():
    assert "does not seem to name your mail server smtp.other.example" in words(
        mail_policy("verdier.example", zone(), server="smtp.other.example"), "SPF"
    )


def test_spf_that_includes_itself_ends():
    assert mail_policy("verdier.example", zone({"verdier.example/TXT": ["v=spf1 include:verdier.example ~all"]}))


def test_a_subdomain_answers_to_the_dmarc_of_its_organisation():
    found = mail_policy("relance.verdier.example", zone())
    assert "asks receivers to quarantine" in words(found, "DMARC")


@pytest.mark.parametrize(
    ("bounce", "strict", "tone"),
    [("verdier.example", True, "good"), ("bounces.verdier.example", False, "good"), ("bounces.verdier.example", True, "warn"),
     ("provider.example", False, "warn")],
)  # fmt: skip
def test_sender_and_envelope_agree_or_not(bounce, strict, tone):
    assert alignment("verdier.example", bounce, {"aspf": "s"} if strict else {}).tone == tone


@pytest.mark.parametrize(
    ("domain", "registered"), [("a.b.verdier.fr", "verdier.fr"), ("x.shop.co.uk", "shop.co.uk"), ("verdier.fr", "verdier.fr")]
)
def test_the_domain_somebody_registered(domain, registered):
    assert organisation(domain) == registered


def test_without_a_network_it_is_one_sentence():
    with pytest.raises(NamesOutOfReach, match="could not be asked: timed out"):
        mail_policy("verdier.example", silent)


@pytest.mark.parametrize("domain", ["", "verdier", "a b.fr", "-x.fr", "http://verdier.fr"])
def test_what_is_no_domain_is_refused(domain):
    with pytest.raises(NotADomain):
        mail_policy(domain, zone())


# On screen and from the command line


@pytest.fixture
def verdier(db) -> Creditor:
    return Creditor.objects.create(name="Maison Verdier", siren="732829320", email="compta@verdier.example")


def test_the_page_asks_keeps_the_answer_and_says_it(verdier, monkeypatch):
    monkeypatch.setattr(channels, "name_servers", zone({"_dmarc.verdier.example/TXT": []}))
    admin, page = signed_in(Role.ADMIN), reverse("messages:mail_server", args=[verdier.pk])
    assert "never looked at" in admin.get(page).content.decode()
    admin.post(reverse("messages:check_domain", args=[verdier.pk]), {"domain": "verdier.example"})
    shown = admin.get(page).content.decode()
    assert "No DMARC record" in shown
    assert "_dmarc.verdier.example. TXT" in shown
    assert DomainCheck.objects.get().domain == "verdier.example"


def test_the_page_without_a_network_says_one_sentence(verdier, monkeypatch):
    monkeypatch.setattr(channels, "name_servers", silent)
    admin = signed_in(Role.ADMIN)
    response = admin.post(reverse("messages:check_domain", args=[verdier.pk]), {"domain": "verdier.example"}, follow=True)
    assert "could not be asked: timed out" in response.content.decode()
    assert DomainCheck.objects.count() == 0


def test_the_command_line_says_the_same(verdier, monkeypatch):
    monkeypatch.setattr(check_sender.Command, "zone", staticmethod(zone({"_dmarc.verdier.example/TXT": []})))
    out = StringIO()
    call_command("check_sender", "verdier.example", "--creditor", "732829320", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert [each["about"] for each in told["findings"] if each["tone"] == "bad"] == ["DMARC"]
    out = StringIO()
    call_command("check_sender", "verdier.example", stdout=out)
    assert "✗ DMARC" in out.getvalue()
