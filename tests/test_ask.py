"""The terminal: batches in order, conversations kept apart, and no network at all."""

import io
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from data.store import Store

POTHOLE = "ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4"


pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reaches for the network here fails."""

    def refuse(*_: Any) -> None:
        raise AssertionError("the terminal needs no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def somewhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """In an empty folder, where nothing may be left behind."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE", "CASE_KEY", "AGENCY"):
        monkeypatch.delenv(name, raising=False)
    yield
    assert not list(tmp_path.glob("var"))


def batch(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, *rows: dict[str, str] | str
) -> tuple[int, list[dict[str, Any]], str]:
    """What a batch prints: status, lines, complaints."""
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    status = cli.main(["ask", "--batch", str(file)])
    out, complaints = capsys.readouterr()
    return status, [json.loads(line) for line in out.splitlines()], complaints


def words(line: dict[str, Any]) -> str:
    return "\n".join(line["replies"])


def test_a_batch_is_answered_in_order_with_the_agreed_keys(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [
        {"id": "a", "text": "คะแนน e9", "role": "citizen", "note": "ignored"},
        {"id": "b", "text": "สวัสดีค่ะ"},
        {"id": "c", "text": "/cases", "role": "staff"},
    ]
    status, lines, _ = batch(capsys, tmp_path, *rows)

    assert status == 0
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    keys = ["id", "intent", "slots", "confidence", "replies", "choices"]
    assert all(list(line) == keys for line in lines)
    assert lines[0]["intent"] == "score_item"
    assert lines[0]["slots"]["item"] == "e9"
    assert "96.93" in words(lines[0])
    assert all(set(choice) == {"label", "intent"} for line in lines for choice in line["choices"])
    assert "ไม่มีเรื่องที่รออยู่" in words(lines[2])


def test_rows_of_one_chat_are_a_conversation_and_others_each_their_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [
        {"id": "1", "chat": "A", "text": POTHOLE},
        {"id": "2", "text": "ใช่"},
        {"id": "3", "chat": "B", "text": "ใช่"},
        {"id": "4", "chat": "A", "text": "ใช่"},
        {"id": "5", "chat": "A", "text": "ตรวจ"},
        {"id": "6", "chat": "A", "text": "ส่ง"},
        {"id": "7", "chat": "A", "text": "ติดตามเรื่อง"},
        {"id": "8", "chat": "B", "text": "ติดตามเรื่อง"},
        {"id": "9", "text": "/cases", "role": "staff"},
    ]
    _, lines, _ = batch(capsys, tmp_path, *rows)
    said = {line["id"]: words(line) for line in lines}

    assert "ยังไม่ได้ส่งถึงใคร" in said["1"]
    assert "แจ้งเรื่อง: ร้องทุกข์" not in said["2"] + said["3"]
    assert "แจ้งเรื่อง: ร้องทุกข์" in said["4"]
    assert POTHOLE in said["5"]
    assert "รหัสเรื่อง: PS-" in said["6"]
    assert "รับเรื่องแล้ว" in said["7"]
    assert "ยังไม่พบเรื่อง" in said["8"]
    assert "ยังไม่ปิด 1 เรื่อง" in said["9"]


def test_corruption_can_be_tried_out_for_one_handler_is_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, lines, _ = batch(capsys, tmp_path, {"id": "1", "text": "มีคนเรียกเงินตอนขอใบอนุญาต"})

    assert lines[0]["intent"] == "file_complaint"
    assert "แจ้งแบบลับ" in [choice["label"] for choice in lines[0]["choices"]]


def test_one_answer_as_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "--json", "คะแนน e9"]) == 0

    line = json.loads(capsys.readouterr().out)
    assert line["intent"] == "score_item"


def test_one_answer_for_people_with_its_buttons(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "คะแนนรวมเท่าไหร่"]) == 0

    said = capsys.readouterr().out
    assert "96.46" in said
    assert "[IIT]" in said


@pytest.mark.parametrize(
    ("text", "reason"),
    [("คะแนน e9", "เจตนา: score_item"), ("งบประมาณปีนี้กี่ล้าน", "ตัวกั้น: budget")],
)
def test_why_shows_how_it_was_understood(
    capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    assert cli.main(["ask", "--why", text]) == 0

    said = capsys.readouterr().out
    assert reason in said
    assert "อ่านเป็น: " in said


@pytest.mark.parametrize("bad", ["not json", '{"id": "3"}', '{"id": 3, "text": "x"}', "[]"])
def test_a_line_that_is_no_row_is_named_by_its_number_in_the_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, bad: str
) -> None:
    status, lines, complaints = batch(
        capsys, tmp_path, {"id": "1", "text": "สวัสดีค่ะ"}, "", bad, {"id": "4", "text": "ขอบคุณ"}
    )

    assert status == 1
    assert [line["id"] for line in lines] == ["1"]
    assert "line 3: " in complaints


def test_a_batch_comes_by_standard_input_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO('{"id":"1","text":"คะแนน e9"}\n'.encode()))
    monkeypatch.setattr(sys, "stdin", given)

    assert cli.main(["ask", "--batch", "-"]) == 0
    assert "96.93" in words(json.loads(capsys.readouterr().out))


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "--batch", "nowhere.jsonl"]) == 1
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_neither_text_nor_batch_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask"]) == 2
    assert "--batch" in capsys.readouterr().err


def test_the_database_of_the_service_is_not_touched(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "served.db"
    monkeypatch.setenv("DATABASE", str(path))
    opened: list[Path] = []
    original = Store.__init__

    def note(self: Store, where: Path, *more: Any) -> None:
        opened.append(where)
        original(self, where, *more)

    monkeypatch.setattr(Store, "__init__", note)
    cli.main(["ask", "สวัสดีค่ะ"])

    assert not path.exists()
    assert len(opened) == 1
    assert not opened[0].exists()
