"""``python -m bot restore FROM TO``: a database again, from a copy or from what Litestream took
away. Nothing is overwritten; what is not sound is not brought back."""

import argparse
import sys
from pathlib import Path

from bot import clock, replication
from bot.complaining import complain
from bot.settings import Settings
from data import backups, key_file
from data.backups import Examined, NotCopied
from data.sealing import Vault
from data.write_log import log_of
from handlers.texts import backups as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, whereto."""
    parser.add_argument("source", metavar="FROM", help="a copy, or a replica's folder or address")
    parser.add_argument("to", type=Path, metavar="TO", help="a new file")


def restore_command(parsed: argparse.Namespace, settings: Settings) -> int:
    """Bring back, examine, name; the exit status. Raises BadKey."""
    to: Path = parsed.to
    if taken := next((each for each in (to, log_of(to)) if each.exists()), None):
        return complain(texts.already_there(str(taken)))
    if not to.absolute().parent.is_dir():
        return complain(texts.no_folder(str(to)))
    keys = _keys(settings, to)
    if not keys:
        return complain(texts.no_key([str(each) for each in _key_files(settings, to)]))
    part = backups.part_of(to)
    try:
        backups.forget_parts(to.absolute().parent, clock.now())
        if problem := _bring(parsed.source, part):
            return complain(problem)
        found = backups.examine(part, [Vault(key) for key in keys.values()])
        if found.flaws:
            return complain(texts.unsound(found.flaws))
        backups.finish(part, to)
    except NotCopied as error:
        return complain(texts.not_copied(str(to), error))
    except OSError as error:
        return complain(texts.not_written(str(to), error.strerror or ""))
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()
    _tell(settings, to, found, keys)
    return 0


def _bring(source: str, part: Path) -> str:
    """Write what *source* holds into the new file *part*; "" or why not."""
    if replication.is_replica(source):
        program = replication.program()
        if program is None:
            return texts.no_litestream()
        if problem := replication.restore(program, source, part):
            return texts.litestream_failed(problem)
        backups.settle(part)
        return ""
    if Path(source).is_dir():
        names = [path.name for path in sorted(Path(source).glob("*.db"), reverse=True)]
        return texts.name_a_copy(source, names) if names else texts.nothing_there(source)
    if not Path(source).is_file():
        return texts.nothing_there(source)
    backups.begin(part)
    backups.copy(Path(source), part)
    return ""


def _key_files(settings: Settings, to: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(key_file.beside(path) for path in (to, settings.database)))


def _keys(settings: Settings, to: Path) -> dict[str, bytes]:
    """Every key at hand, by the file that holds it or the setting that gives it. None is made."""
    given = {"CASE_KEY": settings.case_key, "NEW_CASE_KEY": settings.new_case_key}
    held = {str(path): key_file.load(path) for path in _key_files(settings, to)}
    return {name: key for name, key in (given | held).items() if key is not None}


def _tell(settings: Settings, to: Path, found: Examined, keys: dict[str, bytes]) -> None:
    if found.audit:
        print(texts.audit_not_whole(), file=sys.stderr)
    elsewhere = settings.case_key is None and str(key_file.beside(to)) not in keys
    print(
        texts.restored(
            str(to),
            found.rows or {},
            found.newest,
            is_in_use=to.absolute() == settings.database.absolute(),
            key_file=str(key_file.beside(settings.database)) if elsewhere else "",
        )
    )
