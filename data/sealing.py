"""Sealing: authenticated encryption of what people say, and keyed tags to find it again.

The only module that imports cryptography. Sealed means AES-256-GCM under a key that is not in the
database, bound to a context (where the value belongs), so that a sealed value moved elsewhere does
not open. A wrapped key is a key sealed under a key of its own purpose. A tag is an HMAC-SHA256:
equal for equal values, useless without the key. A receipt is hashed slowly (scrypt): it has few
digits, because people copy it by hand.
"""

import base64
import binascii
import copy
import os
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
TAG_KEY = "installation.tag_key"

SCRYPT_COST = 2**15
SCRYPT_BLOCK = 8
SCRYPT_LANES = 1
"""One hash of a receipt takes 32 MiB (128 * cost * block) and about 65 ms on the two cores that
this was built on: nobody who waits for an answer notices, and whoever has the database and the key
needs 10 million years of both for all 10**16 receipts. Changing any makes every receipt unknown."""


class WrongKey(Exception):
    """The key does not open what was sealed, or the sealed value was changed or moved."""


class BadKey(Exception):
    """The text given as a key is not one."""


class Seal:
    """Seals and unseals under one 32-byte key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise BadKey(f"a key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key)

    def seal(self, value: str | bytes, context: str) -> bytes:
        """Encrypt *value* for *context*; the result opens only with the same context."""
        plain = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def unseal(self, sealed: bytes, context: str) -> str:
        """The text again. Raises WrongKey."""
        return self.unseal_bytes(sealed, context).decode("utf-8", "surrogatepass")

    def unseal_bytes(self, sealed: bytes, context: str) -> bytes:
        """The bytes again. Raises WrongKey."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != VERSION:
            raise WrongKey("not sealed by this version")
        try:
            return self._cipher.decrypt(nonce, body, context.encode())
        except InvalidTag as error:
            raise WrongKey(f"cannot be opened as {context.partition(':')[0]}") from error


class Signing:
    """HMAC-SHA256 under one key, of any length; half the time of the standard library's for what
    has a few hundred bytes."""

    def __init__(self, key: bytes) -> None:
        self._begun = HMAC(key, hashes.SHA256())

    def of(self, value: bytes) -> bytes:
        """The 32 bytes that nobody finds without the key."""
        signing = self._begun.copy()
        signing.update(value)
        return signing.finalize()


class Vault(Seal):
    """Seals, wraps keys and tags. What seals and wraps is derived from one 32-byte master key.

    The tag key is the installation's own, so that tags outlive the master key; until
    with_tag_key it is derived too, as it was in every installation at first. From it follow the
    salt of receipts, and *lasting*, which seals what is never written anew: the audit trail.
    """

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise BadKey(f"a key has {KEY_BYTES} bytes")
        super().__init__(_derive(master_key, b"prongsai seal v1"))
        self._wrapping = Seal(_derive(master_key, b"prongsai wrap v1"))
        self._one_receipt = threading.Lock()
        self._tag_with(_derive(master_key, b"prongsai tag v1"))

    def wrap(self, key: bytes, context: str) -> bytes:
        """Seal a key for *context*: what opens values does not open keys."""
        return self._wrapping.seal(key, context)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """The key again. Raises WrongKey."""
        return self._wrapping.unseal_bytes(wrapped, context)

    def new_tag_key(self) -> bytes:
        """A random key to tag with, wrapped."""
        return self.wrap(os.urandom(KEY_BYTES), TAG_KEY)

    def wrapped_tag_key(self) -> bytes:
        """The key that tags, as the database keeps it."""
        return self.wrap(self._tag_key, TAG_KEY)

    def with_tag_key(self, wrapped: bytes) -> "Vault":
        """The same vault, tagging with the installation's own key. Raises WrongKey."""
        other = copy.copy(self)
        other._tag_with(self.unwrap(wrapped, TAG_KEY))
        return other

    def _tag_with(self, key: bytes) -> None:
        self._tag_key = key
        self._tagging = Signing(key)
        self._receipt_salt = _derive(key, b"prongsai receipt v1")
        self.lasting = Seal(_derive(key, b"prongsai lasting v1"))

    def tag(self, kind: str, value: str) -> str:
        """A keyed fingerprint of *value*, 32 hex digits, to look it up without storing it."""
        text = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
        return self._tagging.of(text).hex()[:32]

    def receipt_hash(self, digits: str) -> bytes:
        """The 32 bytes by which a receipt is found. Slow, so never in the loop or a transaction.

        One at a time: a burst of receipts takes neither all memory nor every core. The one salt of
        this installation is kept with the key, so that the same digits lead to the same hash.
        """
        scrypt = Scrypt(self._receipt_salt, KEY_BYTES, SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_LANES)
        with self._one_receipt:
            return scrypt.derive(digits.encode("utf-8", "surrogatepass"))


def parse_key(text: str) -> bytes:
    """A master key from its text form (base64 or 64 hex digits). Raises BadKey, naming no value."""
    text = text.strip()
    try:
        key = bytes.fromhex(text) if len(text) == 2 * KEY_BYTES else _from_base64(text)
    except (ValueError, binascii.Error) as error:
        raise BadKey("neither base64 nor hexadecimal") from error
    if len(key) != KEY_BYTES:
        raise BadKey(f"{len(key)} bytes long, must be {KEY_BYTES}")
    return key


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose).derive(master_key)
