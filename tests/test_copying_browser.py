"""The copy button in a real Chromium, on a phone: with the browser's clipboard and without."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from handlers.reporting import copying
from handlers.turn import Choice, Reply
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

CODE = "PS-A2B-C3D-E4F"
MINE = Choice("เรื่องของฉัน", "f:status", "case_status")
FILED = Reply(f"รับเรื่อง (ร้องทุกข์) เรียบร้อยค่ะ\nรหัสเรื่อง: {CODE}", (MINE, copying.code(CODE)))
WITHOUT = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
NEITHER = f"{WITHOUT} document.execCommand = () => false;"


async def asked(page: Page, service: EchoService) -> None:
    await write(page, "สวัสดีค่ะ")
    await expect(page.get_by_role("log")).to_contain_text("คุณบอกว่า สวัสดีค่ะ")
    await service.say(service.messages[-1].address, FILED)


async def pasted(page: Page) -> str:
    field = page.get_by_label("พิมพ์ข้อความ", exact=True)
    await field.focus()
    await page.keyboard.press("Control+V")
    return await field.input_value()


async def test_a_press_copies_and_says_so_and_sends_nothing(
    chromium: Browser, service: EchoService, complaints: list[str], tmp_path: Path
) -> None:
    wishes = {"viewport": PHONE, "permissions": ["clipboard-read", "clipboard-write"]}
    async with serving(service) as url, visitor(chromium, complaints, **wishes) as context:
        page = await visit(context, url)
        await asked(page, service)
        button = page.get_by_role("button", name="คัดลอกรหัสเรื่อง")
        box = await button.bounding_box()
        await page.screenshot(path=tmp_path / "copy.png")
        await button.click()

        await expect(page.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()
        assert box is not None
        assert box["height"] >= 44
        assert min(ratio for _, ratio in await page.evaluate(CONTRASTS)) >= 4.5
        assert await pasted(page) == CODE
        assert len(service.messages) == 1
        await expect(page.get_by_role("button", name="เรื่องของฉัน")).to_be_visible()


async def test_without_the_browsers_clipboard_the_old_way_copies(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        await context.add_init_script(WITHOUT)
        page = await visit(context, url)
        await asked(page, service)
        await page.get_by_role("button", name="คัดลอกรหัสเรื่อง").click()

        await expect(page.get_by_role("button", name="คัดลอกแล้ว")).to_be_focused()
        assert await pasted(page) == CODE


async def test_where_nothing_copies_the_button_says_what_to_do(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        await context.add_init_script(NEITHER)
        page = await visit(context, url)
        await asked(page, service)
        await page.get_by_role("button", name="คัดลอกรหัสเรื่อง").click()

        await expect(page.get_by_role("button", name="แตะค้างที่เลขแล้วเลือกคัดลอก")).to_be_visible()
