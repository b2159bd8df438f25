"""What a version of a text changed, and what can only be shown by samples."""

from dataclasses import replace

from encaisse.kit.actor import system_actor
from encaisse.messages import queries
from encaisse.messages.rules.proofs import Change, changes, invented

REMINDER = queries.shipped_template(system_actor(), "REMIND1_EMAIL", "fr")


def test_the_same_text_changes_nothing():
    assert changes(REMINDER, replace(REMINDER, version=1)) == []


def test_a_changed_subject_is_the_old_one_out_and_the_new_one_in():
    newer = replace(REMINDER, subject="Rappel")
    assert changes(REMINDER, newer) == [Change(REMINDER.subject, is_new=False), Change("Rappel", is_new=True)]


def test_an_added_sentence_is_what_changed():
    newer = replace(REMINDER, body=f"{REMINDER.body}\nMerci.")
    assert changes(REMINDER, newer) == [Change("Merci.", is_new=True)]


def test_what_only_a_step_can_give_is_named():
    assert "penalty_amount" in invented(queries.shipped_template(system_actor(), "MED_B2B", "fr"), "fr")


def test_what_any_customer_has_is_not_lent():
    assert invented(replace(REMINDER, subject="", body="{{ customer.name }} {{ total_due }}"), "fr") == []
