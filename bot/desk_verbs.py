"""The desk's verbs: one table of what officers press in chats and how that is a command here."""

import argparse
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot import desk_files, desk_photos
from handlers.officers import held_back, hiding, inquiry_stages, recusal, to_units
from handlers.officers.officer_moves import GO_ON, HAND, INTERNAL, TAKE

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

MOVES: Mapping[str, str] = MappingProxyType(
    {
        "answer": "answer",
        "ask": "ask",
        "progress": "note",
        "note": INTERNAL,
        "go-on": GO_ON,
        "take": TAKE,
        "assign": HAND,
        "assess": "assess",
        "inquire": "inquire",
        "find-facts": "find_facts",
        "decide": "decide",
        "act": "act",
        "refer": "refer",
        "reject": "reject",
        "duplicate": "duplicate",
        "resolve": "resolve",
        "close": "close",
        "reopen": "reopen",
    }
)
"""What a command does, as a deed (handlers.officers.officer_moves)."""

BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "undo": held_back.VERB,
        "unit": to_units.VERB,
        "recuse": recusal.VERBS[0],
        "exclude": hiding.VERB,
        "files": desk_files.VERB,
    }
)
"""What a command does, as another button of a case's card."""

VERBS: Mapping[str, str] = MappingProxyType({**MOVES, **BESIDE})

OF_A_MEMBER = ("mine", "take", "recuse")
"""Nobody's whom a case cannot belong to: not the operator's."""

HELP = MappingProxyType(
    {
        "answer": "answer the reporter",
        "ask": "ask the reporter; the clocks stand still",
        "progress": "tell the reporter how it goes",
        "note": "a note for the file alone",
        "go-on": "wait no more for the reporter",
        "take": "take it oneself",
        "assign": "hand to a member of staff",
        "assess": "begin to assess an inquiry",
        "inquire": "begin the preliminary inquiry",
        "find-facts": "begin to find facts",
        "decide": "decide an inquiry; the reporter is not told yet",
        "act": "write down what was done after the decision",
        "refer": "refer to a body outside",
        "reject": "reject with a reason for the file",
        "duplicate": "join with another case of the same matter",
        "resolve": "tell the reporter that it is put right",
        "close": "close with an outcome and a text to the reporter",
        "reopen": "open a finished case again",
        "undo": "take back words that have not left yet",
        "recuse": "step back from a case of corruption or ethics, unread",
        "files": "copy its files into a folder",
    }
)
SILENT = ("go-on", "take", "assign", "assess", "inquire", "find-facts", "undo", "recuse", "files")
FOR_THE_FILE = ("note", *inquiry_stages.VERBS)
SHOWS_WORK = ("resolve", "close")


def add_arguments(verbs: "Verbs") -> None:
    """Every verb of HELP."""
    for verb, description in HELP.items():
        command = verbs.add_parser(verb, help=description)
        command.add_argument("code", help="PS-..., as listed")
        if verb not in SILENT:
            _add_words(command, verb)
        if verb == "assign":
            command.add_argument("number", type=int, help="as 'staff list' numbers them")
        if verb in ("close", "decide"):
            command.add_argument("--outcome", default="", help="as 'show' names them")
        if verb == "refer":
            command.add_argument("--to", dest="first", required=True, help="the body's name")
        if verb == "duplicate":
            command.add_argument("--of", dest="first", required=True, help="the other's code")
        if verb == "reject":
            command.add_argument("--reason", dest="first", required=True, help="for the file")
        if verb in SHOWS_WORK:
            desk_photos.add_arguments(command)
        if verb == "recuse":
            command.add_argument("--yes", action="store_true", help="do it")
        if verb == "files":
            desk_files.add_arguments(command)


def _add_words(command: argparse.ArgumentParser, verb: str) -> None:
    inside = verb in FOR_THE_FILE
    reader = "what stands in the file" if inside else "what the reporter reads"
    command.add_argument("text", help=f"{reader}; - to be asked for it")
    if not inside:
        command.add_argument("--now", action="store_true", help="urgent: do not wait until morning")
