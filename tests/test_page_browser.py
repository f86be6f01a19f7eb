"""The page in a real Chromium: what a visitor sees and does, by mouse, by keyboard, on a phone."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bot import clock
from bot.web import frames
from handlers.turn import Choice, Reply
from tests.echo_service import STARTERS, EchoService, serving

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

CONTRASTS = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isOpaque = (colour) => numbers(colour).length === 3 || numbers(colour)[3] === 1;
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (isOpaque(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const ratio = (node) => {
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility() && node.tagName !== "NOSCRIPT")
    .filter((node) => [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim()))
    .map((node) => [node.textContent.trim().slice(0, 30), ratio(node)]);
}"""
"""The WCAG contrast ratio of every visible text on the page."""


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def service() -> EchoService:
    return EchoService()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Chromium complains about: scripts that fail, and everything the policy forbids."""
    heard: list[str] = []
    yield heard
    assert heard == []


@asynccontextmanager
async def visitor(
    chromium: Browser, complaints: list[str], **wishes: Any
) -> AsyncIterator[BrowserContext]:
    """A browser of one visitor, on a desk unless *wishes* say otherwise."""
    context = await chromium.new_context(**{"viewport": DESK, "locale": "th-TH", **wishes})
    context.set_default_timeout(5_000)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    yield context
    await context.close()


async def visit(context: BrowserContext, url: str) -> Page:
    page = await context.new_page()
    await page.goto(url)
    await expect(page.get_by_text("พร้อมตอบค่ะ")).to_be_visible()
    return page


async def write(page: Page, text: str) -> None:
    await page.get_by_label("พิมพ์ข้อความ", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def focused(page: Page) -> str:
    words = await page.evaluate("document.activeElement.textContent || document.activeElement.id")
    return str(words).strip()


async def test_a_pressed_starter_is_answered_with_a_real_table_and_next_steps(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await page.get_by_role("button", name="คะแนนปีล่าสุด").click()

        log = page.get_by_role("log")
        await expect(log.get_by_role("row", name="OIT 95.00")).to_be_visible()
        await expect(log.get_by_role("button", name="เทียบปีก่อน")).to_be_visible()
        lines = await log.locator(".line").all_inner_texts()

    assert "คะแนนปีล่าสุด" in lines[0]
    assert "1,072" in lines[1]


async def test_what_people_and_the_service_say_is_never_read_as_html(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    nasty = "<img src=x onerror=alert(1)>\n<b>หนา</b> & \u202eกลับ"
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await page.get_by_label("พิมพ์ข้อความ", exact=True).fill(nasty)
        await page.get_by_role("button", name="ส่ง", exact=True).click()

        await expect(page.get_by_text("คุณบอกว่า <img src=x onerror=alert(1)>")).to_be_visible()
        made = await page.locator("[role=log] :is(img, b)").count()

    assert made == 0


async def test_the_keyboard_alone_reaches_everything_in_a_sensible_order(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        walk = []
        for _ in range(13):
            await page.keyboard.press("Tab")
            walk.append(await focused(page))

    assert walk[:2] == ["ข้ามไปที่ช่องพิมพ์ข้อความ", "ออกทันที"]
    starters = [choice.label for choice in STARTERS]
    rest = [words for words in walk[1:] if words not in ("สวัสดี", "")]
    assert [words for words in rest if words in starters] == starters
    assert rest[rest.index("words") :] == [
        "words",
        "เมนู",
        "แนบไฟล์",
        "ส่ง",
        "ข้อมูลของคุณถูกใช้อย่างไร",
    ]


async def test_after_pressing_a_choice_by_keyboard_tab_leads_to_the_next_choices(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await page.get_by_role("button", name="คะแนนปีล่าสุด").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="เทียบปีก่อน")).to_be_visible()

        await page.keyboard.press("Tab")
        first = await focused(page)
        await page.keyboard.press("Space")
        await expect(page.locator(".line.me")).to_have_count(2)

    assert first == "IIT"
    assert [message.data for message in service.messages] == [
        "q:score_total",
        "q:score_instrument:IIT",
    ]


async def test_shift_enter_makes_a_new_line_and_enter_sends(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await page.get_by_label("พิมพ์ข้อความ", exact=True).focus()
        await page.keyboard.type("หนึ่ง")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("สอง")
        await page.keyboard.press("Escape")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("คุณบอกว่า หนึ่ง")).to_be_visible()

    assert [message.text for message in service.messages] == ["หนึ่ง\nสอง"]


async def test_after_a_reload_the_conversation_is_there_once_and_in_order(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await write(page, "หนึ่ง")
        await expect(page.get_by_text("คุณบอกว่า หนึ่ง")).to_be_visible()
        await write(page, "สอง")
        await expect(page.get_by_text("คุณบอกว่า สอง")).to_be_visible()
        before = await page.locator(".words").all_inner_texts()

        await page.reload()
        await expect(page.get_by_text("พร้อมตอบค่ะ")).to_be_visible()
        after = await page.locator(".words").all_inner_texts()

    assert before == ["หนึ่ง", "คุณบอกว่า หนึ่ง", "สอง", "คุณบอกว่า สอง"]
    assert after == before


async def test_whoever_comes_back_sees_the_newest_line_below_a_tall_one(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await page.get_by_role("button", name="คะแนนปีล่าสุด").click()
        await expect(page.get_by_text("96.46 AA")).to_be_visible()
        for number in range(4):
            await write(page, f"ข้อความที่ {number}")
            await expect(page.get_by_text(f"คุณบอกว่า ข้อความที่ {number}")).to_be_visible()

        await page.reload()

        await expect(page.get_by_text("คุณบอกว่า ข้อความที่ 3")).to_be_in_viewport()
        await expect(page.get_by_role("button", name="มีข้อความใหม่")).to_be_hidden()


async def test_the_way_back_from_the_privacy_text_shows_the_whole_chat(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        page = await visit(context, url)
        await page.get_by_role("link", name="ข้อมูลของคุณถูกใช้อย่างไร").click()
        await page.get_by_role("link", name="กลับไปที่ช่องพิมพ์ข้อความ").click()

        await expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)


async def test_the_send_button_is_in_sight_when_a_keyboard_takes_half_the_screen(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    small = {"width": 390, "height": 380}
    async with serving(service) as url, visitor(chromium, complaints, viewport=small) as context:
        page = await visit(context, url)

        await expect(page.get_by_role("button", name="ส่ง")).to_be_in_viewport(ratio=1)


async def test_what_is_written_while_the_line_is_down_arrives_once_when_it_is_back(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with visitor(chromium, complaints) as context:
        async with serving(service) as url:
            page = await visit(context, url)
        await expect(page.get_by_text("กำลังเชื่อมต่อใหม่")).to_be_visible()
        await write(page, "ยังอยู่ไหม")
        await expect(page.get_by_text("กำลังส่ง…")).to_be_visible()
        unanswered = list(service.messages)

        async with serving(service, port=int(url.rsplit(":", 1)[1])):
            await expect(page.get_by_text("คุณบอกว่า ยังอยู่ไหม")).to_be_visible()
            await expect(page.get_by_text("กำลังส่ง…")).to_have_count(0)
            lines = await page.locator(".words").all_inner_texts()

    assert unanswered == []
    assert len(service.messages) == 1
    assert lines == ["ยังอยู่ไหม", "คุณบอกว่า ยังอยู่ไหม"]


async def test_a_reply_that_came_before_the_newest_words_and_was_never_shown_comes_with_the_line(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    service.answers = False
    async with visitor(chromium, complaints) as context:
        async with serving(service) as url:
            page = await visit(context, url)
            await write(page, "คำถามแรก")
            await expect(page.get_by_text("กำลังส่ง…")).to_have_count(0)
            address = service.messages[-1].address
            missed = frames.of_reply("o1", Reply("คำตอบแรก"), clock.now().isoformat())
            service.note(address, missed)
            await write(page, "คำถามที่สอง")
            await expect(page.get_by_text("กำลังส่ง…")).to_have_count(0)
        async with serving(service, port=int(url.rsplit(":", 1)[1])):
            await expect(page.get_by_text("คำตอบแรก")).to_be_visible(timeout=30_000)
            lines = await page.locator(".words").all_inner_texts()

    assert lines == ["คำถามแรก", "คำถามที่สอง", "คำตอบแรก"]


async def test_what_could_not_be_kept_survives_a_reload_and_is_sent_again(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    service.is_available = False
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await write(page, "ถนนเป็นหลุม")
        await expect(page.get_by_role("alert")).to_contain_text("จะส่งใหม่ให้เอง")
        service.is_available = True

        await page.reload()
        await expect(page.get_by_text("คุณบอกว่า ถนนเป็นหลุม")).to_be_visible()

    assert [message.text for message in service.messages] == ["ถนนเป็นหลุม"]


async def test_a_text_that_is_too_long_stays_where_it_was_written(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await write(page, "ก" * 5001)

        await expect(page.get_by_role("alert")).to_contain_text("5,001")
        kept = await page.get_by_label("พิมพ์ข้อความ", exact=True).input_value()

    assert kept == "ก" * 5001
    assert service.messages == []


async def test_two_open_pages_of_a_visitor_show_the_same_conversation(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        one, other = await visit(context, url), await visit(context, url)
        await write(one, "สวัสดี")
        await expect(other.get_by_text("คุณบอกว่า สวัสดี")).to_be_visible()

        lines = [await page.locator(".words").all_inner_texts() for page in (one, other)]

    assert lines == [["สวัสดี", "คุณบอกว่า สวัสดี"]] * 2


async def test_a_file_is_sent_and_one_of_a_refused_kind_says_why(
    chromium: Browser, service: EchoService, complaints: list[str], tmp_path: Path
) -> None:
    photo, program = tmp_path / "หลุม.jpg", tmp_path / "ของแปลก.pdf"
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    program.write_bytes(b"MZ program")
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("button", name="แนบไฟล์").click()
        await (await chooser.value).set_files(photo)
        await expect(page.get_by_text("ได้รับไฟล์แล้วค่ะ")).to_be_visible()
        await expect(page.get_by_text("ไฟล์แนบ: หลุม.jpg")).to_have_count(1)

        await page.locator("[data-file]").set_input_files(program)
        await expect(page.get_by_text("ไฟล์ชนิดนี้ระบบไม่รับค่ะ")).to_be_visible()
        await write(page, "ต่อ")
        await expect(page.locator(".words").last).to_have_text("คุณบอกว่า ต่อ")

    assert service.files == [photo.read_bytes()]


async def test_a_phone_of_360_pixels_never_scrolls_sideways_and_keeps_fingers_in_mind(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    phone = visitor(chromium, complaints, viewport=PHONE, has_touch=True, is_mobile=True)
    async with serving(service) as url, phone as context:
        page = await visit(context, url)
        heights = [
            await button.evaluate("button => button.getBoundingClientRect().height")
            for button in await page.get_by_role("button").all()
        ]
        await page.get_by_role("button", name="คะแนนปีล่าสุด").tap()
        await write(page, "https://example.go.th/" + "x" * 300)
        await expect(page.get_by_text("คุณบอกว่า")).to_be_visible()
        width = await page.evaluate("document.documentElement.scrollWidth")
        beyond = await page.locator("[data-talk]").evaluate("t => t.scrollWidth - t.clientWidth")

    assert (width, beyond) == (360, 0)
    assert min(heights) >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast_enough_to_read(
    chromium: Browser, service: EchoService, complaints: list[str], scheme: str
) -> None:
    plain = visitor(chromium, complaints, color_scheme=scheme, reduced_motion="reduce")
    async with serving(service) as url, plain as context:
        page = await visit(context, url)
        await page.get_by_role("button", name="คะแนนปีล่าสุด").click()
        await expect(page.get_by_role("button", name="เทียบปีก่อน")).to_be_visible()
        await page.get_by_role("button", name="เมนู").click()
        await write(page, "ก" * 5001)
        measured = await page.evaluate(CONTRASTS)

    assert len(measured) > 30
    assert [(words, ratio) for words, ratio in measured if ratio < 4.5] == []


async def test_a_screen_reader_finds_the_log_the_label_and_the_state(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await write(page, "สวัสดี")
        await expect(page.get_by_text("คุณบอกว่า สวัสดี")).to_be_visible()

        await expect(page.locator("html")).to_have_attribute("lang", "th")
        await expect(page.get_by_role("log", name="บทสนทนา")).to_have_attribute(
            "aria-live", "polite"
        )
        await expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
        await expect(page.get_by_role("status")).to_have_text("พร้อมตอบค่ะ")
        await expect(page.get_by_role("textbox", name="พิมพ์ข้อความ")).to_be_visible()
        await expect(page.get_by_role("group", name="เลือกต่อได้")).to_be_visible()
        words = await page.locator(".line").all_text_contents()

    assert words[0].startswith("คุณ: สวัสดี")
    assert words[1].startswith("โปร่งใส: คุณบอกว่า")


async def test_a_reply_while_reading_further_up_does_not_move_the_page(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await write(page, "\n".join(f"บรรทัด {number}" for number in range(60)))
        await expect(page.get_by_text("คุณบอกว่า บรรทัด 0")).to_be_visible()
        await page.locator("[data-talk]").evaluate("talk => { talk.scrollTop = 0; }")

        await service.say(service.messages[0].address, Reply("ข่าวใหม่"))
        await expect(page.get_by_role("button", name="มีข้อความใหม่")).to_be_visible()
        stayed = await page.locator("[data-talk]").evaluate("talk => talk.scrollTop")
        await page.get_by_role("button", name="มีข้อความใหม่").click()
        await expect(page.get_by_text("ข่าวใหม่")).to_be_in_viewport()

    assert stayed == 0


async def test_opening_the_menu_keeps_the_end_of_the_conversation_in_view(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with (
        serving(service) as url,
        visitor(chromium, complaints, viewport=PHONE) as context,
    ):
        page = await visit(context, url)
        for words in ("หนึ่ง", "สอง", "สาม"):
            await write(page, words)
            await expect(page.get_by_text(f"คุณบอกว่า {words}")).to_be_visible()
        await page.get_by_role("button", name="เมนู").click()

        await expect(page.get_by_text("คุณบอกว่า สาม")).to_be_in_viewport()
        first = await focused(page)

    assert first == STARTERS[0].label


async def test_without_scripts_the_page_says_kindly_what_to_do_instead_of_showing_a_dead_chat(
    service: EchoService,
) -> None:
    flags = [*FLAGS, "--blink-settings=scriptEnabled=false"]
    async with serving(service) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = await browser.new_page()
        await page.goto(url)
        advice = page.locator("noscript .bubble")
        words, box = await advice.text_content(), await advice.bounding_box()
        buttons = await page.get_by_role("button").count()
        await browser.close()

    assert "แชตนี้ต้องใช้ JavaScript" in (words or "")
    assert box is not None
    assert box["height"] > 40
    assert buttons == 0


async def test_without_cookies_the_page_says_why_it_cannot_connect(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints) as context:
        page = await visit(context, url)
        await context.clear_cookies()
        await service.live.close()

        await expect(page.get_by_role("alert")).to_contain_text("คุกกี้")
        await expect(page.get_by_role("status")).to_have_text("ยังเชื่อมต่อไม่ได้")


async def test_the_quick_exit_leaves_at_once_and_nobody_reads_on_there(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with serving(service) as url, visitor(chromium, complaints, viewport=PHONE) as context:
        await context.route("https://www.tmd.go.th/**", lambda route: route.fulfill(body="weather"))
        other = await visit(context, url)
        page = await visit(context, url)
        await write(page, "ความลับของฉัน")
        await expect(other.get_by_text("คุณบอกว่า ความลับของฉัน")).to_be_visible()

        await page.get_by_role("button", name="ออกทันที").click()
        await page.wait_for_url("https://www.tmd.go.th/")
        await other.wait_for_url("https://www.tmd.go.th/")
        await page.go_back()
        assert "ความลับ" not in await page.content()
        again = await visit(context, url)
        await expect(again.get_by_role("log")).to_have_attribute("aria-busy", "false")
        assert "ความลับ" not in await again.get_by_role("log").inner_text()


WHEN = Reply(
    "เป็นมาตั้งแต่เมื่อไรคะ กดเลือก หรือพิมพ์เองแบบประมาณก็ได้",
    (
        Choice("วันนี้", "f:answer:when:today", "file_feedback"),
        Choice("เลือกวันที่", "f:answer:when:date", "file_feedback", asks="date"),
        Choice("ส่งตำแหน่ง", "f:answer:where:place", "file_feedback", asks="place"),
        Choice("ข้าม", "f:skip:when", "file_feedback"),
    ),
)


@asynccontextmanager
async def asked_when(
    chromium: Browser, service: EchoService, complaints: list[str], **wishes: Any
) -> AsyncIterator[Page]:
    """A phone that shows the question when."""
    async with (
        serving(service) as url,
        visitor(chromium, complaints, viewport=PHONE, **wishes) as context,
    ):
        page = await visit(context, url)
        await write(page, "สวัสดี")
        await expect(page.get_by_text("คุณบอกว่า สวัสดี")).to_be_visible()
        service.answers = False
        await service.say(service.messages[0].address, WHEN)
        await expect(page.get_by_role("button", name="เลือกวันที่")).to_be_visible()
        yield page


async def test_a_day_is_picked_in_a_calendar_and_reads_in_the_buddhist_era(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with asked_when(chromium, service, complaints) as page:
        await page.get_by_role("button", name="เลือกวันที่").click()
        day = page.get_by_label("วันที่เกิดเรื่อง")
        await expect(day).to_be_focused()
        await day.fill("2025-11-24")
        await expect(page.locator(".picker-words")).to_have_text("24 พฤศจิกายน 2568")
        wide = await page.evaluate("document.documentElement.scrollWidth")
        await page.get_by_role("button", name="ใช้วันที่นี้").click()
        await expect(page.locator(".line.me").last).to_contain_text("24 พฤศจิกายน 2568")
        await expect(day).to_have_count(0)

    assert wide <= PHONE["width"]
    assert service.messages[-1].data == "f:answer:when:date:2025-11-24"


async def test_a_calendar_can_be_closed_or_left_and_typing_works_as_ever(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with asked_when(chromium, service, complaints) as page:
        await page.get_by_role("button", name="เลือกวันที่").click()
        await page.get_by_role("button", name="ใช้วันที่นี้").click()
        await expect(page.get_by_label("วันที่เกิดเรื่อง")).to_be_focused()
        await page.get_by_role("button", name="ปิด", exact=True).click()
        await expect(page.get_by_label("วันที่เกิดเรื่อง")).to_have_count(0)
        await page.get_by_role("button", name="เลือกวันที่").click()
        await write(page, "สงกรานต์ปีที่แล้ว")
        await expect(page.get_by_label("วันที่เกิดเรื่อง")).to_have_count(0)
        await expect(page.locator(".line.me.pending")).to_have_count(0)

    assert service.messages[-1].text == "สงกรานต์ปีที่แล้ว"


async def test_the_place_is_asked_of_the_browser_only_on_a_press(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    here = {"latitude": 15.65, "longitude": 101.1}
    wishes = {"geolocation": here, "permissions": ["geolocation"]}
    async with asked_when(chromium, service, complaints, **wishes) as page:
        assert [each.place for each in service.messages] == [None]
        await page.get_by_role("button", name="ส่งตำแหน่ง").click()
        await expect(page.locator(".line.me").last).to_contain_text("พิกัด 15.65000, 101.10000")
        await expect(page.locator(".line.me.pending")).to_have_count(0)

    place = service.messages[-1].place
    assert place is not None
    assert (place.latitude, place.longitude) == (15.65, 101.1)


async def test_whoever_forbids_their_place_is_told_to_type_it(
    chromium: Browser, service: EchoService, complaints: list[str]
) -> None:
    async with asked_when(chromium, service, complaints, permissions=[]) as page:
        await page.get_by_role("button", name="ส่งตำแหน่ง").click()
        await expect(page.get_by_role("alert")).to_contain_text("พิมพ์ชื่อสถานที่แทนได้เลย")

    assert len(service.messages) == 1
