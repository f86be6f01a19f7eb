"""Casework: what staff do with cases, in private. Rights are looked up at every press.

Here are lists, the card of a case and its buttons: only what this member may do now. What is then
written: officer_words.py; who does the work: handing_over.py.
"""

from dataclasses import replace

from data import (
    case_access,
    case_codes,
    case_entries,
    case_files,
    case_keys,
    case_work,
    held_words,
    register,
    staff,
    withdrawals,
)
from data.cases import Case, CaseKind
from data.held_words import Held
from data.staff import StaffMember
from data.times import stamp
from data.units import name_of
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Message
from handlers.officers import (
    card_buttons,
    case_card,
    handing_over,
    having_back,
    held_back,
    hiding,
    inquiry_stages,
    joiner_news,
    officer_words,
    recusal,
    sealed_identity,
    to_units,
)
from handlers.officers.officer_moves import CLOSE, DEEDS, HAND, INTERNAL, allowed
from handlers.officers.officer_screens import (
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
from handlers.officers.officer_wording import Wording
from handlers.officers.officer_words import STOP
from handlers.texts import casework as texts
from handlers.turn import Choice, File, Reply, Turn, Write

PAGE = 8  # cases in one list

OF_INQUIRIES = ("substantiated", "partly", "unsubstantiated", "insufficient", "out_of_scope")
OUTCOMES = {
    CaseKind.FEEDBACK: ("answered",),
    CaseKind.QUESTION: ("answered",),
    CaseKind.GRIEVANCE: ("resolved", "answered"),
    CaseKind.CORRUPTION: OF_INQUIRIES,
    CaseKind.ETHICS: OF_INQUIRIES,
    CaseKind.PRIVACY: ("fulfilled", "answered"),
}
"""With what a kind of case is closed. To refer it or not to take it up are moves of their own: they
need the body, or a reason."""

JOIN_PREFIX = "join_"
CASE_PREFIX = "case_"
"""How a link into the private chat goes on: with a token, with a code."""

FILTER = Choice("กรอง", "c:filter", "case_status")


async def join(message: Message, ctx: Context, token: str) -> Turn:
    """Use an invitation link: the chat becomes staff, once."""
    invited = await ctx.read(staff.invitation, token, ctx.now)
    if invited is None or not message.private:
        return Turn(replies=(ctx.reply(ctx.say(texts.invitation_invalid), choices=(HELP,)),))
    arguments = (invited, message.chat, str(message.messenger), stamp(ctx.now))
    unit = name_of(ctx.agency.units, invited.unit)
    ways = (HELP,) if invited.role == "viewer" else (LIST, HELP)
    return Turn(
        replies=(ctx.reply(texts.welcome(invited, unit), choices=ways),),
        keep=(Write(case_access.join, arguments),),
    )


async def list_cases(message: Message, ctx: Context, page: str = "0") -> Turn:
    """Open cases that this member may see, oldest first, a page at a time."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    total = await ctx.read(register.count_open, member, texts.MOST_COUNTED + 1)
    first = (number(page) or 0) * PAGE
    found = await ctx.read(register.open_cases, member, PAGE + 1, first)
    if first and not found:
        return await list_cases(message, ctx)
    if not found:
        text = texts.no_open_cases(may_see=member.has_cases)
        return Turn(replies=(ctx.reply(text, choices=(HELP,)),))
    found, more = found[:PAGE], len(found) > PAGE
    choices = [Choice(case.code, f"c:{case.id}:open", "case_status") for case in found]
    if more:
        choices.append(Choice("หน้าถัดไป", f"c:list:{first // PAGE + 1}", "case_status"))
    choices += [FILTER, *recusal.offered(found)]
    text = texts.case_list(found, texts.counted(total), first + 1)
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
    leaves = verb in recusal.VERBS or verb.startswith(to_units.VERB)
    if leaves and (waits := await held_back.not_yet(ctx, member, case)):
        return Turn(replies=(waits,))
    if verb in recusal.VERBS:
        return await recusal.act(ctx, member, case, verb)
    if verb == sealed_identity.WHO:
        return await sealed_identity.begin(ctx, member, case)
    name, _, which = verb.partition("-")
    if name == to_units.VERB:
        return await to_units.act(ctx, member, case, which)
    if name == hiding.VERB:
        return await hiding.act(ctx, member, case, which)
    if name == "pick":
        return await officer_words.pick(ctx, case, which)
    if name == "use":
        return await officer_words.use(ctx, case, which)
    if name == held_back.VERB:
        return await having_back.take_back(ctx, member, case, which)
    outcome = which if name == "as" and which in OUTCOMES[case.kind] else ""
    deed = DEEDS.get({"as": CLOSE if outcome else "", "to": HAND, "decide": name}.get(name, verb))
    if deed is None:
        every = verb == card_buttons.MORE
        return await _open(message, ctx, member, case, number(rest) or 0, every=every)
    silent = await ctx.read(withdrawals.is_withdrawn, case.id)
    gone = await ctx.read(case_keys.is_forgotten, case.id)
    if gone or deed not in allowed(case, member, ctx.now, silent=silent):
        return not_now(case, finished=not case.is_open)
    if deed.verb != INTERNAL and (waits := await held_back.not_yet(ctx, member, case)):
        return Turn(replies=(waits,))
    if name == "to":
        return await handing_over.hand(ctx, member, case, which)
    if deed.verb in handing_over.SILENT:
        return await handing_over.do(ctx, member, case, deed.verb)
    if deed.verb in inquiry_stages.VERBS:
        outcomes = OUTCOMES[case.kind]
        return await inquiry_stages.press(ctx, member, case, deed.verb, outcomes, which)
    if deed.verb == CLOSE:
        outcome = inquiry_stages.decided(case) or outcome
    if deed.verb == CLOSE and not outcome:
        return _ask_outcome(case, rest)
    return await officer_words.press(ctx, case, Wording(deed.verb, outcome, seen=number(rest)))


async def _open(
    message: Message,
    ctx: Context,
    member: StaffMember,
    case: Case | None,
    page: int = 0,
    *,
    every: bool = False,
) -> Turn:
    """The card; with *every* button, where they were asked for, in the place of the last one."""
    if not message.private:
        return Turn(replies=(ctx.reply(texts.in_private()),))
    if case is None:
        return no_such_case(ctx)
    held = await ctx.read(held_words.of_case, case.id)
    pages = await case_card.pages(ctx, member, case, held)
    page = min(page, len(pages) - 1)
    choices = await _buttons(ctx, member, case, held, page, len(pages), every=every)
    reply = replace(secret(case, pages[page], (*choices, LIST)), replaces_pressed=every)
    return Turn(
        replies=(reply,),
        keep=(
            Write(case_work.acknowledge, (case, member.id, stamp(ctx.now))),
            *reading(ctx, case),
        ),
    )


async def _buttons(
    ctx: Context,
    member: StaffMember,
    case: Case,
    held: Held | None,
    page: int,
    pages: int,
    *,
    every: bool,
) -> tuple[Choice, ...]:
    """What *member* may do now; not much where words wait to leave, or all is forgotten."""
    last = await ctx.read(case_entries.last_said, case.id)
    still = held is None and not await ctx.read(case_keys.is_forgotten, case.id)
    silent = await ctx.read(withdrawals.is_withdrawn, case.id)
    deeds = allowed(case, member, ctx.now, silent=silent) if still else ()
    above = (*to_units.offered(case, member, ctx), *hiding.offered(case, member)) if still else ()
    above = (*above, *sealed_identity.offered(case))
    files = await ctx.read(case_files.attachments, case.id)
    has_files = bool(files or await joiner_news.files(ctx, member, case))
    mine = held if held is not None and held.staff_id == member.id else None
    return (
        *([Choice("อ่านต่อ", f"c:{case.id}:page:{page + 1}", "case_status")] * (page + 1 < pages)),
        *([Choice("ดูไฟล์แนบ", f"c:{case.id}:files", "case_status")] * has_files),
        *card_buttons.of(case, deeds, last, page, above, every=every),
        *([held_back.undo(mine)] if mine else []),
    )


async def _files(ctx: Context, case: Case) -> Turn:
    files = await ctx.read(case_files.attachments, case.id)
    joined = await joiner_news.files(ctx, ctx.staff, case) if ctx.staff else ()
    replies = tuple(
        Reply(
            texts.file_caption(whose, file),
            file=None if file.forgotten else File(file.id, file.name, file.media_type),
            confidential=True,
        )
        for whose, file in (*((case, file) for file in files), *joined)
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
