"""Reading what came in, whoever wrote it and however badly: without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encaisse.messages.rules.automatic import is_automatic
from encaisse.messages.rules.bounces import Bounce, Notice, bounce_of, health_after, refused_outright, told_by_provider
from encaisse.messages.rules.html_text import harmless, text_of_html
from encaisse.messages.rules.incoming import attached_file, parsed, read_incoming
from encaisse.messages.rules.mailboxes import (
    Fault,
    LocalPartTooLong,
    MailboxSettings,
    NoHost,
    NoPassword,
    check_mailbox,
    marked,
    token_of,
    tokens_in,
    wait_after,
)
from encaisse.messages.rules.quoting import own_words
from encaisse.messages.rules.replies import BounceKind, ReplyKind, bare_subject
from encaisse.messages.rules.suggestions import COMPILED, suggest, weight_of, worded_suggestion
from encaisse.workbench.rules.promised import promised_amount, promised_day
from messages.mails import bounce, mail

TUESDAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param("Bonjour\n\nLe mar. 17 nov. 2026 à 10:12, Verdier a écrit :\n> Facture", "Bonjour", id="French Gmail"),
        pytest.param("Paid.\n\nOn Tue, 17 Nov 2026 at 10:12, Verdier wrote:\n> Invoice", "Paid.", id="English Gmail"),
        pytest.param("Vu\n\nLe 17 novembre 2026 à 10:12, Verdier\n<r@v.fr> a écrit :\n> Facture", "Vu", id="a line that was wrapped"),
        pytest.param("Vu\n\nDe : Verdier\nEnvoyé : mardi\nÀ : Anne\nObjet : F\n\nBonjour", "Vu", id="Outlook in French"),
        pytest.param("Ok\n-----Message d'origine-----\nDe : Verdier", "Ok", id="old Outlook"),
        pytest.param("Ok\n\n> tout\n> cité", "Ok", id="marks only"),
        pytest.param(
            "> 1) F-12 ?\nPayée\n> 2) F-13 ?\nLitige", "> 1) F-12 ?\nPayée\n> 2) F-13 ?\nLitige", id="answers in between stay whole"
        ),
        pytest.param("De : rien\nMerci", "De : rien\nMerci", id="a line that only looks like a header"),
        pytest.param("> tout cité", "> tout cité", id="nothing but a quote is shown rather than nothing"),
    ],
)
def test_what_a_person_wrote_is_told_from_what_was_quoted(text, own):
    assert own_words(text)[0] == own


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(b"Content-Type: text/plain; charset=inconnu\r\n\r\nPay\xc3\xa9", "Payé", id="an unknown charset"),
        pytest.param(b"Content-Type: text/plain; charset=us-ascii\r\n\r\nPay\xe9", "Payé", id="a charset that lies"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nBonjour", "Bonjour", id="a border never closed"),
        pytest.param(b"Content-Transfer-Encoding: base64\r\n\r\n%%%", "", id="base64 that is none"),
        pytest.param(b"Content-Type: text/html\r\n\r\n<style>x</style>Bonjour&nbsp;!<br>Pay&eacute;", "Bonjour !\nPayé", id="HTML only"),
        pytest.param(b"Subject: =?utf-8?B?%%%?=\r\nContent-Type: ;;;\r\n\r\nBonjour", "Bonjour", id="headers in pieces"),
        pytest.param(b"", "", id="nothing at all"),
    ],
)  # fmt: skip
def test_a_broken_mail_is_read_as_far_as_it_goes(raw, text):
    assert read_incoming(raw).text == text


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_header_of_bytes_that_no_standard_encodes_is_read_as_it_was_meant(charset):
    read = read_incoming("From: Hélène <helene@x.example>\r\nSubject: Réponse automatique\r\n\r\nAbsente".encode(charset))
    assert (read.subject, read.sender_name, read.sender) == ("Réponse automatique", "Hélène", "helene@x.example")


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_no_bytes_make_reading_fail(raw):
    for content in (raw, b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw, b"Content-Type: text/html\r\n\r\n" + raw):
        read = read_incoming(content)
        assert "\x00" not in read.text + read.subject + read.sender
        assert "".join((read.text, read.quoted, read.subject, read.sender, *read.answers, *read.recipients)).encode() is not None


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_no_bytes_make_a_report_or_a_machine_unreadable(raw):
    report = (
        b"From: MAILER-DAEMON@x\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    )
    for content in (raw, report + raw, b"From: postmaster@x.fr\r\nContent-Type: text/plain\r\n\r\n" + raw, b"Subject: " + raw):
        found = bounce_of(parsed(content), sender="mailer-daemon@x.fr")
        assert is_automatic(parsed(content), sender="a@b.fr") in {True, False}
        if isinstance(found, Bounce):
            assert "".join((found.recipient, found.code, found.detail, *found.about)).encode() is not None


def test_a_file_is_named_safely_and_given_back_whole():
    raw = mail(files=[("../../etc/passwd", b"ro:ot"), ("relevé.pdf", b"%PDF")])
    read = read_incoming(raw)
    assert [file.name for file in read.files] == ["_.._etc_passwd", "relevé.pdf"]
    assert attached_file(raw, 1)[1] == b"%PDF"
    assert attached_file(raw, 2) is None


def test_the_layout_that_is_shown_runs_and_fetches_nothing():
    shown = harmless('<p onclick="x()">Bon<script>x()</script><img src="http://spy/"><a href="javascript:x()">ici</a></p>')
    assert not any(word in shown for word in ("script", "onclick", "img", "spy"))
    assert text_of_html("<p>Bon</p><p>jour</p>") == "Bon\n\njour"


@pytest.mark.parametrize(
    ("headers", "machine"),
    [
        pytest.param({"Auto_Submitted": "auto-replied"}, True, id="RFC 3834"),
        pytest.param({"Auto_Submitted": "no"}, False, id="said by a person"),
        pytest.param({"X_Autoreply": "yes"}, True, id="X-Autoreply"),
        pytest.param({"Precedence": "bulk"}, True, id="bulk"),
        pytest.param({"subject": "Réponse automatique : Facture"}, True, id="Outlook in French"),
        pytest.param({"subject": "Out of Office Re: Invoice"}, True, id="Outlook in English"),
        pytest.param({"subject": "Re: Absence de facture"}, False, id="the word absence in a true reply"),
        pytest.param({"sender": "no-reply@epis.example"}, True, id="an address nobody reads"),
        pytest.param({}, False, id="a plain reply"),
    ],
)
def test_a_machine_is_told_from_a_person(headers, machine):
    raw = mail(**headers)
    assert is_automatic(parsed(raw), sender=read_incoming(raw).sender) is machine


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        pytest.param("5.1.1", BounceKind.HARD, id="no such user"),
        pytest.param("5.4.4", BounceKind.HARD, id="no such domain"),
        pytest.param("5.2.2", BounceKind.SOFT, id="the mailbox is full"),
        pytest.param("5.7.1", BounceKind.SOFT, id="a policy refuses this message, not the address"),
        pytest.param("4.4.7", BounceKind.SOFT, id="given up after days of waiting"),
    ],
)
def test_how_badly_a_message_came_back(status, kind):
    raw = bounce(to="relances@verdier.example", status=status, original="<m1@verdier.example>")
    found = bounce_of(parsed(raw), sender="mailer-daemon@mx.example")
    assert isinstance(found, Bounce)
    assert (found.kind, found.recipient, found.code, found.about) == (kind, "anne@epis.example", status, ("<m1@verdier.example>",))


@pytest.mark.parametrize(
    ("words", "is_of_nobody"),
    [
        ("550 5.1.1 No such user here", True),
        ("550 5.4.1 Recipient address rejected: Access denied", True),
        ("550-5.2.1 The email account is disabled", True),
        ("550 No such mailbox", False),
        ("550 5.7.1 Relaying denied", False),
        ("553 5.1.8 Sender address rejected: domain not found", False),
        ("552 5.2.2 Mailbox full", False),
        ("450 4.1.1 Try again", False),
    ],
)
def test_a_refusal_speaks_of_the_address_when_its_code_does(words, is_of_nobody):
    found = refused_outright("anne@epis.example", words)
    assert (found is not None) is is_of_nobody
    assert found is None or (found.kind, found.recipient, found.detail) == (BounceKind.HARD, "anne@epis.example", words)


def test_a_message_still_on_its_way_has_not_come_back():
    raw = bounce(to="relances@verdier.example", status="4.4.1", action="delayed")
    assert bounce_of(parsed(raw), sender="mailer-daemon@mx.example") == Notice("delayed")


def test_a_report_without_form_is_read_as_servers_have_written_them():
    words = "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message.\n\n<anne@epis.example>:\n"
    raw = mail(f"{words}Sorry, no mailbox here by that name. (#5.1.1)\n", sender="MAILER-DAEMON@mx.example", subject="failure notice")
    found = bounce_of(parsed(raw), sender="mailer-daemon@mx.example")
    assert isinstance(found, Bounce)
    assert (found.kind, found.recipient) == (BounceKind.HARD, "anne@epis.example")


def test_a_customer_who_quotes_a_failure_has_not_come_back():
    raw = mail("Nous avons reçu : 550 5.1.1 no such user. Est-ce normal ?")
    assert bounce_of(parsed(raw), sender="anne@epis.example") is None


def test_an_address_dies_at_once_or_is_doubted_after_three_soft_bounces():
    assert health_after(BounceKind.HARD, soft_count=0) == "dead"
    assert [health_after(BounceKind.SOFT, soft_count=count) for count in (1, 2, 3)] == [None, None, "doubtful"]


def test_a_provider_speaks_as_a_mail_server_would():
    told = told_by_provider(recipient="Anne@Epis.example", mail_id="m1@verdier.example", words="550 5.1.1 unknown", reason="bounced")
    assert (told.kind, told.recipient, told.about) == (BounceKind.HARD, "anne@epis.example", ("<m1@verdier.example>",))
    assert told_by_provider(recipient="a@b.fr", mail_id="", words="", reason="spam").kind is BounceKind.SOFT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le règlement partira vendredi.", ReplyKind.PROMISE),
        ("We will pay at the end of the month.", ReplyKind.PROMISE),
        ("Nous contestons cette facture : deux palettes manquantes.", ReplyKind.DISPUTE),
        ("The goods were damaged, we are waiting for a credit note.", ReplyKind.DISPUTE),
        ("Sauf erreur, facture déjà réglée par virement du 3.", ReplyKind.ALREADY_PAID),
        ("This invoice has already been paid.", ReplyKind.ALREADY_PAID),
        ("Merci de nous adresser un duplicata de la facture.", ReplyKind.COPY_REQUEST),
        ("We never received this invoice, please resend the invoice.", ReplyKind.COPY_REQUEST),
        ("Anne est en congés, de retour le 2.", ReplyKind.ABSENT),
        ("Bien reçu, merci.", ReplyKind.OTHER),
    ],
)
def test_a_reply_is_suggested_by_its_words(text, kind):
    assert suggest("Re: Facture", text, language="fr").kind is kind


def test_nothing_known_is_said_to_be_nothing():
    assert worded_suggestion({kind: weight_of(kind, "bien recu") for kind in COMPILED}).by == "nobody"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Le virement partira le 25/11.", date(2026, 11, 25)),
        ("payé le 5 décembre", date(2026, 12, 5)),
        ("We will pay on December 1st", date(2026, 12, 1)),
        ("réglé vendredi", date(2026, 11, 20)),
        ("mardi prochain", date(2026, 11, 24)),
        ("fin du mois", date(2026, 11, 30)),
        ("by the end of the week", date(2026, 11, 20)),
        ("semaine prochaine", date(2026, 11, 27)),
        ("le 10 janvier", date(2027, 1, 10)),
        ("facture du 30/09/2026", None),
        ("dès que possible", None),
    ],
)
def test_the_day_a_reply_promises(text, day):
    assert promised_day(text, on=TUESDAY) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("un virement de 1 234,56 €", Decimal("1234.56")),
        ("1.200 EUR", Decimal(1200)),
        ("500 euros puis 300 euros", None),
        ("rien", None),
    ],
)
def test_the_amount_a_reply_promises(text, amount):
    assert promised_amount(text) == amount


def test_each_message_has_its_own_address_that_nobody_guesses():
    token = token_of(b"\x01" * 32)
    assert len(token) == 26
    assert tokens_in((marked("relances@verdier.example", token).upper(), "anne@epis.example")) == (token,)


@pytest.mark.parametrize(
    ("changes", "given", "refusal"),
    [
        ({"address": "x" * 50 + "@verdier.example"}, {}, LocalPartTooLong),
        ({"host": ""}, {}, NoHost),
        ({}, {"has_password": False}, NoPassword),
    ],
)
def test_a_mailbox_that_cannot_work_is_refused_when_it_is_set_up(changes, given, refusal):
    facts = {"address": "relances@verdier.example", "host": "imap.verdier.example"} | changes
    with pytest.raises(refusal):
        check_mailbox(MailboxSettings(**facts), **({"by_provider": False, "has_password": True} | given))


def test_a_failing_mailbox_is_asked_less_and_less_often():
    minutes = [wait_after(Fault.UNREACHABLE, failures).total_seconds() / 60 for failures in (1, 2, 3, 20)]
    assert minutes == [1, 2, 4, 60]
    assert wait_after(Fault.PASSWORD, 1).total_seconds() == 15 * 60


def test_a_subject_is_bare_without_what_programs_pile_up():
    assert bare_subject("RE: TR : Re : Facture F-12") == "Facture F-12"
