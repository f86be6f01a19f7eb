"""The rich menu: what LINE is given, in which order, and what happens when it refuses."""

import json
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import regex
from aiohttp import web

from bot.messengers.line import Line
from bot.messengers.line_menu import (
    AREAS,
    HEIGHT,
    PICTURE,
    WIDTH,
    MenuRefused,
    boxes,
    chat_bar_text,
    install,
    install_from,
    menu,
)

PNG = PICTURE.read_bytes()
STALE = {
    "size": {"width": 2500, "height": 1686},
    "selected": True,
    "chatBarText": "เมนู",
    "areas": [],
}


@dataclass
class Platform:
    """LINE's rich menus: *menus* by id, which one is everybody's, and what has a picture."""

    menus: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    default: str = ""
    refuses: str = ""
    url: str = ""

    async def serve(self, request: web.Request) -> web.Response:
        raw, path = await request.read(), request.path
        if self.refuses and path.endswith(self.refuses) and request.method == "POST":
            return web.json_response({"message": "refused by LINE"}, status=400)
        step = path.removeprefix("/v2/bot/")
        if step == "richmenu/list":
            return web.json_response({"richmenus": list(self.menus.values())})
        if step == "richmenu":
            return self._create(json.loads(raw))
        name = step.split("/")[-1]
        if step.startswith("user/all/richmenu/"):
            assert name in self.pictures
            self.default = name
        elif step.endswith("/content"):
            assert request.content_type == "image/png"
            self.pictures[step.split("/")[1]] = raw
        elif request.method == "DELETE":
            del self.menus[name]
        return web.json_response({})

    def _create(self, body: dict[str, Any]) -> web.Response:
        self.menus["richmenu-new"] = {**body, "richMenuId": "richmenu-new"}
        return web.json_response({"richMenuId": "richmenu-new"})


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    it = Platform()
    app = web.Application(client_max_size=2 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", it.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    it.url = "http://{}:{}".format(*runner.addresses[0][:2])
    yield it
    await runner.cleanup()


async def test_the_menu_is_created_pictured_and_made_everybodys(platform: Platform) -> None:
    menu_id = await install(Line(platform.url, "tok"), PNG, "เมนูบ่อรัง")

    assert platform.default == menu_id == "richmenu-new"
    assert platform.pictures[menu_id] == PNG
    assert platform.menus[menu_id]["chatBarText"] == "เมนูบ่อรัง"


async def test_the_command_installs_the_projects_picture_under_the_agencys_name(
    platform: Platform,
) -> None:
    menu_id = await install_from(Line(platform.url, "tok"), "อบต.บ่อรัง")

    assert platform.pictures[menu_id] == PNG
    assert platform.menus[menu_id]["chatBarText"] == "เมนูบ่อรัง"


async def test_our_older_menus_go_and_others_stay(platform: Platform) -> None:
    platform.menus = {
        "richmenu-old": {**STALE, "name": "prongsai", "richMenuId": "richmenu-old"},
        "richmenu-their": {**STALE, "name": "campaign", "richMenuId": "richmenu-their"},
    }

    await install(Line(platform.url, "tok"), PNG, "เมนู")

    assert set(platform.menus) == {"richmenu-new", "richmenu-their"}


async def test_where_line_refuses_the_older_menu_stands(platform: Platform) -> None:
    platform.menus = {"richmenu-old": {**STALE, "name": "prongsai", "richMenuId": "richmenu-old"}}
    platform.refuses = "/content"

    with pytest.raises(MenuRefused, match="refused by LINE"):
        await install(Line(platform.url, "tok"), PNG, "เมนู")

    assert "richmenu-old" in platform.menus
    assert platform.default == ""


async def test_where_nobody_listens_the_operator_is_told(unused_tcp_port: int) -> None:
    with pytest.raises(MenuRefused, match="no answer"):
        await install(Line(f"http://127.0.0.1:{unused_tcp_port}", "tok"), PNG, "เมนู")


async def test_a_picture_over_lines_limit_is_refused_before_any_call(platform: Platform) -> None:
    with pytest.raises(MenuRefused, match="bytes"):
        await install(Line(platform.url, "tok"), b"x" * (1024 * 1024 + 1), "เมนู")
    assert platform.menus == {}


def test_the_six_areas_cover_the_picture_without_overlap() -> None:
    covered = boxes()

    assert len(covered) == len(AREAS) == 6
    assert sum(box.width * box.height for box in covered) == WIDTH * HEIGHT
    assert max(box.x + box.width for box in covered) == WIDTH
    assert max(box.y + box.height for box in covered) == HEIGHT


def test_the_picture_has_the_menus_size_and_lines_weight() -> None:
    assert struct.unpack(">II", PNG[16:24]) == (WIDTH, HEIGHT)
    assert len(PNG) < 1024 * 1024


def test_labels_and_the_bar_fit_lines_limits() -> None:
    assert all(len(regex.findall(r"\X", area.label)) <= 20 for area in AREAS)
    assert chat_bar_text("บ่อรัง") == chat_bar_text("อบต.บ่อรัง") == "เมนูบ่อรัง"
    assert chat_bar_text("องค์การบริหารส่วนตำบลบ่อรัง") == "เมนู"


@pytest.mark.parametrize("bar", ["", "เมนู" * 9, "🙏" * 20])
def test_any_bar_text_is_cut_to_what_line_takes(bar: str) -> None:
    cut = menu(bar).chat_bar_text

    assert 1 <= len(cut) <= 14
