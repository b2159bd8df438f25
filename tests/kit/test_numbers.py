"""SIREN, SIRET, VAT numbers, IBANs and telephone numbers in one writing."""

import pytest

from encaisse.kit.phones import NotAPhoneNumber, is_mobile, is_phone, normalised_phone, phone_written
from encaisse.kit.siren import (
    NotAnIban,
    NotASiren,
    NotASiret,
    NotAVatNumber,
    bic_of,
    is_iban,
    is_siren,
    is_siret,
    masked_iban,
    normalised_iban,
    normalised_siren,
    normalised_siret,
    normalised_vat_number,
    siren_of_siret,
    siren_written,
    vat_number_of,
)

SIREN = "404833048"
SIRET = "40483304800022"
IBAN = "FR7630006000011234567890189"


def test_a_siren_is_nine_digits_with_a_control_digit():
    assert normalised_siren(" 404 833 048 ") == SIREN
    assert siren_written(SIREN) == "404 833 048"
    assert is_siren(SIREN)
    assert not is_siren("404833049")
    with pytest.raises(NotASiren, match="404833049"):
        normalised_siren("404833049")


def test_a_siret_holds_its_siren():
    assert normalised_siret("404 833 048 00022") == SIRET
    assert siren_of_siret(SIRET) == SIREN
    assert is_siret(SIRET)
    with pytest.raises(NotASiret):
        normalised_siret("40483304800023")


def test_the_offices_of_the_post_have_their_own_control_rule():
    assert is_siret("35600000009075")


def test_vat_numbers_follow_from_the_siren():
    assert vat_number_of(SIREN) == "FR83404833048"
    assert normalised_vat_number("fr 83 404 833 048") == "FR83404833048"
    with pytest.raises(NotAVatNumber):
        normalised_vat_number("FR84404833048")


def test_an_iban_is_checked_and_masked():
    assert normalised_iban("fr76 3000 6000 0112 3456 7890 189") == IBAN
    assert is_iban(IBAN)
    assert not is_iban("FR7730006000011234567890189")
    assert masked_iban(IBAN) == "FR76 •••• 0189"
    assert masked_iban("12345") == "••••"
    assert bic_of(IBAN) == "AGRIFRPPXXX"


def test_a_refused_iban_is_never_shown_whole():
    with pytest.raises(NotAnIban) as refusal:
        normalised_iban("FR7730006000011234567890189")
    assert "3000600001" not in str(refusal.value)


@pytest.mark.parametrize(
    ("number", "region", "e164"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("+33 (0)1 42 68 53 00", "FR", "+33142685300"),
        ("0033 1 42 68 53 00", "FR", "+33142685300"),
        ("0262 12 34 56", "RE", "+262262123456"),
        ("+32 2 555 12 12", "FR", "+3225551212"),
    ],
)
def test_a_number_is_kept_in_one_writing(number, region, e164):
    assert normalised_phone(number, region=region) == e164


def test_only_mobiles_receive_text_messages():
    assert is_mobile("06 12 34 56 78")
    assert is_mobile("+33760123456")
    assert not is_mobile("01 42 68 53 00")
    assert not is_mobile("poste 12")


def test_a_wrong_number_is_refused():
    assert not is_phone("12")
    with pytest.raises(NotAPhoneNumber, match="poste 12"):
        normalised_phone("poste 12")


def test_numbers_are_written_as_people_read_them():
    assert phone_written("+33612345678") == "06 12 34 56 78"
    assert phone_written("+3225551212") == "+32 2 555 12 12"
