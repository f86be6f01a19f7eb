"""Settings: the environment over a .env file over defaults, all checked at once.

Nothing has to be set. What is set wrongly is told in one message that names every problem and no
secret's value.
"""

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.masking import forms_of
from data.sealing import BadKey, parse_key

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

FIRST_AGENCY = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"

DEFAULTS = {
    "HOST": "127.0.0.1",
    "PORT": "8080",
    "DATABASE": "var/prongsai.db",
    "AGENCY": str(FIRST_AGENCY),
    "PUBLIC_URL": "",
    "UNDO_SECONDS": "10",
    "TRUSTED_PROXIES": "",
    "METRICS_TOKEN": "",
    "MOST_PER_ADDRESS": "256",
    "MOST_MEMORY_MB": "0",
    "CASE_KEY": "",
    "NEW_CASE_KEY": "",
    "LINE_CHANNEL_SECRET": "",
    "LINE_CHANNEL_ACCESS_TOKEN": "",
    "LINE_API_BASE": "",
    "TELEGRAM_BOT_TOKEN": "",
    "TELEGRAM_WEBHOOK_SECRET": "",
    "TELEGRAM_API_BASE": "",
}
LONGEST_UNDO_S = 60
SHORTEST_TOKEN = 20
TELEGRAM_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class BadSettings(Exception):
    """One or more settings are wrong; the message lists them all."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("settings:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Secrets are kept out of repr.

    *undo_seconds*: see data.agency. *most_memory_mb* 0: most of what the machine has.
    *case_key* is the 32-byte master key or None (then a key file beside *database* is used),
    *new_case_key* the one that is to follow it, or already does.
    A messenger's settings are None or "" when it is not set up.
    """

    host: str
    port: int
    database: Path
    agency: Path
    public_url: str
    undo_seconds: int
    trusted_proxies: tuple[Network, ...]
    metrics_token: str
    most_per_address: int
    most_memory_mb: int
    case_key: bytes | None
    new_case_key: bytes | None
    line_channel_secret: str
    line_channel_access_token: str
    line_api_base: str
    telegram_bot_token: str
    telegram_webhook_secret: str
    telegram_api_base: str

    @property
    def has_line(self) -> bool:
        """Whether LINE is set up."""
        return bool(self.line_channel_secret)

    @property
    def has_telegram(self) -> bool:
        """Whether Telegram is set up."""
        return bool(self.telegram_bot_token)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, in the forms in which it may be written."""
        encoded = (base64.b64encode, base64.urlsafe_b64encode)
        keys = [key for key in (self.case_key, self.new_case_key) if key]
        others = (
            self.telegram_webhook_secret,
            self.line_channel_secret,
            self.line_channel_access_token,
            self.metrics_token,
        )
        return (
            *(form(key).decode().rstrip("=") for key in keys for form in encoded),
            *(written for key in keys for written in (key.hex(), key.hex().upper())),
            *forms_of(self.telegram_bot_token),
            *(each for each in others if each),
        )

    def __repr__(self) -> str:
        return f"Settings(host={self.host!r}, port={self.port}, database={str(self.database)!r})"


def load(environment: Mapping[str, str], env_file: Path) -> Settings:
    """The settings in force. Raises BadSettings with every problem."""
    problems: list[str] = []
    given = {name: value for name, value in environment.items() if name in DEFAULTS and value}
    values = {**DEFAULTS, **_read_env_file(env_file, problems), **given}
    settings = Settings(
        host=values["HOST"],
        port=_port(values["PORT"], problems),
        database=Path(values["DATABASE"]),
        agency=_file("AGENCY", values["AGENCY"], problems),
        public_url=_url("PUBLIC_URL", values["PUBLIC_URL"], problems),
        undo_seconds=_seconds("UNDO_SECONDS", values["UNDO_SECONDS"], problems),
        trusted_proxies=_networks(values["TRUSTED_PROXIES"], problems),
        metrics_token=_token("METRICS_TOKEN", values["METRICS_TOKEN"], problems),
        most_per_address=_number("MOST_PER_ADDRESS", values["MOST_PER_ADDRESS"], 1, problems),
        most_memory_mb=_number("MOST_MEMORY_MB", values["MOST_MEMORY_MB"], 0, problems),
        case_key=_key("CASE_KEY", values["CASE_KEY"], problems),
        new_case_key=_key("NEW_CASE_KEY", values["NEW_CASE_KEY"], problems),
        line_channel_secret=values["LINE_CHANNEL_SECRET"],
        line_channel_access_token=values["LINE_CHANNEL_ACCESS_TOKEN"],
        line_api_base=_url("LINE_API_BASE", values["LINE_API_BASE"], problems),
        telegram_bot_token=values["TELEGRAM_BOT_TOKEN"],
        telegram_webhook_secret=values["TELEGRAM_WEBHOOK_SECRET"],
        telegram_api_base=_url("TELEGRAM_API_BASE", values["TELEGRAM_API_BASE"], problems),
    )
    _check_together(settings, problems)
    if problems:
        raise BadSettings(problems)
    return settings


def _check_together(settings: Settings, problems: list[str]) -> None:
    if bool(settings.line_channel_secret) != bool(settings.line_channel_access_token):
        problems.append(
            "LINE needs both LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN, or neither"
        )
    line_token = settings.line_channel_access_token
    if not (line_token.isascii() and line_token.isprintable()):
        problems.append("LINE_CHANNEL_ACCESS_TOKEN must be letters, digits and signs alone")
    token, secret = settings.telegram_bot_token, settings.telegram_webhook_secret
    if token and not TELEGRAM_TOKEN.fullmatch(token):
        problems.append("TELEGRAM_BOT_TOKEN does not look like a bot token (digits:letters)")
    if secret and not TELEGRAM_SECRET.fullmatch(secret):
        problems.append("TELEGRAM_WEBHOOK_SECRET must be 1 to 256 of A-Z a-z 0-9 _ -")
    if secret and not token:
        problems.append("TELEGRAM_WEBHOOK_SECRET is set, but TELEGRAM_BOT_TOKEN is not")
    if settings.new_case_key and not settings.case_key:
        problems.append("NEW_CASE_KEY is set, but CASE_KEY is not: without it the key is in a file")
    if _is_there(settings.database.is_dir):
        problems.append("DATABASE is a folder; it must name a file")


def _read_env_file(path: Path, problems: list[str]) -> dict[str, str]:
    """NAME=value lines; blank lines and # comments are skipped, quotes around a value dropped."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or name.strip() not in DEFAULTS:
            problems.append(f"{path.name} line {number}: no such setting, or no '='")
            continue
        values[name.strip()] = value.strip().strip("'\"")
    return {name: value for name, value in values.items() if value}


