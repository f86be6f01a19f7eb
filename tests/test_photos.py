"""Photos that are shown onward: the same picture, upright, and nothing of what the camera noted."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from bot.files import sniff
from bot.photos import STRIPPERS, without_metadata
from tests.conversing import Person, Town

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
SECRET = "HomeCamera"
XMP = b"<x:xmpmeta>where it was</x:xmpmeta>"
NAMES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def picture() -> Image.Image:
    made = Image.new("RGB", (64, 40), "white")
    made.paste("red", (0, 0, 20, 10))
    return made


def taken(media_type: str, *, orientation: int = 1, **more: Any) -> bytes:
    """A picture as a phone saves it, with where and by what it was taken."""
    exif = Image.Exif()
    exif[MAKER] = SECRET
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (15.0, 39.0, 0.0)
    out = io.BytesIO()
    picture().save(out, NAMES[media_type], exif=exif, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("media_type", STRIPPERS)
def test_place_time_and_device_are_gone_and_the_picture_is_the_same(media_type: str) -> None:
    more = {"lossless": True} if media_type == "image/webp" else {}
    before = taken(media_type, xmp=XMP, **more) if more else taken(media_type)
    after = without_metadata(before, media_type)

    assert SECRET.encode() in before
    assert SECRET.encode() not in after
    assert XMP not in after
    assert dict(opened(after).getexif()) == {}
    assert opened(after).tobytes() == opened(before).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_still_stands_upright(orientation: int) -> None:
    before = taken("image/jpeg", orientation=orientation)
    after = without_metadata(before, "image/jpeg")

    kept = dict(opened(after).getexif())
    assert kept == ({} if orientation == 1 else {ORIENTATION: orientation})
    upright = [ImageOps.exif_transpose(opened(each)).tobytes() for each in (before, after)]
    assert upright[0] == upright[1]


def test_what_a_phone_hangs_behind_the_picture_goes_too() -> None:
    after = without_metadata(taken("image/jpeg") + b"ftypmp42 a film with its place", "image/jpeg")

    assert after.endswith(b"\xff\xd9")


def test_a_comment_goes_and_the_colours_stay() -> None:
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    before = taken("image/jpeg", comment=SECRET, icc_profile=colours, progressive=True)
    after = opened(without_metadata(before, "image/jpeg"))

    assert "comment" not in after.info
    assert after.info["icc_profile"] == colours


def test_the_words_in_a_png_go_too() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET)
    words.add_itxt("XML:com.adobe.xmp", SECRET)

    assert SECRET.encode() not in without_metadata(taken("image/png", pnginfo=words), "image/png")


@pytest.mark.parametrize("media_type", STRIPPERS)
def test_a_broken_picture_with_metadata_is_not_shown(media_type: str) -> None:
    broken = taken("image/jpeg")[:200]

    assert without_metadata(broken, media_type) == b""


def test_a_file_of_another_kind_is_shown_as_it_is() -> None:
    assert without_metadata(b"%PDF-1.7 Exif\0\0", "application/pdf") == b"%PDF-1.7 Exif\0\0"


@given(st.binary(max_size=400), st.sampled_from(list(STRIPPERS)), st.integers(0, 200))
def test_no_bytes_whatever_make_it_fail(junk: bytes, media_type: str, keep: int) -> None:
    for content in (junk, taken(media_type)[:keep] + junk):
        without_metadata(content, media_type)


async def test_the_officer_gets_the_copy_and_the_case_keeps_the_original(
    town: Town, citizen: Person, officer: Person
) -> None:
    original = taken("image/jpeg")
    await citizen.presses_data("f:start:grievance")
    await citizen.sends_photo(original)
    await citizen.presses_data("f:review")
    await citizen.presses("ส่งเรื่อง")
    await officer.presses_data("c:1:files")

    (sent,) = [each for office in town.offices.values() for each in office.delivered if each.files]
    assert SECRET.encode() not in sent.files[0][1].content
    assert [content for _, content in town.files_of_cases()] == [original]


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_photo_whose_place_cannot_be_taken_out_is_not_taken_as_a_film(brand: bytes) -> None:
    assert sniff(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0") is None
