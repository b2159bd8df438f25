"""Secrets in columns: readable with their key, found by their digest, useless elsewhere."""

import base64

import pytest
from cryptography.exceptions import InvalidTag

from encaisse.db.columns import KeyFault, digest, seal, unseal

IBAN = "FR7630006000011234567890189"
OLD = "1:" + base64.b64encode(b"1" * 32).decode()
NEW = "2:" + base64.b64encode(b"2" * 32).decode()


def opened(sealed, purpose="test.iban"):
    return unseal(sealed.cipher, key_no=sealed.key_no, purpose=purpose)


def test_a_sealed_secret_reads_back():
    assert opened(seal(IBAN, purpose="test.iban")) == IBAN


def test_the_cipher_does_not_show_the_secret_nor_that_two_are_equal():
    one, other = seal(IBAN, purpose="test.iban"), seal(IBAN, purpose="test.iban")
    assert IBAN.encode() not in one.cipher
    assert one.cipher != other.cipher


def test_the_digest_finds_the_secret_again():
    assert seal(IBAN, purpose="test.iban").digest == digest(IBAN, purpose="test.iban")


def test_the_same_secret_has_another_digest_in_another_column():
    assert digest(IBAN, purpose="test.iban") != digest(IBAN, purpose="other.iban")


def test_a_cipher_moved_to_another_column_does_not_open():
    with pytest.raises(InvalidTag):
        opened(seal(IBAN, purpose="test.iban"), purpose="other.iban")


def test_after_a_new_key_the_old_secrets_still_read_and_are_still_found(settings):
    settings.ENCAISSE_KEYS = OLD
    before = seal(IBAN, purpose="test.iban")
    settings.ENCAISSE_KEYS = f"{OLD},{NEW}"
    after = seal(IBAN, purpose="test.iban")
    assert (before.key_no, after.key_no) == (1, 2)
    assert (opened(before), opened(after)) == (IBAN, IBAN)
    assert before.digest == after.digest


@pytest.mark.parametrize("written", ["1:short", "one:" + base64.b64encode(b"1" * 32).decode(), "1:" + base64.b64encode(b"1").decode()])
def test_unusable_keys_are_said_to_be(settings, written):
    settings.ENCAISSE_KEYS = written
    with pytest.raises(KeyFault):
        seal(IBAN, purpose="test.iban")


def test_a_missing_key_is_named(settings):
    settings.ENCAISSE_KEYS = NEW
    with pytest.raises(KeyFault, match="number 1"):
        unseal(b"", key_no=1, purpose="test.iban")
