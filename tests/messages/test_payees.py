"""A message prints to whom a receivable is paid: the factor who bought it, beside what is ours."""

from dataclasses import replace
from datetime import date

import pytest

from encaisse.messages.rules import JointPart, Payee, Section, render, with_joint_parts
from encaisse.messages.rules.letters import letter_pdf, qr_code, slip, to_pay
from messages.reminders import REMINDER, eur, reminder, row, shipped

FACTOR = Payee("Factor Sud", "FR7630006000011234567890189".replace("3000600001", "1027807302"), "CMCIFR2A")
NOTHING = Payee("", "", "")
OURS = "FR76 3000 6000 0112 3456 7890 189"
THEIRS = "FR76 1027 8073 0212 3456 7890 189"
SOLD, KEPT = row("F1", date(2026, 9, 30), "4000.00", factor=FACTOR), row("F2", date(2026, 10, 18), "600.00")


def asking(*rows):
    return reminder(sections={Section.CLAIMED: rows})


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_a_factor_bought_is_said_below_the_list_with_its_name_and_account():
    text = flat(render(shipped("REMIND2_EMAIL"), asking(SOLD, KEPT)).text)
    assert "Créances cédées à Factor Sud : F1 (4 000,00 €). Seul un paiement sur son compte est libératoire." in text
    assert f"À régler à Factor Sud – IBAN : {THEIRS} – BIC : CMCIFR2A – Référence à rappeler : VER-C0042" in text
    assert text.index("Net à régler") < text.index("Créances cédées")


def test_in_english_too():
    text = flat(render(shipped("REMIND2_EMAIL", "en"), replace(asking(SOLD, KEPT), language="en")).text)
    assert "Receivables assigned to Factor Sud: F1 (€4,000.00). Only a payment to its account discharges you." in text


def test_a_message_about_what_is_ours_names_no_factor():
    rendered = render(shipped("REMIND2_EMAIL"), asking(KEPT))
    assert "cédées" not in rendered.text
    assert rendered == render(shipped("REMIND2_EMAIL"), reminder(sections={Section.CLAIMED: (replace(KEPT, factor=None),)}))


def test_the_slip_of_a_mixed_letter_is_for_our_part_alone():
    content = asking(SOLD, KEPT)
    amount = to_pay(render(shipped("CEO_LETTER"), content), content)
    assert amount == eur("600.00")
    assert ["IBAN", OURS] in slip(content, amount)


def test_the_slip_and_its_code_go_to_the_factor_when_it_bought_everything():
    content = asking(SOLD)
    rendered = render(shipped("CEO_LETTER"), content)
    amount = to_pay(rendered, content)
    assert amount == eur("4000.00")
    assert slip(content, amount)[:2] == [["Bénéficiaire", "Factor Sud"], ["IBAN", THEIRS]]
    assert qr_code(content, amount) != qr_code(asking(replace(SOLD, factor=None)), amount)
    assert OURS not in rendered.text
    assert letter_pdf(rendered, content).startswith(b"%PDF")


def test_a_notice_that_states_one_total_for_two_payees_carries_no_slip():
    content = replace(asking(SOLD, KEPT), more={**REMINDER.more, "grand_total": eur("5000.00")})
    assert to_pay(render(shipped("CEO_LETTER"), content), content) == eur("600.00")


def test_each_block_of_a_joint_message_names_its_factor():
    part = JointPart(1, replace(asking(SOLD), creditor=replace(REMINDER.creditor, name="Verdier Froid", footer="")))
    text = flat(with_joint_parts(render(shipped("REMIND1_EMAIL"), asking(KEPT)), [part], asking(KEPT)).text)
    assert "Créances cédées à Factor Sud : F1" in text


@pytest.mark.parametrize("code", ["SMS_OVERDUE", "SMS_PREV"])
def test_a_text_message_has_no_room_for_it(code):
    assert "cédées" not in render(shipped(code), asking(SOLD)).text
