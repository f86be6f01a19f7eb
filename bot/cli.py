"""The command line: ``python -m bot <command>``."""

import argparse
import asyncio
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from bot import (
    ask,
    auditing,
    backing_up,
    counting,
    cover_desk,
    desk,
    desk_sign_in,
    desk_units,
    desk_verbs,
    excluding,
    exporting,
    holidays_desk,
    identity_desk,
    importing,
    key_rotation,
    listing_desk,
    log,
    outbox_desk,
    parked_desk,
    privacy,
    push_desk,
    queue_desk,
    registering,
    restoring,
    settings,
)
from bot.opening import DatasetDisagrees, open_agency
from bot.settings import BadSettings, Settings
from data import check as dataset_check
from data.agency import load_agency
from data.connection import count_no_memory
from data.dataset import load_dataset
from data.rotation import InUse
from data.sealing import BadKey, WrongKey
from data.staff import ROLES
from data.store import Unavailable
from data.toml_file import DatasetError
from handlers.texts import agency_check as agency_texts
from handlers.texts.desk import KEY as DESK_KEY
from handlers.texts.privacy_desk import no_data_protection

ENV_FILE = Path(".env")
MOST_FILES = 65_536
RARELY = (10_000, 100, 20)
"""When Python looks for garbage: next to nothing of ours is cyclic, and each look takes time. Among
the young it looks more often than it would have to, because everybody waits meanwhile."""

PROBLEMS = (BadSettings, DatasetError, DatasetDisagrees, BadKey, WrongKey, InUse, Unavailable)
"""What the operator can put right: told in their words, without a traceback."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the process's exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        loaded = settings.load(os.environ, ENV_FILE)
        log.configure(hidden=loaded.secrets)
        return COMMANDS[parsed.command](parsed, loaded)
    except PROBLEMS as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def serve(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Run the service until SIGTERM or SIGINT."""
    import uvloop  # here: the other commands should not wait for it

    count_no_memory()
    gc.set_threshold(*RARELY)
    _allow_many_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(loaded, intake_only=parsed.intake_only))
    return 0


def _allow_many_files() -> None:
    """As many open connections as this user may have; the usual limit is meant for programs that
    serve nobody."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft < wished:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))


async def _serve(loaded: Settings, *, intake_only: bool) -> None:
    # Imported here: the other commands should not wait for the vendors' libraries.
    from bot.service import PortTaken, Service
    from handlers.understanding.understand import Understanding

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    opened = open_agency(loaded)
    try:
        service = Service(loaded, opened, Understanding.load(), intake_only=intake_only)
        await service.start()
        gc.freeze()  # what was loaded to start stays: collections need not look through it
    except PortTaken as error:
        opened.store.close()
        raise Unavailable(str(error)) from error
    await stopping.wait()
    await service.stop()


def check(_: argparse.Namespace, loaded: Settings) -> int:
    """Check the published dataset; 1 when it does not add up. What the agency has not filled in is
    said beside it."""
    agency = load_agency(loaded.agency)
    report = dataset_check.check(load_dataset(agency.datasets))
    print(dataset_check.render(report))
    if missing := [body.name for body in agency.outside_bodies if not body.is_reachable]:
        print(agency_texts.unreachable(missing, loaded.agency.name), file=sys.stderr)
    if agency.data_protection is None:
        print(no_data_protection(), file=sys.stderr)
    return 0 if report.ok else 1


def run_ask(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Answer one question, or a batch of them, in the terminal."""
    return ask.run(parsed, loaded)


