"""What a message says, to the word: the worked morning's reminder, the templates as shipped, e-mails and letters."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from email import policy
from email.parser import BytesParser

import pytest
from pypdf import PdfReader

from encaisse.kit.money import Money
from encaisse.messages import queries, rules
from encaisse.messages.rules import (
    Attachment,
    BadAddress,
    BadHeader,
    Envelope,
    MissingVariables,
    NotLawful,
    Section,
    TemplateNotReadable,
    UnknownVariables,
    email_bytes,
    letter_pdf,
    missing_variables,
    render,
    sample,
)
from encaisse.messages.rules.letters import epc_text, to_pay
from encaisse.messages.rules.outbox import RETRIES, MessageState, Outcome, retry_after, state_after
from encaisse.messages.rules.variables import grouped_iban, signature
from messages.reminders import REMINDER, eur, reminder, row, shipped

CODES = sorted(queries.shipped_texts())
ENVELOPE = Envelope(
    sender=("Jeanne Petit", "recouvrement@verdier.example"),
    to=("Anne Martin", "anne@epis.example"),
    key="k1",
    dated=datetime(2026, 11, 17, 9, tzinfo=UTC),
    reply_to="compta@verdier.example",
    about_customer="C-0042",
)


def spaced(text: str) -> str:
    """Write the narrow and unbreakable spaces of French amounts as plain ones."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def plain(code: str, **changes) -> str:
    return spaced(render(shipped(code), reminder(**changes)).text)


# The worked morning ----------------------------------------------------------------------------------------------------


def test_the_worked_morning_asks_for_the_net_and_shows_every_part():
    assert plain("REMIND1_EMAIL").split("\n\n")[3].splitlines() == [
        "Pièce      Échéance    Retard    Reste dû",
        "-----------------------------------------",
        "* Factures échues",
        "A (solde)  30/09/2026    48 j  4 000,00 €",
        "E          18/10/2026    30 j    400,00 €",
        "B          31/10/2026    17 j  1 200,00 €",
        "* Également échues",
        "C          12/11/2026     5 j    800,00 €",
        "* Avoirs et règlements à déduire",
        "AV-12      01/10/2026           -500,00 €",
        "Total échu : 6 400,00 €",
        "À déduire : -500,00 €",
        "=> Net à régler : 5 900,00 €",
        "* En litige, non réclamé",
        "E          18/10/2026            200,00 €",
        "* À échoir, pour information",
        "D          30/11/2026          2 500,00 €",
    ]


def test_a_part_payment_is_thanked_for():
    assert "Nous vous remercions de votre règlement de 6 000,00 € reçu le 10/11/2026." in plain("REMIND1_EMAIL")


def test_without_a_payment_no_thanks_and_no_hole():
    assert "remercions" not in plain("REMIND1_EMAIL", thanks_for=None)
    assert "\n\n\n" not in plain("REMIND1_EMAIL", thanks_for=None)


def test_two_currencies_are_two_subtotals_of_one_message():
    dollars = rules.ItemRow("US-1", date(2026, 10, 1), Money(Decimal(300), "USD"), Money(Decimal(300), "USD"), days_late=47)
    text = plain("REMIND1_EMAIL", sections={Section.CLAIMED: (row("A", date(2026, 9, 30), "4000", days_late=48), dollars)})
    assert "Net à régler : 4 000,00 € et 300,00 $US." in text


def test_english_customers_read_english():
    text = spaced(render(shipped("REMIND1_EMAIL", "en"), reminder(language="en")).text)
    assert "Net to pay: €5,900.00." in text
    assert "Dear Madame Martin," in text


# Templates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_shipped_template_is_readable_lawful_and_complete_on_the_sample(code, language):
    template = shipped(code, language)
    rules.check_template(template)
    rules.check_lawful(template)
    assert missing_variables(template, sample(language)) == ()
    assert render(template, sample(language)).text.strip()


def test_the_shipped_templates_are_35_in_two_languages():
    assert len(CODES) == 35


