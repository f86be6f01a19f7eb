"""A new master key for the database: ``python -m bot rotate-key``. No key is ever printed."""

import secrets
from pathlib import Path

from bot.complaining import complain
from bot.opening import master_key
from bot.settings import Settings
from data import key_file, rotation
from data.rotation import InUse, NotRotated
from data.sealing import KEY_BYTES, Vault
from data.store import Store
from handlers.texts import key_rotation as texts


def rotate_key(settings: Settings) -> int:
    """Seal everything under a new key: a random one in the key file, or NEW_CASE_KEY where the key
    is given by CASE_KEY. The exit status. Raises WrongKey, BadKey."""
    if not settings.database.exists():
        return complain(texts.no_database())
    if settings.case_key is not None:
        return _rotate_given(settings)
    path = key_file.beside(settings.database)
    status = _rotate(settings.database, settings, secrets.token_bytes(KEY_BYTES), path)
    if status == 0:
        print(texts.rotated(path.name))
    return status


def _rotate_given(settings: Settings) -> int:
    new = settings.new_case_key
    if new is None or new == settings.case_key:
        return complain(texts.new_key_wanted())
    if master_key(settings) == new:
        print(texts.put_into_case_key())
        return 0
    status = _rotate(settings.database, settings, new, None)
    if status == 0:
        print(texts.put_into_case_key())
    return status


def _rotate(database: Path, settings: Settings, new_key: bytes, path: Path | None) -> int:
    try:
        store = Store(database, Vault(master_key(settings)))  # completes what older versions left
        store.close()
        rotation.rotate(database, store.vault, new_key, path)
    except InUse:
        return complain(texts.in_use())
    except NotRotated as error:
        return complain(texts.not_rotated(str(error)))
    return 0
