"""Secrets in columns: a cipher to read back, a keyed digest to look up, and the number of the key.

`…_cipher bytea` holds nonce and AES-GCM text, bound to its purpose (`"creditors.iban"`): a cipher moved to another column does not
open. `…_digest bytea` is an HMAC under a key that does not change when a new cipher key is added. Keys come from ENCAISSE_KEYS
(`1:base64,2:base64`; the highest number encrypts), or from SECRET_KEY.
"""

import base64
import functools
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class KeyFault(Exception):  # noqa: N818 - a fault of the installation
    """The keys of the installation are unusable."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the columns of one secret hold."""

    cipher: bytes
    digest: bytes
    key_no: int


def seal(secret: str, *, purpose: str) -> Sealed:
    """Encrypt a secret for its columns."""
    key_no = max(keys())
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = nonce + cipher_under(keys()[key_no]).encrypt(nonce, secret.encode(), purpose.encode())
    return Sealed(cipher, digest(secret, purpose=purpose), key_no)


def unseal(cipher: bytes, *, key_no: int, purpose: str) -> str:
    """Decrypt what `seal` made for the same purpose."""
    if key_no not in keys():
        raise KeyFault(f"The key number {key_no} is not among ENCAISSE_KEYS: add it to read what was encrypted with it.")
    cipher = bytes(cipher)
    return cipher_under(keys()[key_no]).decrypt(cipher[:NONCE_BYTES], cipher[NONCE_BYTES:], purpose.encode()).decode()


def cipher_under(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - most commands open no secret

    return AESGCM(key)


def digest(secret: str, *, purpose: str) -> bytes:
    """Return the keyed digest that finds a secret without reading it."""
    return hmac.new(digest_key(), f"{purpose}\0{secret}".encode(), hashlib.sha256).digest()


def keys() -> dict[int, bytes]:
    return parsed_keys(settings.ENCAISSE_KEYS, settings.SECRET_KEY)


@functools.cache
def parsed_keys(written: str, secret_key: str) -> dict[int, bytes]:
    if not written:
        return {1: derived(secret_key.encode(), "columns")}
    pairs = [pair.partition(":") for pair in written.split(",") if pair.strip()]
    try:
        parsed = {int(number): base64.b64decode(key, validate=True) for number, _, key in pairs}
    except ValueError as error:
        raise KeyFault("ENCAISSE_KEYS must read like “1:base64,2:base64”.") from error
    if any(len(key) != KEY_BYTES for key in parsed.values()):
        raise KeyFault(f"Every key of ENCAISSE_KEYS must be {KEY_BYTES} bytes, in base64.")
    return parsed


def digest_key() -> bytes:
    return derived(keys()[min(keys())], "digests")


@functools.cache
def derived(key: bytes, use: str) -> bytes:
    return hmac.new(key, f"encaisse {use}".encode(), hashlib.sha256).digest()
