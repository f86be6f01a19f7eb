"""The rich menu: six areas under every LINE chat, made and set by one command.

Limits from LINE's reference: name 300, chatBarText 14 and label 20 grapheme clusters, postback data
300; the SDK counts code points, so the shorter of both holds here.
"""

from dataclasses import dataclass
from pathlib import Path

import aiohttp
import regex
import structlog
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    PostbackAction,
    RichMenuArea,
    RichMenuBounds,
    RichMenuRequest,
    RichMenuSize,
)
from pydantic.v1 import ValidationError

from bot.messengers.line import Line

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

MENU_NAME = "prongsai"  # never shown; how older menus of ours are recognised
PICTURE = Path(__file__).with_name("line_menu.png")
PICTURE_LIMIT = 1024 * 1024  # bytes
WIDTH, HEIGHT = 2500, 1686
COLUMNS, ROWS = 3, 2
CHAT_BAR_LIMIT = 14
TIMEOUT = 30.0  # seconds a call; the picture is the longest


@dataclass(frozen=True, slots=True)
class Area:
    """One sixth of the menu: what stands in the picture, and what pressing it asks."""

    label: str
    data: str


# In reading order; the picture is drawn from the same table.
AREAS = (
    Area("คะแนน ITA", "q:score_total"),
    Area("มาตรการ", "q:measure_list"),
    Area("ช่องทางร้องเรียน", "q:channel_list"),
    Area("แจ้งเรื่อง/เสนอแนะ", "f:start"),
    Area("ติดตามเรื่อง", "q:case_status"),
    Area("คุยกับเจ้าหน้าที่", "q:human_handoff"),
)


class MenuRefused(Exception):
    """LINE did not take the menu, or did not answer: why, for the operator."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int


def boxes() -> tuple[Box, ...]:
    """Where the areas lie, in the order of AREAS; together they cover the picture exactly."""
    across = [WIDTH * n // COLUMNS for n in range(COLUMNS + 1)]
    down = [HEIGHT * n // ROWS for n in range(ROWS + 1)]
    return tuple(
        Box(across[c], down[r], across[c + 1] - across[c], down[r + 1] - down[r])
        for r in range(ROWS)
        for c in range(COLUMNS)
    )


def chat_bar_text(short_name: str) -> str:
    """What stands on the bar that opens the menu: "เมนูบ่อรัง" for "อบต.บ่อรัง", or "เมนู" where that
    is too long."""
    whole = f"เมนู{short_name.rpartition('.')[2].strip()}"
    return whole if len(whole) <= CHAT_BAR_LIMIT else "เมนู"


def menu(bar_text: str) -> RichMenuRequest:
    """The menu as LINE takes it."""
    areas = [
        RichMenuArea(
            bounds=RichMenuBounds(x=box.x, y=box.y, width=box.width, height=box.height),
            action=PostbackAction(label=area.label, data=area.data, displayText=area.label),
        )
        for area, box in zip(AREAS, boxes(), strict=True)
    ]
    return RichMenuRequest(
        size=RichMenuSize(width=WIDTH, height=HEIGHT),
        selected=True,
        name=MENU_NAME,
        chatBarText=_cut(bar_text),
        areas=areas,
    )


async def install_from(line: Line, short_name: str) -> str:
    """Install the menu with the project's own picture, for the agency of *short_name*.

    Returns the new menu's id. Raises MenuRefused.
    """
    return await install(line, PICTURE.read_bytes(), chat_bar_text(short_name))


async def install(line: Line, png: bytes, bar_text: str) -> str:
    """Create the menu, give it its picture, make it everybody's, and delete our older ones.

    Returns the new menu's id. Raises MenuRefused; the older menu then still stands, and what was
    left half made goes with the next successful run.
    """
    if len(png) > PICTURE_LIMIT:
        raise MenuRefused(f"the picture has {len(png)} bytes, LINE takes {PICTURE_LIMIT}")
    client = AsyncApiClient(
        Configuration(host=line.api_base, access_token=line.channel_access_token)
    )
    try:
        return await _install(client, png, menu(bar_text))
    except ApiException as refusal:
        raise MenuRefused(f"LINE: {refusal.status} {refusal.body or refusal.reason}") from refusal
    except (aiohttp.ClientError, TimeoutError, OSError, ValidationError) as error:
        raise MenuRefused(f"no answer from LINE: {type(error).__name__}") from error
    finally:
        await client.close()


async def _install(client: AsyncApiClient, png: bytes, request: RichMenuRequest) -> str:
    api, blob = AsyncMessagingApi(client), AsyncMessagingApiBlob(client)
    older = await api.get_rich_menu_list(_request_timeout=TIMEOUT)
    created = await api.create_rich_menu(request, _request_timeout=TIMEOUT)
    menu_id: str = created.rich_menu_id
    await blob.set_rich_menu_image(
        menu_id, png, _headers={"Content-Type": "image/png"}, _request_timeout=TIMEOUT
    )
    await api.set_default_rich_menu(menu_id, _request_timeout=TIMEOUT)
    for one in older.richmenus:
        if one.name == MENU_NAME:
            await api.delete_rich_menu(one.rich_menu_id, _request_timeout=TIMEOUT)
    log.info("line.menu_set", menu=menu_id)
    return menu_id


def _cut(text: str) -> str:
    """At most what LINE and the SDK both take, never half a letter."""
    kept = ""
    for letter in regex.findall(r"\X", text):
        if len(kept + letter) > CHAT_BAR_LIMIT:
            break
        kept += letter
    return kept or "เมนู"
