"""A visitor in a real Chromium before the real service: asks, files by keyboard, comes back."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.serving import running
from tests.test_page_browser import CHROMIUM, FLAGS, PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with running(tmp_path) as service, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(viewport=PHONE, locale="th-TH", reduced_motion="reduce")
        opened = await context.new_page()
        await opened.goto(service.address)
        await expect(opened.get_by_role("button", name="คะแนน ITA")).to_be_visible()
        yield opened
        await browser.close()


async def types(page: Page, words: str) -> None:
    await expect(page.get_by_label("พิมพ์ข้อความ")).to_be_focused()
    await page.keyboard.insert_text(words)
    await page.keyboard.press("Enter")


async def tabs_to(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus, then Enter."""
    for _ in range(40):
        focused = await page.evaluate("document.activeElement.textContent.trim()")
        if focused == name:
            await page.keyboard.press("Enter")
            return
        await page.keyboard.press("Shift+Tab")
    raise AssertionError(f"the keyboard does not reach {name}")


async def test_a_visitor_asks_files_feedback_by_keyboard_alone_and_finds_it_after_a_reload(
    page: Page,
) -> None:
    log = page.get_by_role("log")
    await page.get_by_label("พิมพ์ข้อความ").focus()

    await types(page, "คะแนน e9")
    await expect(log).to_contain_text("96.93")
    await expect(log).to_contain_text("พิมพ์เลขนี้คลาดเคลื่อน")

    await types(page, "ขอเสนอให้มีเก้าอี้ในห้องรอเพิ่ม")
    await expect(log).to_contain_text("ยังไม่ได้ส่งถึงใคร")
    await tabs_to(page, "ส่งเป็นคำติชม")
    await expect(log).to_contain_text("เก็บแบบเข้ารหัส")
    await expect(log).to_contain_text("ตรวจก่อนส่ง")
    await page.get_by_label("พิมพ์ข้อความ").focus()
    await types(page, "ส่ง")
    await expect(log).to_contain_text("รหัสเรื่อง: PS-")
    await expect(page.get_by_role("button", name="คัดลอกรหัสเรื่อง")).to_be_visible()

    before = await log.inner_text()
    await page.reload()
    await expect(log).to_contain_text("รหัสเรื่อง: PS-")
    await expect(page.get_by_role("button", name="คัดลอกรหัสเรื่อง")).to_be_visible()
    assert words(await log.inner_text()) == words(before)


def words(text: str) -> list[str]:
    """What was said; whether it was seen before the reload is not compared."""
    return [word for word in text.split() if word != "ใหม่"]
