"""The agency's page at ``/``, its static files, and the chat's routes, put into one application."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.files import LARGEST_BYTES
from bot.settings import Network
from bot.web import visitors
from bot.web.budgets import Budgets
from bot.web.frames import ItemChoice
from bot.web.leaving import Leaving
from bot.web.live import Live
from bot.web.security import Doorway
from bot.web.socket import LONGEST_TEXT, ChatSocket, History, Intake
from bot.web.upload import Upload
from data.agency import Agency
from handlers.turn import Choice

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"

LIVE = web.AppKey("live", Live)


class Page:
    """GET /. The same for everybody, so rendered once."""

    def __init__(
        self, doorway: Doorway, agency: Agency, starters: Sequence[Choice], static_path: str
    ) -> None:
        self._doorway = doorway
        self._html = _render(agency, starters, static_path)

    async def show(self, request: web.Request) -> web.Response:
        """The page, and the cookie by which its visitor is known again."""
        response = web.Response(text=self._html, content_type="text/html")
        visitors.remember(request, response, secure=self._doorway.is_https(request))
        return response


def _render(agency: Agency, starters: Sequence[Choice], static_path: str) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    offered = [ItemChoice(choice.label, choice.data) for choice in starters]
    return environment.get_template("page.html").render(
        agency=agency,
        starters=msgspec.json.encode(offered).decode(),
        static=static_path,
        longest_text=LONGEST_TEXT,
        largest_file=LARGEST_BYTES,
    )


def static_version(folder: Path) -> str:
    """A name for the present contents of the static files: it changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def add_web_chat(
    app: web.Application,
    *,
    agency: Agency,
    intake: Intake,
    history: History,
    live: Live,
    budgets: Budgets,
    starters: Sequence[Choice],
    public_url: str,
    trusted_proxies: Sequence[Network],
) -> None:
    """Give *app* the page and its chat, and all its answers the security headers."""
    doorway = Doorway(public_url, trusted_proxies)
    static_path = f"/static/{static_version(STATIC)}"
    page = Page(doorway, agency, starters, static_path)
    app[LIVE] = live
    app.router.add_get("/", page.show)
    socket = ChatSocket(doorway, intake, history, live, budgets.messages)
    app.router.add_get("/chat/socket", socket.handle)
    upload = Upload(doorway, intake, live, budgets.messages, budgets.files)
    app.router.add_post("/chat/file", upload.handle)
    app.router.add_post("/chat/leave", Leaving(doorway, live).handle)
    app.router.add_static(static_path, STATIC)
    app.on_response_prepare.append(_keep_static_files)
    app.on_response_prepare.append(doorway.protect)
    app.on_shutdown.append(_say_goodbye)


async def _keep_static_files(request: web.Request, response: web.StreamResponse) -> None:
    """Their address changes with their contents, so browsers may keep them for good."""
    if request.path.startswith("/static/") and response.status in (200, 206, 304):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"


async def _say_goodbye(app: web.Application) -> None:
    await app[LIVE].close()