def test_a_missing_variable_is_refused_before_sending():
    template = shipped("CFO_EMAIL")
    content = reminder(more={})
    assert missing_variables(template, content) == ("block_date", "deadline_date")
    with pytest.raises(MissingVariables) as refused:
        render(template, content)
    assert refused.value.values == {"template": "CFO_EMAIL", "missing": "block_date, deadline_date"}


def test_interest_whose_rate_nobody_entered_says_where_to_enter_it():
    with pytest.raises(MissingVariables) as refused:
        render(shipped("PUBLIC_INTEREST"), reminder(more={}))
    assert "Rates of late interest" in str(refused.value)


def test_a_variable_nobody_knows_is_refused_when_saving():
    with pytest.raises(UnknownVariables):
        rules.check_template(replace(shipped("REMIND1_EMAIL"), body="{{ secret_key }}"))


@pytest.mark.parametrize(
    "body", ["{{", "{% for x in (1..9) %}{% endfor %}", "{% include 'x' %}", "{% assign a = 1 %}", "{{ today | date: '%s' }}"]
)
def test_a_template_may_only_say_and_choose(body):
    with pytest.raises(TemplateNotReadable):
        render(replace(shipped("REMIND1_EMAIL"), body=body), REMINDER)


def test_what_people_write_is_data_in_text_and_html():
    contact = replace(REMINDER.contact, salutation="{{ iban }} <script>alert(1)</script>")
    rendered = render(shipped("REMIND1_EMAIL"), reminder(contact=contact))
    assert "Bonjour {{ iban }} <script>alert(1)</script>" in rendered.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in rendered.html
    assert "<script>" not in rendered.html


def test_a_formal_notice_without_its_words_is_unlawful():
    notice = shipped("MED_B2B")
    with pytest.raises(NotLawful) as refused:
        rules.check_lawful(replace(notice, body=notice.body.replace("METTONS EN DEMEURE", "invitons")))
    assert refused.value.values == {"template": "MED_B2B", "count": 1}


def test_a_consumer_is_never_asked_for_the_fee():
    reminded = shipped("REMIND1_EMAIL_B2C")
    with pytest.raises(NotLawful):
        rules.check_lawful(replace(reminded, body=reminded.body + "\nIndemnité forfaitaire de 40 €."))


# E-mails ---------------------------------------------------------------------------------------------------------------


def mail(**changes):
    frozen = email_bytes(render(shipped("REMIND1_EMAIL"), REMINDER), replace(ENVELOPE, **changes))
    return BytesParser(policy=policy.default).parsebytes(frozen)


