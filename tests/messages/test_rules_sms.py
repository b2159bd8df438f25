"""Text messages: counted as operators count them, signed as they allow, sent at the hours a customer may be reached."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from encaisse.kit.dates import working_days
from encaisse.messages.rules import render
from encaisse.messages.rules.sms import (
    Alphabet,
    BadSenderName,
    SmsTooLong,
    check_sender_name,
    check_sms,
    is_stop,
    next_allowed,
    plain,
    sender_name_for,
    sms_length,
    sms_text,
)
from messages.reminders import reminder, shipped

PARIS = ZoneInfo("Europe/Paris")
FRANCE = working_days("FR")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", (Alphabet.GSM_7, 0, 0, 160), id="an empty text takes no message"),
        pytest.param("a" * 160, (Alphabet.GSM_7, 160, 1, 0), id="160 plain letters fill one message"),
        pytest.param("a" * 161, (Alphabet.GSM_7, 161, 2, 145), id="one more takes two messages of 153"),
        pytest.param("a" * 306, (Alphabet.GSM_7, 306, 2, 0), id="306 fill two"),
        pytest.param("a" * 307, (Alphabet.GSM_7, 307, 3, 152), id="307 take three"),
        pytest.param("é" * 160, (Alphabet.GSM_7, 160, 1, 0), id="é, è, à and ù belong to the telephones' alphabet"),
        pytest.param("€" * 80, (Alphabet.GSM_7, 160, 1, 0), id="the euro sign takes two"),
        pytest.param("a" * 159 + "€", (Alphabet.GSM_7, 161, 2, 145), id="a euro sign too many takes a second message"),
        pytest.param("a" * 152 + "€" + "b" * 10, (Alphabet.GSM_7, 164, 2, 141), id="a euro sign is never cut in two between messages"),
        pytest.param("ê" + "a" * 69, (Alphabet.UCS_2, 70, 1, 0), id="one ê leaves room for 70 letters"),
        pytest.param("ê" + "a" * 70, (Alphabet.UCS_2, 71, 2, 63), id="71 take two messages of 67"),
        pytest.param("🙂" * 35, (Alphabet.UCS_2, 70, 1, 0), id="a picture takes two units"),
        pytest.param("🙂" * 34 + "aaa", (Alphabet.UCS_2, 71, 2, 62), id="a picture is never cut in two: 33 in the first message"),
    ],
)
def test_a_text_is_counted_as_operators_count_it(text, expected):
    length = sms_length(text)
    assert (length.alphabet, length.units, length.segments, length.left) == expected


def test_the_letters_that_halve_the_room_are_named():
    assert sms_length("fenêtre, reçu, forêt").widened_by == ("ê", "ç")


def test_typography_does_not_cost_half_the_room():
    assert plain("L’échéance — «\u00a01\u202f200,00\u00a0€\u00a0» …") == 'L\'échéance - " 1 200,00 € " ...'


def test_the_shipped_reminder_by_sms_stays_in_the_alphabet_of_telephones():
    text = sms_text(render(shipped("SMS_OVERDUE"), reminder()))
    assert (sms_length(text).alphabet, sms_length(text).segments) == (Alphabet.GSM_7, 1)


def test_four_messages_are_sent_a_fifth_is_refused():
    check_sms("a" * 612)
    with pytest.raises(SmsTooLong, match="takes 5 messages of 153 characters, at most 4"):
        check_sms("a" * 613)


@pytest.mark.parametrize("name", ["Verdier", "MVerdier69", "12A", "ABCDEFGHIJK"])
def test_a_name_of_eleven_letters_and_digits_signs(name):
    check_sender_name(name)


@pytest.mark.parametrize("name", ["", "AB", "36111", "ABCDEFGHIJKL", "Épis", "M Verdier", "Dupont-Fils"])
def test_operators_would_not_show_another_name(name):
    with pytest.raises(BadSenderName):
        check_sender_name(name)


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Maison Verdier", "Maison"), ("M. Verdier", "MVerdier"), ("Boulangerie Épis", "Boulangerie"),
        ("Établissements Dupont", "Etablisseme"), ("", "Compta"), ("123", "Compta"),
    ],
)  # fmt: skip
def test_a_name_is_proposed_that_operators_show(company, name):
    assert sender_name_for(company) == name
    check_sender_name(name)


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop. ", "STOP au 36111", "Arrêt", "arrêtez les SMS", "Unsubscribe", "STOP SMS", "Opt-out"]
)
def test_these_replies_end_the_messages(text):
    assert is_stop(text)


@pytest.mark.parametrize(
    "text", ["", "Je paie demain", "Merci de ne pas stopper la livraison", "non", "Le chèque est parti", "end of month"]
)
def test_these_replies_do_not(text):
    assert not is_stop(text)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("at", "is_consumer", "expected"),
    [
        pytest.param("2026-11-17T08:29", False, "2026-11-17T08:30", id="a company from half past eight"),
        pytest.param("2026-11-17T13:00", False, "2026-11-17T13:00", id="a company at lunch time"),
        pytest.param("2026-11-17T18:30", False, "2026-11-18T08:30", id="a company until half past six"),
        pytest.param("2026-11-17T08:30", True, "2026-11-17T09:00", id="a consumer from nine"),
        pytest.param("2026-11-17T12:45", True, "2026-11-17T14:00", id="never a consumer at lunch"),
        pytest.param("2026-11-17T18:59", True, "2026-11-17T18:59", id="a consumer until seven"),
        pytest.param("2026-11-17T19:00", True, "2026-11-18T09:00", id="not a minute later"),
        pytest.param("2026-11-20T19:00", False, "2026-11-23T08:30", id="Friday evening waits for Monday"),
        pytest.param("2026-11-11T10:00", False, "2026-11-12T08:30", id="a public holiday waits for the next day"),
        pytest.param("2026-11-22T10:00", True, "2026-11-23T09:00", id="never on a Sunday"),
    ],
)
def test_an_sms_leaves_at_the_hours_a_customer_may_be_reached(at, is_consumer, expected):
    assert next_allowed(paris(at), is_consumer=is_consumer, calendar=FRANCE) == paris(expected)


def test_the_day_the_clocks_change_keeps_its_hours():
    at = next_allowed(paris("2026-10-25T23:00"), is_consumer=False, calendar=FRANCE)
    assert at == paris("2026-10-26T08:30")
    assert at.utcoffset() == timedelta(hours=1)
