"""Casework: what staff do with cases, in private. Rights are looked up at every press.

Here are lists, the card of a case and its buttons: only what this member may do now. What is then
written, see handlers/officer_words.py; who does the work, handlers/handing_over.py.
"""

from dataclasses import replace

from data import (
    case_access,
    case_codes,
    case_entries,
    case_files,
    case_keys,
    case_work,
    clocks,
    register,
    staff,
    undelivered,
    withdrawals,
)
from data.case_moves import State
from data.cases import Case, CaseKind
from data.staff import StaffMember
from data.times import BANGKOK, stamp
from handlers import handing_over, officer_words, ratings, recusal, sealed_identity
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Message
from handlers.officer_moves import CLOSE, DEEDS, HAND, allowed
from handlers.officer_screens import (
    LIST,
    no_such_case,
    not_now,
    number,
    open_again,
    reading,
    secret,
    seen,
    strangers,
)
from handlers.officer_words import STOP, Wording
from handlers.texts import casework as texts
from handlers.texts import clocks as clock_texts
from handlers.turn import Choice, File, Reply, Turn, Write

PAGE = 8  # cases in one list

OUTCOMES = {
    CaseKind.FEEDBACK: ("answered",),
    CaseKind.QUESTION: ("answered",),
    CaseKind.GRIEVANCE: ("resolved", "answered"),
    CaseKind.CORRUPTION: (
        "substantiated",
        "partly",
        "unsubstantiated",
        "insufficient",
        "out_of_scope",
    ),
}
"""With what a kind of case is closed. To refer it or not to take it up are moves of their own: they
need the body, or a reason."""

JOIN_PREFIX = "join_"


async def join(message: Message, ctx: Context, token: str) -> Turn:
    """Use an invitation link: the chat becomes staff, once."""
    invited = await ctx.read(staff.invitation, token, ctx.now)
    if invited is None or not message.private:
        return Turn(replies=(ctx.reply(ctx.say(texts.invitation_invalid), choices=(HELP,)),))
    arguments = (invited, message.chat, str(message.messenger), stamp(ctx.now))
    return Turn(
        replies=(ctx.reply(texts.welcome(invited), choices=(LIST, HELP)),),
        keep=(Write(case_access.join, arguments),),
    )