def test_an_email_has_text_html_and_its_headers():
    parsed = mail()
    assert [part.get_content_type() for part in parsed.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert (parsed["From"], parsed["To"], parsed["Reply-To"]) == (
        "Jeanne Petit <recouvrement@verdier.example>",
        "Anne Martin <anne@epis.example>",
        "compta@verdier.example",
    )
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert spaced(parsed["Subject"]) == "4 factures échues – 5 900,00 €"


def texts_of(frozen: bytes) -> tuple[str, str]:
    mail = BytesParser(policy=policy.default).parsebytes(frozen)
    return tuple(mail.get_body((kind,)).get_content() for kind in ("plain", "html"))


def test_text_and_html_both_end_with_what_the_law_wants_said_of_the_sender():
    text, html = texts_of(email_bytes(render(shipped("REMIND1_EMAIL"), REMINDER), ENVELOPE))
    foot = text.replace("\r\n", "\n").partition("\n-- \n")[2]
    assert REMINDER.creditor.footer in foot
    assert REMINDER.creditor.footer in html


def test_the_foot_names_the_company_once():
    block = replace(
        REMINDER.creditor, name="Maison Verdier", phone="04 00 00 00 00", website="", footer="Maison Verdier – SIREN 000 000 000"
    )
    foot = render(shipped("REMIND1_EMAIL"), reminder(creditor=block)).foot
    assert foot == "04 00 00 00 00\nMaison Verdier – SIREN 000 000 000"
    without = render(shipped("REMIND1_EMAIL"), reminder(creditor=replace(block, footer="SIREN 000 000 000"))).foot
    assert without == "Maison Verdier · 04 00 00 00 00\nSIREN 000 000 000"


def test_an_amount_of_a_subject_keeps_its_no_break_spaces():
    asked = replace(shipped("REMIND1_EMAIL"), subject="Relance :\n  {{ total_due }}   à payer ")
    assert render(asked, REMINDER).subject == "Relance : 5\u202f900,00\u00a0€ à payer"


def test_the_same_facts_give_the_same_bytes_and_another_key_another_message_id():
    rendered = render(shipped("REMIND1_EMAIL"), REMINDER)
    assert email_bytes(rendered, ENVELOPE) == email_bytes(rendered, ENVELOPE)
    assert mail()["Message-ID"] != mail(key="k2")["Message-ID"]
    assert mail()["In-Reply-To"] == mail(key="k2")["In-Reply-To"]


def test_an_attachment_travels_with_the_mail():
    parsed = mail(attachments=(Attachment("relevé.pdf", "application/pdf", b"%PDF"),))
    [attached] = parsed.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("relevé.pdf", b"%PDF")


@pytest.mark.parametrize("address", ["", "anne", "anne@", "a@b", "anne@epis.example\nBcc: x@y.example", "a b@c.example", "a..b@c.example"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(BadAddress):
        mail(to=("Anne", address))


@pytest.mark.parametrize("name", ["Anne\r\nBcc: tous@x.example", "Anne\nX: y", "Anne\x00"])
def test_a_header_cannot_be_injected_by_a_name(name):
    with pytest.raises(BadHeader):
        mail(to=(name, "anne@epis.example"))


def test_a_subject_stays_on_its_line():
    customer = replace(REMINDER.creditor, name="Verdier\r\nBcc: tous@x.example")
    rendered = render(shipped("SALES_EMAIL"), reminder(creditor=customer))
    assert rendered.subject == "Un point sur vos factures Verdier Bcc: tous@x.example"


# Letters ---------------------------------------------------------------------------------------------------------------


def pdf_text(pdf: bytes) -> str:
    return spaced("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_letter_is_an_archive_pdf_with_its_table_and_slip():
    pdf = letter_pdf(render(shipped("CEO_LETTER"), REMINDER), REMINDER)
    text = pdf_text(pdf)
    assert b"pdfaid:part>3" in pdf
    assert "Coupon de règlement" in text
    assert "FR76 3000 6000 0112 3456 7890 189" in text
    assert "5 900,00 €" in text


def test_the_same_letter_has_the_same_bytes():
    rendered = render(shipped("CEO_LETTER"), REMINDER)
    assert letter_pdf(rendered, REMINDER) == letter_pdf(rendered, REMINDER)


def test_what_people_write_is_never_typst():
    content = reminder(customer=replace(REMINDER.customer, name='#panic("x") $x$ *Épis*'))
    assert '#panic("x") $x$ *Épis*' in pdf_text(letter_pdf(render(shipped("CEO_LETTER"), content), content))


def test_a_registered_letter_says_so_with_its_number():
    content = sample("fr")
    text = pdf_text(letter_pdf(render(shipped("MED_B2B"), content), content, registered=rules.Registered("1A 123 456 7890 1")))
    assert "Lettre recommandée avec demande d’avis de réception" in text
    assert "1A 123 456 7890 1" in text


def test_the_slip_of_a_notice_asks_for_the_total_it_states():
    content = sample("fr")
    assert to_pay(render(shipped("MED_B2B"), content), content) == eur("5816.12")
    assert to_pay(render(shipped("REMIND1_EMAIL"), content), content) == eur("5500")


def test_the_qr_code_carries_the_transfer():
    assert epc_text(REMINDER, eur("5900")).splitlines() == [
        "BCD", "002", "1", "SCT", "AGRIFRPP", "Maison Verdier", "FR7630006000011234567890189", "EUR5900.00", "", "", "VER-C0042",
    ]  # fmt: skip


def test_two_currencies_have_no_slip():
    dollars = rules.ItemRow("US-1", date(2026, 10, 1), Money(Decimal(300), "USD"), Money(Decimal(300), "USD"))
    content = reminder(sections={Section.CLAIMED: (row("A", date(2026, 9, 30), "4000", days_late=48), dollars)})
    assert "Coupon de règlement" not in pdf_text(letter_pdf(render(shipped("CEO_LETTER"), content), content))


def test_a_long_table_flows_over_pages_and_counts_them():
    rows = tuple(row(f"FA-{number:04}", date(2026, 9, 30), "10", days_late=48) for number in range(120))
    content = reminder(sections={Section.CLAIMED: rows})
    content = replace(content, more={**content.more, "period": "T3"})
    pdf = letter_pdf(render(shipped("PREV_STATEMENT"), content), content)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 2
    assert f"Page {len(pages)} / {len(pages)}" in pages[-1].extract_text()


# The way out -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "attempts", "state"),
    [
        (Outcome.ACCEPTED, 1, MessageState.SENT),
        (Outcome.TRAPPED, 1, MessageState.SENT),
        (Outcome.PUT_OFF, 1, MessageState.READY),
        (Outcome.UNREACHABLE, len(RETRIES), MessageState.READY),
        (Outcome.PUT_OFF, len(RETRIES) + 1, MessageState.FAILED),
        (Outcome.REFUSED, 1, MessageState.FAILED),
        (Outcome.UNKNOWN, 1, MessageState.UNKNOWN),
        (Outcome.STARTED, 1, MessageState.UNKNOWN),
    ],
)
def test_an_attempt_decides_the_state(outcome, attempts, state):
    assert state_after(outcome, attempts=attempts) == state


def test_each_retry_waits_longer():
    waits = [retry_after(attempt) for attempt in range(1, len(RETRIES) + 1)]
    assert waits == sorted(waits)
    assert retry_after(len(RETRIES) + 1) is None


def test_a_formal_notice_without_the_rate_leaves_the_interest_open():
    content = sample("fr")
    given = {path: value for path, value in content.more.items() if path not in {"penalty_amount", "penalty_rate"}}
    text = " ".join(spaced(render(shipped("MED_B2B"), replace(content, more=given)).text).split())
    assert "– pénalités de retard (art. L441-10 C. com.), à parfaire au jour du règlement ;" in text
    assert "soit un total de 5 816,12 €, pénalités en sus." in text


def test_a_signature_says_each_thing_once() -> None:
    """Who typed a whole signature in their profile does not sign twice."""
    sender = replace(REMINDER.sender, own_lines="Jeanne Petit\nChargée de recouvrement\nJoignable le matin")
    signed = signature(replace(REMINDER, sender=sender))
    assert signed.splitlines() == [
        "Jeanne Petit",
        "Chargée de recouvrement",
        REMINDER.creditor.name,
        "Tél. 04 72 00 00 01",
        "Joignable le matin",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", ["REMIND2_EMAIL", "CFO_EMAIL"])
def test_who_is_asked_to_pay_by_a_day_reads_where_to(code, language):
    content = sample(language)
    told = render(shipped(code, language), content).text
    assert all(words in told for words in (grouped_iban(content.creditor.iban), content.case_ref))
    bare = replace(content, creditor=replace(content.creditor, iban=""))
    assert content.case_ref not in render(shipped(code, language), bare).text


def test_the_cfo_names_the_account_whatever_the_name_begins_with():
    content = sample("fr")
    told = render(shipped("CFO_EMAIL", "fr"), replace(content, customer=replace(content.customer, name="Établissements Roux"))).text
    assert "Votre compte Établissements Roux présente un retard" in told
