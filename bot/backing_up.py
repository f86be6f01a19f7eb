"""``python -m bot backup``: a copy of the database while the service runs, kept only when it was
opened and found sound; older ones are deleted after the days that people were told."""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bot import clock, replication
from bot.complaining import complain
from bot.opening import Opened, open_agency
from bot.settings import Settings
from data import audit, audit_proof, backups, times
from data.backups import Examined, NotCopied
from data.store import Connection, Store
from handlers.texts import backups as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whereto, how many to keep; or the settings for continuous replication."""
    parser.add_argument("target", nargs="?", metavar="DIR|FILE", help="a folder, or a new file")
    parser.add_argument("--keep", type=int, help="in a folder: keep the newest so many at most")
    replication.add_arguments(parser)


def backup_command(parsed: argparse.Namespace, settings: Settings) -> int:
    """Copy, examine, name, record and prune; the exit status."""
    if parsed.litestream_config:
        return replication.write_config(parsed, settings)
    if not parsed.target:
        return complain(texts.whereto(), 2)
    if not settings.database.exists():
        return complain(texts.no_database())
    target = Path(parsed.target)
    if not target.is_dir() and (parsed.target.endswith("/") or not target.parent.is_dir()):
        return complain(texts.no_folder(parsed.target))
    if parsed.keep is not None and (parsed.keep < 1 or not target.is_dir()):
        return complain(texts.bad_keep(), 2)
    opened = open_agency(settings)
    try:
        return _back_up(target, parsed.keep, opened)
    finally:
        opened.store.close()


def _back_up(target: Path, keep: int | None, opened: Opened) -> int:
    store, now, days = opened.store, clock.now(), opened.agency.retention.backups
    name = target / backups.name_of(store.path, now) if target.is_dir() else target
    if name.exists():
        return complain(texts.already_there(str(name)))
    begun = time.monotonic()
    try:
        backups.forget_parts(name.parent, now)
        found = _copied(store, name)
        if found is None:
            return 1
        store.write_now(_record, name.name, times.stamp(clock.now()))
        took = time.monotonic() - begun
        print(texts.made(str(name), name.stat().st_size, found.rows or {}, took))
        gone = backups.prune(target, store.path, now, days, keep) if target.is_dir() else []
    except NotCopied as error:
        return complain(texts.not_copied(str(name), error))
    except OSError as error:
        return complain(texts.not_written(str(name), error.strerror or ""))
    if gone:
        print(texts.pruned(len(gone), days))
    if not backups.relieve(store.path):
        print(texts.log_not_cut())
    return 0


def _copied(store: Store, name: Path) -> Examined | None:
    """What the copy is, which has its name now; None where it is not sound, and then gone."""
    part = backups.part_of(name)
    try:
        backups.begin(part)
        found = _examined(store, part, backups.copy(store.path, part))
        if found is not None:
            backups.finish(part, name)
        return found
    finally:
        part.unlink(missing_ok=True)


def _examined(store: Store, part: Path, rows: Mapping[str, int]) -> Examined | None:
    found = backups.examine(part, (store.vault,), rows)
    if found.flaws:
        complain(texts.unsound(found.flaws))
        return None
    if found.audit and set(found.audit) - set(store.read_aside(audit_proof.verify)):
        complain(texts.audit_differs())
        return None
    if found.audit:
        print(texts.audit_not_whole(), file=sys.stderr)
    return found


def _record(db: Connection, name: str, at: str) -> None:
    audit.record(db, audit.Event(at, audit.OPERATOR, audit.Action.BACKED_UP, None, name))
