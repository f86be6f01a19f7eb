"""Litestream: its settings, written for this database, and what reads a replica back.

It copies every change within a second to a folder, a bucket or another machine. No secret stands in
its settings: what a bucket asks for, Litestream takes from its environment.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from bot.complaining import complain
from bot.settings import Settings
from data.agency import load_agency
from handlers.texts import backups as texts

MADE_BY = "# Made by: python -m bot backup --litestream-config"
USUAL_FILE = "litestream.yml"
REPLICA = "LITESTREAM_REPLICA"
"""The name in the environment where --replica says nothing."""
NEEDS = {
    "s3": ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    "gs": ("GOOGLE_APPLICATION_CREDENTIALS",),
    "abs": ("LITESTREAM_AZURE_ACCOUNT_KEY",),
}
PATIENCE_S = 3_600

CONFIG = """\
{made_by}
# No secret stands here: Litestream reads what it needs from its environment.
# Read every {monitor_ms} ms, taken away every {sync_ms} ms: a disaster costs about one second.
# Snapshots go after {retention}. With their interval and the next look at them, nothing is kept
# longer than the {days} days that the privacy notice promises for backups.
snapshot:
  interval: {interval}
  retention: {retention}
dbs:
  - path: {database}
    monitor-interval: {monitor_ms}ms
    checkpoint-interval: 10s
    busy-timeout: 5s
    replica:
      url: {replica}
      sync-interval: {sync_ms}ms
logging:
  level: warn
"""
MONITOR_MS, SYNC_MS = 250, 500
LONG, SHORT = 24, 4
"""Hours between snapshots, and where backups last three days at most."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For ``backup``."""
    parser.add_argument(
        "--litestream-config",
        nargs="?",
        const=USUAL_FILE,
        metavar="FILE",
        help=f"write Litestream's settings ({USUAL_FILE}) instead",
    )
    parser.add_argument(
        "--replica",
        default=f"${{{REPLICA}}}",
        metavar="URL|DIR",
        help=f"whereto Litestream copies; {REPLICA} in its environment otherwise",
    )


def write_config(parsed: argparse.Namespace, settings: Settings) -> int:
    """Write Litestream's settings; the exit status."""
    path = Path(parsed.litestream_config)
    replica = parsed.replica
    if replica != f"${{{REPLICA}}}":
        if "$" in replica or not replica.strip():
            return complain(texts.bad_address())
        if has_secret(replica):
            return complain(texts.secret_in_address())
        replica = address(replica)
    if path.exists() and not path.read_text("utf-8", "replace").startswith(MADE_BY):
        return complain(texts.not_ours(str(path)))
    days = load_agency(settings.agency).retention.backups
    try:
        path.write_text(config(settings.database, replica, days), "utf-8")
    except OSError as error:
        return complain(texts.not_written(str(path), error.strerror or ""))
    needs = NEEDS.get(replica.partition("://")[0], (REPLICA,) if "$" in replica else ())
    print(texts.config_written(str(path), needs))
    return 0


def config(database: Path, replica: str, days: int) -> str:
    """Litestream's settings, so that nothing is kept longer than *days*.

    What is destroyed stands in changes that are kept until the snapshot after them goes. That is
    made within an interval, kept for the retention, and goes when the next but one is made.
    """
    interval = LONG if days > 3 else SHORT
    return CONFIG.format(
        made_by=MADE_BY,
        monitor_ms=MONITOR_MS,
        sync_ms=SYNC_MS,
        interval=f"{interval}h",
        retention=f"{days * 24 - 2 * interval}h",
        days=days,
        database=json.dumps(str(database.resolve()), ensure_ascii=False),
        replica=json.dumps(replica, ensure_ascii=False),
    )


def address(place: str) -> str:
    """A folder as Litestream names it; an address as it is."""
    return place if "://" in place else Path(place).absolute().as_uri()


def has_secret(place: str) -> bool:
    """Whether an address holds a password or a key."""
    parts = urlsplit(place)
    named = {name.casefold() for name, _ in parse_qsl(parts.query)}
    told = ("secret", "password", "token", "key")
    return bool(parts.password) or any(word in name for name in named for word in told)


def program() -> str | None:
    """Where litestream is: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("litestream")
    return str(beside) if beside.is_file() else shutil.which("litestream")


def is_replica(place: str) -> bool:
    """Whether Litestream reads *place*: an address, or a folder that it wrote."""
    return "://" in place or (Path(place) / "ltx").is_dir()


def restore(program: str, place: str, part: Path) -> str:
    """Have Litestream write the newest state into the new file *part*; "" or what went wrong."""
    command = [program, "restore", "-no-expand-env", "-o", str(part), address(place)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            command, capture_output=True, timeout=PATIENCE_S, check=False, umask=0o077
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    if done.returncode:
        return (said.splitlines() or [f"{done.returncode}"])[-1][:300]
    return "" if part.is_file() else said[:300] or "no file"
