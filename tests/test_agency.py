"""The agency's own settings: what is left empty is not configured, what is wrong is named."""

from pathlib import Path

import pytest

from data.agency import load_agency
from data.toml_file import DatasetError

SHIPPED = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "agency.toml"
    path.write_bytes(SHIPPED.read_bytes())
    return path


def fill_in(path: Path, old: str, new: str) -> None:
    """Write *new* for the first *old* in the file, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(path: Path) -> list[str]:
    with pytest.raises(DatasetError) as raised:
        load_agency(path)
    return raised.value.problems


def test_nothing_that_the_report_does_not_print_comes_filled_in() -> None:
    agency = load_agency(SHIPPED)

    for value in ("office_hours", "address", "phone", "email", "website", "eservice"):
        assert getattr(agency, value) is None, value
    assert {channel.address for channel in agency.channels} == {None}
    assert {(body.phone, body.website) for body in agency.outside_bodies} == {(None, None)}


def test_the_channels_that_the_report_names_are_told_from_the_others() -> None:
    channels = load_agency(SHIPPED).channels

    assert {channel.key for channel in channels if channel.in_report} == {
        "website",
        "facebook",
        "line",
        "google_form",
    }


def test_corruption_and_feedback_have_channels_and_outside_bodies_to_name() -> None:
    agency = load_agency(SHIPPED)

    for kind in ("feedback", "grievance", "corruption"):
        assert any(kind in channel.takes for channel in agency.channels), kind
    assert "nacc" in {body.key for body in agency.outside_bodies}


def test_every_name_that_the_scan_gives_the_agency_is_known() -> None:
    aliases = load_agency(SHIPPED).aliases

    assert {"บ่อรัง", "บ่ออรั้ง", "บ่อเรียง", "บ่อไร่", "บ่อริง", "ปอรั้ง"} <= set(aliases)


def test_the_datasets_are_found_beside_the_file(file: Path) -> None:
    assert load_agency(SHIPPED).datasets.joinpath("2566", "scores.csv").is_file()
    assert load_agency(file).datasets == file.parent.parent / "datasets" / "borang"


def test_what_the_operator_fills_in_is_kept_as_written(file: Path) -> None:
    fill_in(file, 'phone = ""', 'phone = " 0 5600 0000 ต่อ 11 "')
    fill_in(file, 'website = ""', 'website = "https://borang.example/หน้าแรก"')
    fill_in(file, 'address = ""                                    #', 'address = "หมู่ 1" #')
    fill_in(file, 'address = ""\ntakes', 'address = "HTTPS://borang.example/ร้องเรียน?a=1"\ntakes')

    agency = load_agency(file)

    assert agency.phone == "0 5600 0000 ต่อ 11"
    assert agency.website == "https://borang.example/หน้าแรก"
    assert agency.address == "หมู่ 1"
    assert agency.channels[0].address == "HTTPS://borang.example/ร้องเรียน?a=1"
    assert agency.channels[1].address is None


@pytest.mark.parametrize("value", ['phone = ""', 'phone = "  "', "# phone"])
def test_empty_blank_and_left_out_all_mean_not_configured(file: Path, value: str) -> None:
    fill_in(file, 'phone = ""', value)

    assert load_agency(file).phone is None


@pytest.mark.parametrize(
    "url",
    [
        "www.borang.example",
        "borang",
        "http:/borang.example",
        "https://",
        "https:// borang.example",
        "https://user@borang.example",
        "https://[borang.example",
        "https://borang.example:port",
        "ftp://borang.example",
        "javascript:alert(1)",
        "data:text/html,hello",
    ],
)
def test_a_website_that_is_no_web_address_is_named(file: Path, url: str) -> None:
    fill_in(file, 'website = ""', f'website = "{url}"')
    fill_in(file, 'eservice = ""', f'eservice = "{url}"')
    fill_in(
        file,
        'takes = "การทุจริตในภาครัฐ"\nphone = ""\nwebsite = ""',
        f'takes = "x"\nwebsite = "{url}"',
    )

    wrong = "must be an address that starts with https:// or http://"
    name = f"{file.parent.name}/agency.toml"
    assert problems(file) == [
        f"{name} outside_body[1].website: {wrong}",
        f"{name} website: {wrong}",
        f"{name} eservice: {wrong}",
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "mailto:a@borang.example", "tel:1205"])
def test_a_channel_takes_a_place_or_a_number_but_no_other_kind_of_link(
    file: Path, address: str
) -> None:
    fill_in(file, 'address = ""\ntakes', 'address = "ห้อง 1 ชั้น 2 โทร 1205"\ntakes')
    assert load_agency(file).channels[0].address == "ห้อง 1 ชั้น 2 โทร 1205"

    fill_in(file, "ห้อง 1 ชั้น 2 โทร 1205", address)

    (problem,) = problems(file)
    assert "channel[0].address: must be an address that starts with" in problem


@pytest.mark.parametrize(
    ("old", "new", "key", "complaint"),
    [
        ("phone =", "telephone =", "telephone", "no such setting"),
        ("answer = 15", "answers = 15", "promises.answers", "no such setting"),
        ("in_report = true", "in_reports = true", "channel[0].in_reports", "no such setting"),
        ('takes = "การทุจริตในภาครัฐ"', "fax = 1", "outside_body[1].fax", "no such setting"),
        ("answer = 15", "answer = 0", "promises.answer", "whole number, 1 to"),
        ("answer = 15", "answer = 1.5", "promises.answer", "whole number"),
        ('key = "borang"', 'key = "บ่อรัง"', "key", "small Latin letters"),
        ('key = "line"', 'key = "Line 1"', "channel[2].key", "small Latin letters"),
        ('key = "line"', 'key = "facebook"', "channel", "facebook stands here twice"),
        ('key = "pacc"', 'key = "nacc"', "outside_body", "nacc stands here twice"),
        ('"feedback", "grievance"', '"praise"', "channel[0].takes", "may hold corruption"),
        ('"feedback", "grievance"', '"feedback", "feedback"', "channel[0].takes", "each once"),
        ("in_report = true", "", "channel[0].in_report", "true or false"),
        ("aliases = [", "aliases = [3, ", "aliases", "list of texts"),
        ('name = "สำนักงาน ป.ป.ช."', "", "outside_body[0].name", "must be a text"),
        ('datasets = "../datasets/borang"', 'datasets = "a\\u0000b"', "datasets", "must be a text"),
        ("[promises]", "[promise]", "promise", "no such setting"),
        ("[[channel]]", "[[channels]]", "channels", "no such setting"),
    ],
)
def test_a_wrong_setting_is_named_by_its_key_path(
    file: Path, old: str, new: str, key: str, complaint: str
) -> None:
    fill_in(file, old, new)

    name = f"{file.parent.name}/agency.toml"
    assert any(
        problem.startswith(f"{name} {key}: ") and complaint in problem for problem in problems(file)
    ), problems(file)


def test_every_wrong_setting_is_named_at_once(file: Path) -> None:
    fill_in(file, 'name = "องค์การ', 'names = "องค์การ')
    fill_in(file, 'website = ""', 'website = "borang"')
    fill_in(file, "acknowledge = 3", 'acknowledge = "3"')
    fill_in(file, "in_report = true", "in_report = 1")

    found = "\n".join(problems(file))

    for key in ("names:", " name:", " website:", "promises.acknowledge:", "channel[0].in_report:"):
        assert key in found


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "nowhere.toml")

    assert problem.endswith("/nowhere.toml: cannot be read: No such file or directory")
