"""Sealing: authenticated encryption of what people say, and keyed tags to find it again.

The only module that imports cryptography. Sealed means AES-256-GCM under a key that is not in the
database, bound to a context (where the value belongs), so that a sealed value moved elsewhere does
not open. A tag is an HMAC-SHA256: equal for equal values, useless without the key.
"""

import base64
import binascii
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"


class WrongKey(Exception):
    """The key does not open what was sealed, or the sealed value was changed or moved."""


class BadKey(Exception):
    """The text given as a key is not one."""


class Vault:
    """Seals, unseals and tags with keys derived from one 32-byte master key."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise BadKey(f"a key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(_derive(master_key, b"prongsai seal v1"))
        self._tag_key = _derive(master_key, b"prongsai tag v1")

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

    def tag(self, kind: str, value: str) -> str:
        """A keyed fingerprint of *value*, 32 hex digits, to look it up without storing it."""
        text = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._tag_key, text, "sha256").hex()[:32]


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


def load_or_make_key(path: Path) -> tuple[bytes, bool]:
    """The key kept in the file *path* (mode 600), made when absent; whether it was made just now.

    Raises BadKey when the file holds something else, or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise BadKey(f"{path.name} can be read by others; make it mode 600") from None
        return parse_key(path.read_text("ascii", "replace")), False
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.urlsafe_b64encode(key).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key, True


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose).derive(master_key)
