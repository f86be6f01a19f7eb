"""Draws the rich menu's picture: ``python -m bot.messengers.line_menu_picture``.

For development only: needs Pillow with raqm (which sets Thai marks right) and Debian's
fonts-noto-core. The result, line_menu.png, is part of the project.
"""

import io
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from bot.messengers.line_menu import AREAS, HEIGHT, PICTURE, PICTURE_LIMIT, WIDTH, Box, boxes

FONTS = Path("/usr/share/fonts/truetype/noto")
THAI_FONT = FONTS / "NotoSansThai-Bold.ttf"
LATIN_FONT = FONTS / "NotoSans-Bold.ttf"

SCALE = 2  # drawn larger, then made smaller: smooth edges
MARGIN = 22
RADIUS = 56
DISC = 165  # radius of the disc behind an icon, in units of ICON
ICON = 1.25  # pixels of the picture for one unit of an icon
LABEL_SIZE = 88  # the longest label just fits its tile
COLOURS = 96  # of the palette; enough for smooth edges, and a small file

GROUND = "#E6EFEE"
TILE = "#FFFFFF"
INK = "#16323A"
TEAL, BLUE, AMBER = "#0B6B66", "#1F5F99", "#B25E09"
CORAL, VIOLET, GREEN = "#B83A4B", "#6A4C9C", "#3C7A2E"

Pen = ImageDraw.ImageDraw
Icon = Callable[[Pen, int, int, str], None]


def main() -> None:
    """Draw the picture and put it beside this file."""
    if not features.check("raqm"):
        raise SystemExit("Pillow lacks raqm: Thai marks would stand in the wrong places")
    png = as_png(picture())
    if len(png) > PICTURE_LIMIT:
        raise SystemExit(f"the picture has {len(png)} bytes, LINE takes {PICTURE_LIMIT}")
    PICTURE.write_bytes(png)
    print(f"{PICTURE}: {len(png)} bytes")


def picture() -> Image.Image:
    """The whole menu, WIDTH x HEIGHT."""
    large = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), GROUND)
    pen = ImageDraw.Draw(large)
    for area, box, (icon, colour) in zip(AREAS, boxes(), ICONS, strict=True):
        _tile(pen, box, area.label, icon, colour)
    return large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def as_png(image: Image.Image) -> bytes:
    """The picture with a palette: a tenth of the size, and nobody sees the difference."""
    content = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    return content.getvalue()


def _tile(pen: Pen, box: Box, label: str, icon: Icon, colour: str) -> None:
    left, top = (box.x + MARGIN) * SCALE, (box.y + MARGIN) * SCALE
    right = (box.x + box.width - MARGIN) * SCALE
    bottom = (box.y + box.height - MARGIN) * SCALE
    pen.rounded_rectangle((left, top, right, bottom), RADIUS * SCALE, fill=TILE)
    middle, disc_y = (left + right) // 2, top + 330 * SCALE
    _disc(pen, middle, disc_y, (0, 0), DISC, colour)
    icon(pen, middle, disc_y, colour)
    _label(pen, middle, top + 690 * SCALE, label)


def _label(pen: Pen, x: int, baseline: int, label: str) -> None:
    """*label* centred on *x*; both fonts stand on one *baseline*."""
    runs = _runs(label)
    at = x - sum(pen.textlength(text, font=font) for text, font in runs) / 2
    for text, font in runs:
        pen.text((at, baseline), text, font=font, fill=INK, anchor="ls")
        at += pen.textlength(text, font=font)


def _runs(label: str) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """The label cut where the script changes: Noto's Thai font has no Latin letters."""
    return [
        (
            "".join(letters),
            ImageFont.truetype(THAI_FONT if thai else LATIN_FONT, LABEL_SIZE * SCALE),
        )
        for thai, letters in groupby(label, lambda c: "\u0e00" <= c <= "\u0e7f")
    ]


# The icons: white on a disc of *colour*, around (x, y). Lengths are in units of ICON.


def _disc(pen: Pen, x: float, y: float, at: tuple[float, float], radius: float, fill: str) -> None:
    unit = ICON * SCALE
    across, down, r = x + at[0] * unit, y + at[1] * unit, radius * unit
    pen.ellipse((across - r, down - r, across + r, down + r), fill=fill)


def _bar(pen: Pen, x: float, y: float, box: tuple[float, ...], fill: str, radius: float) -> None:
    left, top, right, bottom = (n * ICON * SCALE for n in box)
    pen.rounded_rectangle(
        (x + left, y + top, x + right, y + bottom), radius * ICON * SCALE, fill=fill
    )


