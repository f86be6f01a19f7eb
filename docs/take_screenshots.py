"""Takes the README's pictures of the real page: a phone, a real service on a throw-away database.

Run by ``make screenshots``; needs Debian's chromium.
"""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

IMAGES = Path(__file__).with_name("images")
PHONE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


async def main() -> int:
    """Take them all."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        service, address = await _serve(Path(folder))
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                page = await browser.new_page(
                    viewport=PHONE, device_scale_factor=2, locale="th-TH", reduced_motion="reduce"
                )
                await page.goto(address)
                await _pictures(page)
                await browser.close()
        finally:
            service.terminate()
            await service.wait()
    return 0


async def _serve(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    environment = {**os.environ, "DATABASE": str(folder / "shown.db"), "PORT": "8931"}
    service = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "serve",
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    assert service.stderr is not None
    while line := await service.stderr.readline():
        if re.search(rb"event='ready'", line):
            return service, "http://127.0.0.1:8931/"
    raise RuntimeError("the service did not start")


async def _pictures(page: Page) -> None:
    await page.get_by_role("button", name="คะแนน ITA").wait_for()
    await _say(page, "คะแนนรวมเท่าไหร่คะ", "ลำดับที่ 1,072")
    await page.screenshot(path=IMAGES / "phone-score.png")
    await _say(page, "ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4", "ยังไม่ได้ส่งถึงใคร")
    await _press(page, "แจ้งเรื่องนี้", "ขอถามต่อ")
    await _press(page, "ดูก่อนส่ง", "ตรวจก่อนส่ง")
    await _press(page, "ส่งเรื่อง", "รหัสเรื่อง")
    await page.screenshot(path=IMAGES / "phone-case.png")


async def _say(page: Page, words: str, expected: str) -> None:
    await page.get_by_label("พิมพ์ข้อความ").fill(words)
    await page.get_by_label("พิมพ์ข้อความ").press("Enter")
    await page.get_by_text(expected).last.wait_for()


async def _press(page: Page, label: str, expected: str) -> None:
    await page.get_by_role("button", name=label, exact=True).last.click()
    await page.get_by_text(expected).last.wait_for()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