def run_invite(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Print a single-use link that makes whoever opens it staff."""
    opened = open_agency(loaded)
    return desk.invite(parsed, opened.store, loaded, opened.agency.units)


def run_cases(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Work on cases from the terminal."""
    return desk.cases_command(parsed, open_agency(loaded), os.environ.get(DESK_KEY, ""))


def run_staff(parsed: argparse.Namespace, loaded: Settings) -> int:
    """See who has access, and take it away."""
    opened = open_agency(loaded)
    return desk.staff_command(parsed, opened.store, loaded, opened.agency.units)


def rotate_key(_: argparse.Namespace, loaded: Settings) -> int:
    """Seal the database under a new master key."""
    return key_rotation.rotate_key(loaded)


def run_audit(parsed: argparse.Namespace, loaded: Settings) -> int:
    """See who did what, and whether that trail is whole."""
    return auditing.audit_command(parsed, open_agency(loaded).store)


def run_privacy(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Copies of personal data, erasing, legal holds, retention."""
    opened = open_agency(loaded)
    return privacy.privacy_command(parsed, opened.store, opened.agency)


def run_identity(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Learn who filed a secret case, two persons together."""
    key = os.environ.get(DESK_KEY, "")
    return identity_desk.identity_command(parsed, open_agency(loaded).store, key)


def run_holidays(parsed: argparse.Namespace, loaded: Settings) -> int:
    """See and change the office's holidays and hours."""
    return holidays_desk.holidays_command(parsed, open_agency(loaded).store)


def run_queue(parsed: argparse.Namespace, loaded: Settings) -> int:
    """See and switch off the group that is the queue."""
    return queue_desk.queue_command(parsed, open_agency(loaded).store)


def run_cover(parsed: argparse.Namespace, loaded: Settings) -> int:
    """See and change who stands in for whom."""
    return cover_desk.cover_command(parsed, open_agency(loaded).store)


def run_stats(parsed: argparse.Namespace, loaded: Settings) -> int:
    """How many cases came and how they went; publish it."""
    return counting.stats_command(parsed, open_agency(loaded).store, loaded)


def run_pushes(parsed: argparse.Namespace, loaded: Settings) -> int:
    """How many messages LINE has billed, and what waits."""
    opened = open_agency(loaded)
    return push_desk.pushes_command(parsed, opened.store, opened.agency)


def run_parked(parsed: argparse.Namespace, loaded: Settings) -> int:
    """See messages that could not be answered, and have them tried again."""
    return parked_desk.parked_command(parsed, open_agency(loaded).store)


def run_backup(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Copy the database while the service runs, or say how Litestream does so all the time."""
    return backing_up.backup_command(parsed, loaded)


def run_restore(parsed: argparse.Namespace, loaded: Settings) -> int:
    """Bring a database back from a copy."""
    return restoring.restore_command(parsed, loaded)


def run_outbox(parsed: argparse.Namespace, loaded: Settings) -> int:
    """What waits for a messenger, and what never arrived."""
    return outbox_desk.outbox_command(parsed, open_agency(loaded).store)


def line_menu(_: argparse.Namespace, loaded: Settings) -> int:
    """Create LINE's rich menu and make it everybody's."""
    from bot.messengers.line import Line
    from bot.messengers.line_menu import install_from

    if not loaded.has_line:
        print("ยังไม่ได้ตั้งค่า LINE_CHANNEL_SECRET และ LINE_CHANNEL_ACCESS_TOKEN", file=sys.stderr)
        return 1
    agency = load_agency(loaded.agency)
    line = Line(
        loaded.line_api_base or None,
        loaded.line_channel_access_token,
    )
    print(asyncio.run(install_from(line, agency.short_name)))
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = MappingProxyType(
    {
        "serve": serve,
        "check": check,
        "parked": run_parked,
        "pushes": run_pushes,
        "outbox": run_outbox,
        "ask": run_ask,
        "invite": run_invite,
        "cases": run_cases,
        "staff": run_staff,
        "rotate-key": rotate_key,
        "audit": run_audit,
        "privacy": run_privacy,
        "identity": run_identity,
        "holidays": run_holidays,
        "cover": run_cover,
        "stats": run_stats,
        "queue": run_queue,
        "backup": run_backup,
        "restore": run_restore,
        "line-menu": line_menu,
    }
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Prongsai (โปร่งใส)")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="run the service")
    serving.add_argument(
        "--intake-only",
        action="store_true",
        help="take and keep what comes; answer nothing until served without this",
    )
    commands.add_parser("check", help="check the published dataset")
    commands.add_parser("rotate-key", help="seal the database under a new key")
    commands.add_parser("pushes", help="LINE messages billed this month, and what waits")
    commands.add_parser("outbox", help="messages that wait or never arrived, and why")
    commands.add_parser("line-menu", help="create LINE's rich menu")
    parked_desk.add_arguments(commands.add_parser("parked", help="messages that were not answered"))
    _add_ask(commands.add_parser("ask", help="ask in the terminal"))
    _add_invite(commands.add_parser("invite", help="invite someone to join as staff"))
    _add_cases(commands.add_parser("cases", help="work on cases in the terminal"))
    _add_staff(commands.add_parser("staff", help="see who has access, and take it away"))
    auditing.add_arguments(commands.add_parser("audit", help="see and verify the audit trail"))
    privacy.add_arguments(commands.add_parser("privacy", help="personal data: copy, erase, hold"))
    identity_desk.add_arguments(commands.add_parser("identity", help="who filed a secret case"))
    holidays_desk.add_arguments(commands.add_parser("holidays", help="holidays and office hours"))
    queue_desk.add_arguments(commands.add_parser("queue", help="a group with topics as the queue"))
    cover_desk.add_arguments(commands.add_parser("cover", help="who stands in for whom on leave"))
    backing_up.add_arguments(commands.add_parser("backup", help="copy the database while it runs"))
    restoring.add_arguments(commands.add_parser("restore", help="a database again from a copy"))
    counting.add_arguments(commands.add_parser("stats", help="statistics of cases; publish them"))
    return parser


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help="what a person says")
    parser.add_argument("--role", choices=("citizen", "staff"), default="citizen")
    parser.add_argument("--json", action="store_true", help="one JSON line")
    parser.add_argument("--why", action="store_true", help="show how it was understood")
    parser.add_argument("--batch", metavar="FILE", help="JSON lines from FILE, or - for stdin")


def _add_invite(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--name", default="", help="whom the link is for")
    parser.add_argument("--corruption", action="store_true", help="handles corruption and ethics")
    parser.add_argument("--unit", default="", help="works for this unit only, see [[unit]]")
    parser.add_argument("--days", type=int, default=3, help="how long the link works")


def _add_cases(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    listing_desk.add_arguments(verbs.add_parser("list", help="open cases, oldest first"))
    registering.add_arguments(verbs.add_parser("new", help="write down what came elsewhere"))
    importing.add_arguments(verbs.add_parser("import", help="file the rows of a form's CSV"))
    verbs.add_parser("late", help="open cases near or past their deadline")
    exporting.add_arguments(verbs.add_parser("export", help="the cases of a year as a file"))
    verbs.add_parser("mine", help="open cases that oneself has taken")
    show = verbs.add_parser("show", help="one case with its history")
    show.add_argument("code", help="PS-..., as listed")
    desk_verbs.add_arguments(verbs)
    desk_units.add_arguments(verbs.add_parser("unit", help="give a case to a unit of the office"))
    excluding.add_arguments(verbs.add_parser("exclude", help="hide a case from somebody on staff"))
    desk_sign_in.add_arguments(verbs)


def _add_staff(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="everyone with access")
    command = verbs.add_parser("remove", help="take someone's access away at once")
    command.add_argument("number", type=int, help="as listed")
