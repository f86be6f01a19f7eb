"""Unread answers in a real Chromium: marked when somebody comes back, counted in the title."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.messengers import webchat
from bot.messengers.messenger import Sending
from handlers.turn import Reply
from tests.echo_service import EchoService, serving
from tests.test_page_browser import (
    CONTRASTS,
    PHONE,
    chromium,
    complaints,
    pytestmark,
    service,
    visit,
    visitor,
    write,
)

__all__ = ["chromium", "complaints", "pytestmark", "service"]

TITLE = "ถามโปร่งใส"
CAN_HIDE = """
Object.defineProperty(document, "hidden", { get: () => window.isAway === true });
"""
ANSWER = Reply("คำตอบเรื่อง PS-A2B-C3D-E4F\n\nช่างไปดูแล้ว จะซ่อมวันจันทร์ค่ะ")


async def goes(page: Page, *, away: bool) -> None:
    """The tab goes to the background, or comes back."""
    await page.evaluate(
        "away => { window.isAway = away; document.dispatchEvent(new Event('visibilitychange')); }",
        away,
    )


async def has_read(service: EchoService) -> None:
    async with asyncio.timeout(5):
        await service.was_read.wait()
    service.was_read.clear()


def address(service: EchoService) -> str:
    return service.messages[-1].address


async def test_what_came_while_the_page_was_closed_is_marked_until_it_was_seen(
    chromium: Browser, service: EchoService, complaints: list[str], tmp_path: Path
) -> None:
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        page = await visit(context, url)
        await write(page, "สวัสดีค่ะ")
        await expect(page.get_by_role("log")).to_contain_text("คุณบอกว่า สวัสดีค่ะ")
        await has_read(service)
        await page.close()
        await service.say(address(service), ANSWER)
        again = await visit(context, url)

        await expect(again.locator(".line.new")).to_have_count(1)
        await expect(again.locator(".line.new")).to_contain_text("ใหม่")
        await expect(again.locator(".line.new")).to_contain_text("ช่างไปดูแล้ว")
        assert min(ratio for _, ratio in await again.evaluate(CONTRASTS)) >= 4.5
        wide = await again.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]
        await again.screenshot(path=tmp_path / "unread.png")
        await has_read(service)
        await again.close()

        once_more = await visit(context, url)
        await expect(once_more.get_by_role("log")).to_contain_text("ช่างไปดูแล้ว")
        await expect(once_more.locator(".line.new")).to_have_count(0)


async def test_the_page_says_that_it_shows_a_receipt_and_shows_it_once_though_it_comes_again(
    chromium: Browser,
    service: EchoService,
    complaints: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webchat, "SHOWN_WITHIN_S", 5.0)
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        page = await visit(context, url)
        await write(page, "สวัสดีค่ะ")
        await expect(page.get_by_role("log")).to_contain_text("คุณบอกว่า สวัสดีค่ะ")
        receipt = Reply("1234 5678 9012 3456", once=True)
        for _ in range(2):
            await service.adapter.send(Sending("o99", address(service), (receipt,), "key"))

        await expect(page.get_by_text(receipt.text)).to_have_count(1)


async def test_the_tabs_title_counts_what_came_in_the_background(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        await context.add_init_script(CAN_HIDE)
        page = await visit(context, url)
        await write(page, "สวัสดีค่ะ")
        await expect(page.get_by_role("log")).to_contain_text("คุณบอกว่า สวัสดีค่ะ")
        await has_read(service)
        await goes(page, away=True)
        await service.say(address(service), ANSWER)
        await service.say(address(service), Reply("และซ่อมเสร็จแล้วค่ะ"))

        await expect(page).to_have_title(f"(2) {TITLE} · องค์การบริหารส่วนตำบลบ่อรัง")
        await expect(page.locator(".new-mark")).to_have_count(2)
        assert not service.was_read.is_set()
        await goes(page, away=False)
        await expect(page).to_have_title(f"{TITLE} · องค์การบริหารส่วนตำบลบ่อรัง")
        await has_read(service)


async def test_what_is_read_as_it_comes_is_never_marked(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await write(page, "สวัสดีค่ะ")
        await expect(page.get_by_role("log")).to_contain_text("คุณบอกว่า สวัสดีค่ะ")
        await has_read(service)

        await expect(page.locator(".new-mark")).to_have_count(0)
        assert service.read == {address(service): 2}


async def test_what_is_out_of_sight_is_not_read(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    long = Reply("\n".join(f"ข้อ {number}" for number in range(1, 90)))
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        page = await visit(context, url)
        await write(page, "สวัสดีค่ะ")
        await expect(page.get_by_role("log")).to_contain_text("คุณบอกว่า สวัสดีค่ะ")
        await has_read(service)
        await page.close()
        await service.say(address(service), long)
        await service.say(address(service), ANSWER)
        again = await visit(context, url)
        await has_read(service)

        assert service.read == {address(service): 3}
        await expect(again).to_have_title(f"(1) {TITLE} · องค์การบริหารส่วนตำบลบ่อรัง")
        await again.locator(".line.new").last.scroll_into_view_if_needed()
        await has_read(service)
        assert service.read == {address(service): 4}


@pytest.mark.parametrize("key", ["", "i1", "o", "o0", "o-1", "o9999999999999999", "o1 or 1=1", "ก"])
def test_a_key_that_is_none_reads_nothing(key: str) -> None:
    from bot.web import frames

    assert frames.row_of(key) == 0