def _stroke(
    pen: Pen, x: float, y: float, points: Sequence[tuple[float, float]], fill: str, width: float
) -> None:
    """A line with round ends and corners."""
    placed = [(x + px * ICON * SCALE, y + py * ICON * SCALE) for px, py in points]
    pen.line(placed, fill=fill, width=round(width * ICON * SCALE), joint="curve")
    for point in points:
        _disc(pen, x, y, point, width / 2, fill)


def _shape(pen: Pen, x: float, y: float, points: Sequence[tuple[float, float]], fill: str) -> None:
    pen.polygon([(x + px * ICON * SCALE, y + py * ICON * SCALE) for px, py in points], fill=fill)


def _scores(pen: Pen, x: int, y: int, _colour: str) -> None:
    """Rising bars on a line."""
    for left, top in ((-92, 10), (-28, -36), (36, -84)):
        _bar(pen, x, y, (left, top, left + 50, 70), TILE, 10)
    _bar(pen, x, y, (-108, 82, 104, 98), TILE, 8)


def _measures(pen: Pen, x: int, y: int, colour: str) -> None:
    """A clipboard with ticks."""
    _bar(pen, x, y, (-84, -92, 84, 108), TILE, 20)
    _bar(pen, x, y, (-40, -116, 40, -70), TILE, 14)
    _bar(pen, x, y, (-26, -102, 26, -84), colour, 8)
    for top in (-34, 22, 78):
        _stroke(pen, x, y, [(-58, top), (-46, top + 12), (-24, top - 14)], colour, 12)
        _stroke(pen, x, y, [(4, top), (56, top)], colour, 12)


def _channels(pen: Pen, x: int, y: int, colour: str) -> None:
    """A megaphone with sound."""
    _shape(pen, x, y, [(-56, -34), (46, -88), (46, 76), (-56, 22)], TILE)
    _bar(pen, x, y, (-108, -36, -40, 24), TILE, 22)
    _stroke(pen, x, y, [(46, -84), (46, 72)], TILE, 20)
    _stroke(pen, x, y, [(-62, 30), (-46, 92)], TILE, 34)
    _stroke(pen, x, y, [(-50, -34), (-50, 22)], colour, 7)
    for points in ([(84, -6), (116, -6)], [(80, -48), (106, -66)], [(80, 36), (106, 54)]):
        _stroke(pen, x, y, points, TILE, 14)


def _report(pen: Pen, x: int, y: int, colour: str) -> None:
    """A sheet with lines, and a pen writing on it."""
    _bar(pen, x, y, (-100, -104, 56, 104), TILE, 18)
    for top, right in ((-58, 22), (-16, 22), (26, -14)):
        _stroke(pen, x, y, [(-66, top), (right, top)], colour, 12)
    _stroke(pen, x, y, [(14, 76), (98, -28)], colour, 60)
    _stroke(pen, x, y, [(42, 41), (98, -28)], TILE, 34)
    _shape(pen, x, y, [(10, 81), (27, 32), (55, 54)], TILE)


def _follow(pen: Pen, x: int, y: int, colour: str) -> None:
    """A magnifying glass over a tick."""
    _stroke(pen, x, y, [(42, 42), (86, 86)], TILE, 40)
    _disc(pen, x, y, (-18, -18), 92, TILE)
    _disc(pen, x, y, (-18, -18), 68, colour)
    _stroke(pen, x, y, [(-52, -18), (-28, 8), (18, -44)], TILE, 20)


def _talk(pen: Pen, x: int, y: int, colour: str) -> None:
    """Two speech bubbles, the nearer one with three dots."""
    _bar(pen, x, y, (-10, -98, 118, 0), TILE, 32)
    _shape(pen, x, y, [(66, -6), (104, -6), (108, 32)], TILE)
    _bar(pen, x, y, (-126, -62, 66, 76), colour, 48)
    _bar(pen, x, y, (-112, -48, 52, 62), TILE, 38)
    _shape(pen, x, y, [(-80, 54), (-28, 54), (-84, 104)], TILE)
    for across in (-74, -30, 14):
        _disc(pen, x, y, (across, 7), 13, colour)


# In the order of AREAS.
ICONS: tuple[tuple[Icon, str], ...] = (
    (_scores, TEAL),
    (_measures, BLUE),
    (_channels, AMBER),
    (_report, CORAL),
    (_follow, VIOLET),
    (_talk, GREEN),
)


if __name__ == "__main__":
    main()