def _port(text: str, problems: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535:
        return int(text)
    problems.append("PORT must be a number from 1 to 65535")
    return 0


def _seconds(name: str, text: str, problems: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= LONGEST_UNDO_S:
        return int(text)
    problems.append(f"{name} must be a number of seconds from 0 to {LONGEST_UNDO_S}")
    return 0


def _number(name: str, text: str, least: int, problems: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 7 and int(text) >= least:
        return int(text)
    problems.append(f"{name} must be a whole number, at least {least}")
    return least


def _file(name: str, text: str, problems: list[str]) -> Path:
    path = Path(text)
    if not _is_there(path.is_file):
        problems.append(f"{name}: there is no file {text}")
    return path


def _is_there(looks: Callable[[], bool]) -> bool:
    """What a path's own question says; a name that no file can have is none."""
    try:
        return looks()
    except OSError:
        return False


def _url(name: str, text: str, problems: list[str]) -> str:
    try:
        parts = urlsplit(text)
        fits = not text or (parts.scheme in ("http", "https") and bool(parts.hostname))
        is_bare = parts.username is None and parts.password is None
        (parts.hostname or "").encode("idna")
        _ = parts.port
    except ValueError:
        fits = is_bare = False
    if not fits:
        problems.append(f"{name} must be an http or https address")
    elif not is_bare:
        problems.append(f"{name} must not hold a user's name or password")
    return text.rstrip("/")


def _token(name: str, text: str, problems: list[str]) -> str:
    if text and (len(text) < SHORTEST_TOKEN or not text.isascii() or not text.isprintable()):
        problems.append(f"{name} must be at least {SHORTEST_TOKEN} letters, digits or signs")
    return text


def _networks(text: str, problems: list[str]) -> tuple[Network, ...]:
    networks: list[Network] = []
    for part in text.replace(",", " ").split():
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            problems.append(f"TRUSTED_PROXIES: {part} is not an address or network")
    return tuple(networks)


def _key(name: str, text: str, problems: list[str]) -> bytes | None:
    if not text:
        return None
    try:
        return parse_key(text)
    except BadKey as error:
        problems.append(f"{name} is not a key: {error} (32 random bytes in base64 or hex)")
        return None
