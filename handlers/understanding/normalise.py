"""Normalising: however it was typed, the same words become the same letters.

Invisible letters go, full-width and look-alike letters become plain ones, Thai digits become
Arabic, vowels and tone marks stand in their usual order, a letter held down too long is let go.
What is Thai stays Thai: nothing is translated or corrected here.
"""

import re
import unicodedata

LONGEST = 2_000
"""Letters that are read of a message: its beginning and its end; a question stands in either."""

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4"
    "\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)
LOOK_ALIKES = str.maketrans("аеіїосрхуΑΒΕΙΟΡΧοіειАЕІОСРХ", "aeiiocpxyabeiopxoieiaeiocpx")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

ZERO_FOR_O = re.compile(r"(?<![\d๐-๙.,/:-])๐(?=\s?[-.]?\s?[1-9๑-๙][0-9๐-๙]?(?![0-9๐-๙]))")
"""A Thai zero before a number of one or two digits is the letter o: the report prints it so."""

ABOVE = "\u0e31\u0e34-\u0e37\u0e47"
TONES = "\u0e48-\u0e4c"
TONE_FIRST = re.compile(f"([{TONES}])([{ABOVE}\u0e38\u0e39])")
SPLIT_AM = re.compile(f"\u0e4d([{TONES}]?)\u0e32|([{TONES}])\u0e4d\u0e32")
TONE_LAST = re.compile(f"([ำา])([{TONES}])")
REPEATED_MARK = re.compile(f"([{ABOVE}{TONES}\u0e38\u0e39\u0e4dำ])\\1+")
HELD_LETTER = re.compile(r"([^\W\d_]|[ๆะาิีึืุูเแโใไ])\1{3,}|([^\W\d_]|[ๆะา])\2{2,}(?![^\W_]|[ก-๎])")
DOUBLED_ENDING = ("ถน", "คะแน", "สน")
"""Words that end in a doubled letter: ถนน, คะแนน, (ให้การ)สนน...; the second one stays."""
SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """*text* as understanding reads it: at most LONGEST letters, lower case, single spaces."""
    if len(text) > LONGEST:
        half = LONGEST // 2
        text = f"{text[:half]} {text[-half:]}"
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))[:LONGEST]
    text = ZERO_FOR_O.sub("o", text.casefold().translate(LOOK_ALIKES)).translate(THAI_DIGITS)
    return SPACES.sub(" ", _let_go(_in_order(text))).strip()


def _in_order(text: str) -> str:
    """Thai vowels and tone marks in their usual order; NFKC has split every ำ."""
    text = SPLIT_AM.sub(lambda found: f"{found[1] or found[2] or ''}ำ", text.replace("เเ", "แ"))
    text = TONE_LAST.sub(r"\2\1", text)
    return REPEATED_MARK.sub(r"\1", TONE_FIRST.sub(r"\2\1", text))


def _let_go(text: str) -> str:
    """A letter that was held down counts once: มากกกก, but not ถนนนี้ or ขอออก."""

    def once(found: re.Match[str]) -> str:
        letter = found[1] or found[2]
        before = text[: found.start() + 1]
        return letter * 2 if letter == "น" and before.endswith(DOUBLED_ENDING) else letter

    return HELD_LETTER.sub(once, text)