async def list_cases(message: Message, ctx: Context, page: str = "0") -> Turn:
    """Open cases that this member may see, oldest first, a page at a time."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    total = await ctx.read(register.count_open, member)
    first = (number(page) or 0) * PAGE
    first = first if first < total else 0
    found = await ctx.read(register.open_cases, member, PAGE, first)
    if not found:
        text = texts.no_open_cases(may_see=member.works_cases or member.corruption)
        return Turn(replies=(ctx.reply(text, choices=(HELP,)),))
    choices = [Choice(case.code, f"c:{case.id}:open", "case_status") for case in found]
    if first + PAGE < total:
        choices.append(Choice("หน้าถัดไป", f"c:list:{first // PAGE + 1}", "case_status"))
    choices += recusal.offered(found)
    text = texts.case_list(found, total, first + 1)
    secret = any(case.kind.is_secret for case in found)
    return Turn(replies=(Reply(text, choices=tuple(choices), confidential=secret),))


async def open_by_code(message: Message, ctx: Context, text: str) -> Turn:
    """/case CODE."""
    member, code = ctx.staff, case_codes.find(text)
    if member is None:
        return strangers(ctx)
    case = await ctx.read(register.seen_by_code, member, code) if code else None
    return await _open(message, ctx, member, case)


async def is_theirs(message: Message, ctx: Context) -> bool:
    """Whether a member of staff names the code of a case that they work on: their own to see."""
    code = case_codes.find(message.text)
    if ctx.staff is None or code is None or not message.private:
        return False
    case = await ctx.read(register.seen_by_code, ctx.staff, code)
    return case is not None and case.chat != message.chat


async def act(message: Message, ctx: Context, case_id: str, move: str) -> Turn:
    """A button on a case's card; the member's right to it is looked up anew.

    *move* is ``open``, ``page:2``, ``files``; with how much was read on the card that was pressed a
    deed, ``ask:81``, or an outcome, ``as-answered:81``; ``to-3``, ``pick-0``, ``use-1`` choose what
    was offered on the way.
    """
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    case = await seen(ctx, case_id)
    verb, _, rest = move.partition(":")
    if case is None or not message.private:
        return await _open(message, ctx, member, case)
    if verb == "files":
        return await _files(ctx, case)
    if verb in recusal.VERBS:
        return await recusal.act(ctx, member, case, verb)
    if verb == sealed_identity.WHO:
        return await sealed_identity.begin(ctx, member, case)
    name, _, which = verb.partition("-")
    if name == "pick":
        return await officer_words.pick(ctx, case, which)
    if name == "use":
        return await officer_words.use(ctx, case, which)
    outcome = which if name == "as" and which in OUTCOMES[case.kind] else ""
    deed = DEEDS.get({"as": CLOSE if outcome else "", "to": HAND}.get(name, verb))
    if deed is None:
        return await _open(message, ctx, member, case, number(rest) or 0)
    silent = await ctx.read(withdrawals.is_withdrawn, case.id)
    gone = await ctx.read(case_keys.is_forgotten, case.id)
    if gone or deed not in allowed(case, member, ctx.now, silent=silent):
        return not_now(case, finished=not case.is_open)
    if name == "to":
        return await handing_over.hand(ctx, member, case, which)
    if deed.verb in handing_over.SILENT:
        return await handing_over.do(ctx, member, case, deed.verb)
    if deed.verb == CLOSE and not outcome:
        return _ask_outcome(case, rest)
    return await officer_words.press(ctx, case, Wording(deed.verb, outcome, seen=number(rest)))


async def _open(
    message: Message, ctx: Context, member: StaffMember, case: Case | None, page: int = 0
) -> Turn:
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    if case is None:
        return no_such_case(ctx)
    entries = sealed_identity.veiled(case, await ctx.read(case_entries.entries, case.id))
    files = await ctx.read(case_files.attachments, case.id)
    last = await ctx.read(case_entries.last_said, case.id)
    gone = await ctx.read(case_keys.is_forgotten, case.id)
    names = await ctx.read(staff.names) if case.assigned_to else {}
    silent = await ctx.read(withdrawals.is_withdrawn, case.id)
    opened = replace(case, state=State.ACKNOWLEDGED) if case.state is State.SUBMITTED else case
    assigned = names.get(case.assigned_to or 0, "")
    clock = await ctx.read(clocks.next_date, case.id) if case.is_open else None
    due = clock_texts.for_officer(clock, ctx.now.astimezone(BANGKOK).date()) if clock else ""
    lost = await ctx.read(undelivered.last_sending, case.id) == undelivered.UNDELIVERABLE
    card = texts.case_card(opened, entries, files, assigned, due, lost=lost)
    pages = texts.pages(card + await ratings.on_card(ctx, case))
    page = min(page, len(pages) - 1)
    choices = [Choice("ดูไฟล์แนบ", f"c:{case.id}:files", "case_status")] if files else []
    if page + 1 < len(pages):
        choices.insert(0, Choice("อ่านต่อ", f"c:{case.id}:page:{page + 1}", "case_status"))
    choices += [
        Choice(deed.label, f"c:{case.id}:{deed.verb}:{last}", "case_status")
        for deed in (() if gone else allowed(case, member, ctx.now, silent=silent))
    ]
    choices += sealed_identity.offered(case)
    return Turn(
        replies=(secret(case, pages[page], (*choices, LIST)),),
        keep=(
            Write(case_work.acknowledge, (case, member.id, stamp(ctx.now))),
            *reading(ctx, case),
        ),
    )


async def _files(ctx: Context, case: Case) -> Turn:
    files = await ctx.read(case_files.attachments, case.id)
    replies = tuple(
        Reply(
            texts.file_caption(case, file),
            file=None if file.forgotten else File(file.id, file.name, file.media_type),
            confidential=True,
        )
        for file in files
    )
    end = secret(case, texts.all_files(case), (open_again(case), LIST))
    return Turn(replies=(*replies, end), keep=reading(ctx, case))


def _ask_outcome(case: Case, seen: str) -> Turn:
    choices = tuple(
        Choice(
            texts.OUTCOME_NAMES[name], f"c:{case.id}:as-{name}:{number(seen) or 0}", "case_status"
        )
        for name in OUTCOMES[case.kind]
    )
    return Turn(replies=(secret(case, texts.ask_outcome(case), (*choices, STOP)),))
