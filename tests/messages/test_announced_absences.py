"""What a mail says of an absence: the day of return, the day it begins, who answers meanwhile – and nothing where it says nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encaisse.messages.rules.absences import AnnouncedAbsence, announced_absence, working_day_after
from encaisse.workbench.rules.absences import is_of_the_same_house, stand_in_contact

TUESDAY = date(2026, 11, 17)
SENDER = "anne@dupont.example"


def told(text: str) -> AnnouncedAbsence | None:
    return announced_absence(text, on=TUESDAY, sender=SENDER, not_these=frozenset({"compta@verdier.example"}))


@pytest.mark.parametrize(
    ("text", "back_on"),
    [
        pytest.param("Je suis absent jusqu'au 4 décembre.", date(2026, 12, 7), id="the day after jusqu'au is a day away: back on Monday"),
        pytest.param("Absente jusqu’au 30/11 inclus", date(2026, 12, 1), id="inclus says the same"),
        pytest.param("I am out of office until December 5th.", date(2026, 12, 7), id="until counts the day named"),
        pytest.param("out of the office through Friday, December 4", date(2026, 12, 7), id="through"),
        pytest.param("Je serai de retour le lundi 7 décembre 2026.", date(2026, 12, 7), id="de retour le is the day itself"),
        pytest.param("De retour au bureau à partir du 1er décembre", date(2026, 12, 1), id="à partir du"),
        pytest.param("I will be back on Monday, 7 December.", date(2026, 12, 7), id="back on"),
        pytest.param("On leave. I will return on Nov. 30.", date(2026, 11, 30), id="an abridged month"),
        pytest.param("Out of office. Returning 2026-12-01.", date(2026, 12, 1), id="as computers write"),
        pytest.param("Je suis en congés du 10 au 28 novembre.", date(2026, 11, 30), id="a range ends with its last day"),
        pytest.param("Away from 12 to 24 November", date(2026, 11, 25), id="a range in English"),
        pytest.param("Absent du bureau et de retour lundi.", date(2026, 11, 23), id="the next Monday"),
        pytest.param("I am away until the end of the week", date(2026, 11, 23), id="the end of the week"),
        pytest.param("Out of office – back 12/24/2026", date(2026, 12, 24), id="only an American day can be meant"),
        pytest.param("Absent jusqu'au 2 janvier", date(2027, 1, 4), id="a year is not said: the next one of that name"),
        pytest.param("Fermés jusqu'au 27/11, réouverture le 30 novembre.", date(2026, 11, 30), id="both say the same day"),
    ],
)
def test_the_day_of_return_is_read(text: str, back_on: date) -> None:
    read = told(text)
    assert read is not None
    assert (read.back_on, read.is_sure, read.holds(TUESDAY)) == (back_on, True, True)


@pytest.mark.parametrize(
    ("text", "back_on"),
    [
        pytest.param("Back on 1 December. We will be back on 3 December.", date(2026, 12, 1), id="two days are named"),
        pytest.param("Absent. Offre valable jusqu'au 30 novembre.", date(2026, 12, 1), id="the day is said of something else"),
        pytest.param("I am away, back 12/01", date(2027, 1, 12), id="a day of January, or the first of December"),
    ],
)
def test_what_can_be_read_otherwise_is_left_to_a_person(text: str, back_on: date) -> None:
    read = told(text)
    assert read is not None
    assert (read.back_on, read.is_sure) == (back_on, False)


@pytest.mark.parametrize(
    "text",
    [
        "Nous vous paierons le 5 décembre.",
        "Votre message a bien été reçu, nous vous répondrons sous 48 h.",
        "I will be away until further notice.",
        "Je suis absent du bureau. Pour toute urgence, appelez le standard.",
        "Absent jusqu'au 2 novembre",  # said last year and left on: the next second of November is a year away
        "Je suis de retour le 31 novembre.",  # no such day
        "",
    ],
)
def test_nothing_is_read_where_nothing_is_said(text: str) -> None:
    read = told(text)
    assert read is None or read.back_on is None


def test_an_absence_yet_to_begin_does_not_hold_before() -> None:
    read = told("Je serai absent du 21 décembre au 1er janvier.")
    assert read is not None
    assert (read.from_on, read.back_on) == (date(2026, 12, 21), date(2027, 1, 4))
    assert [read.holds(day) for day in (TUESDAY, date(2026, 12, 21), date(2027, 1, 3), date(2027, 1, 4))] == [False, True, True, False]


def test_the_sentence_it_was_read_in_is_kept_for_whoever_confirms() -> None:
    read = told("Bonjour,\n\nMerci. Je suis absente du 16 au 27 novembre. Bien à vous")
    assert read is not None
    assert read.words == "Je suis absente du 16 au 27 novembre"


@pytest.mark.parametrize(
    ("text", "stand_in", "address"),
    [
        pytest.param("Absent. Merci de contacter Mme Sophie Legrand (Sophie.Legrand@dupont.example).",
                     "Mme Sophie Legrand sophie.legrand@dupont.example", "sophie.legrand@dupont.example", id="a name and its address"),
        pytest.param("Absent. En cas d'urgence, écrivez à pay@dupont.example", "pay@dupont.example", "pay@dupont.example", id="no name"),
        pytest.param("Away: please reach out to Paul Martin at paul@dupont.example or ann@dupont.example",
                     "Paul Martin paul@dupont.example", "paul@dupont.example", id="of two, the first"),
        pytest.param("Absent. Mon remplaçant est M. Jean Dupuis au 01 99 00 12 34.", "M. Jean Dupuis 01 99 00 12 34", "", id="by phone"),
        pytest.param("Absent. Contactez-moi sur anne@dupont.example", "", "", id="the writer themselves is nobody else"),
        pytest.param("Absent. Contactez compta+xy7@verdier.example", "", "", id="our own address is nobody of theirs"),
        pytest.param("Absent. Do not write to noreply@dupont.example", "", "", id="a robot is no stand-in"),
        pytest.param("Absent. Mon adresse change : zoe@dupont.example", "", "", id="an address nobody is sent to"),
    ],
)  # fmt: skip
def test_who_answers_meanwhile(text: str, stand_in: str, address: str) -> None:
    read = told(text + " De retour le 30 novembre.")
    assert read is not None
    assert (read.stand_in, read.stand_in_address) == (stand_in, address)


@given(st.text(max_size=300), st.sampled_from(["Absent jusqu'au ", "De retour le ", "Away from 1 to ", "contactez "]))
@settings(max_examples=200)
def test_no_text_makes_reading_fail(words: str, before: str) -> None:
    for text in (words, before + words, f"Absent. {words} jusqu'au {words} 31/02/2026 {before}"):
        read = told(text)
        assert read is None or read.back_on is None or read.back_on > TUESDAY


def test_days_are_those_from_monday_to_friday() -> None:
    assert [working_day_after(date(2026, 12, day)) for day in (3, 4, 5, 6)] == [date(2026, 12, 4), *[date(2026, 12, 7)] * 3]


def test_a_stand_in_is_a_contact_by_an_address_or_a_number() -> None:
    by_mail, by_phone = stand_in_contact("Mme Roy <j.roy@x.example>"), stand_in_contact("Jean Dupuis 01 99 00 12 34")
    assert by_mail is not None
    assert (by_mail.name, by_mail.emails) == ("Mme Roy", ("j.roy@x.example",))
    assert by_phone is not None
    assert (by_phone.name, list(by_phone.addresses())) == ("Jean Dupuis", [("phone", "01 99 00 12 34")])
    assert stand_in_contact("le standard") is None


def test_an_address_elsewhere_is_not_of_the_house() -> None:
    assert is_of_the_same_house("a@dupont.example", "b@DUPONT.example")
    assert not is_of_the_same_house("a@dupont-compta.example", "b@dupont.example")
    assert not is_of_the_same_house("", "")
