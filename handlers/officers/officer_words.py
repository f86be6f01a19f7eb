"""Officer's words: written with a move, seen exactly as the reporter will read them, then sent.

press -> (whom to, why, or a photo of the work done) -> write, or take words that are ready -> see
-> send. What others said since the officer last looked is shown before anything is sent; rights are
looked up at every step.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from data import (
    after_photos,
    case_entries,
    case_work,
    chats,
    conversations,
    pushes,
    register,
    withdrawals,
)
from data.case_moves import Need, Path
from data.cases import Case
from data.conversations import Conversation
from data.quiet_hours import held_until
from data.times import stamp
from handlers.context import Context
from handlers.menus import HELP
from handlers.message import Kind, Message
from handlers.officers import held_back, joiner_news, work_shown
from handlers.officers.officer_moves import CLOSE, DEEDS, INTERNAL, allowed, first_of, write_of
from handlers.officers.officer_screens import (
    LIST,
    not_now,
    number,
    open_again,
    reading,
    secret,
    strangers,
)
from handlers.officers.officer_wording import Leaving, Wording, making, news, notices, shared
from handlers.reporting.intake import SEND as INTAKE_SEND
from handlers.reporting.intake import afterwards, meanwhile
from handlers.texts import casework as texts
from handlers.texts import delivery as delivery_texts
from handlers.texts import officer_moves as move_texts
from handlers.texts import work_shown as work_texts
from handlers.texts.officer_moves import READY, READY_IN_INQUIRIES, REASONS, Ready
from handlers.turn import Choice, Turn, Write

FIRST = "casework.first"
ANSWER = "casework.answer"
CONFIRM = "casework.confirm"
STEPS = (FIRST, ANSWER, CONFIRM)
LONGEST_WORDS = 3_500
LONGEST_FIRST = 300

SEND = Choice("ส่ง", "c:send", "case_status")
SEND_NOW = Choice("ส่งเลย", "c:send-now", "case_status")
STOP = Choice("ยกเลิก", "c:stop", "cancel")


async def press(ctx: Context, case: Case, wording: Wording) -> Turn:
    """Begin a deed that is allowed: ask what comes first, else for the words."""
    need = first_of(DEEDS[wording.verb], case)
    if need is None:
        return await _await_words(ctx, case, wording)
    last = await ctx.read(case_entries.last_said, case.id)
    seen = last if wording.seen is None else wording.seen
    firsts = _firsts(ctx, need)
    choices = tuple(
        Choice(move_texts.label_of(number, each), f"c:{case.id}:pick-{number}", "case_status")
        for number, each in enumerate(firsts)
    )
    return Turn(
        replies=(secret(case, move_texts.ask_first(case, need, firsts), (*choices, STOP)),),
        conversation=_remember(ctx, FIRST, case, replace(wording, seen=seen)),
    )


async def pick(ctx: Context, case: Case, which: str) -> Turn:
    """A body or a reason by its button."""
    pending = await _pending(ctx)
    if pending is None or pending[0].id != case.id or ctx.conversation.step != FIRST:
        return _nothing_pending(ctx)
    need, chosen = first_of(DEEDS[pending[1].verb], case), number(which)
    firsts = _firsts(ctx, need) if need else ()
    if chosen is None or chosen >= len(firsts):
        return await press(ctx, case, pending[1])
    wording = replace(pending[1], first=firsts[chosen], photo=False)
    return await _await_words(ctx, case, wording)


async def use(ctx: Context, case: Case, which: str) -> Turn:
    """Words that are ready, by their button: shown before they are sent, as any others."""
    pending = await _pending(ctx)
    waits = ctx.conversation.step in (ANSWER, CONFIRM)
    if pending is None or pending[0].id != case.id or not waits:
        return _nothing_pending(ctx)
    ready, chosen = _ready(case, pending[1].verb), number(which)
    if chosen is None or chosen >= len(ready):
        return await _await_words(ctx, case, pending[1])
    return await _preview(ctx, case, replace(pending[1], text=ready[chosen].text, message=""))


async def take_text(message: Message, ctx: Context) -> Turn:
    """The officer wrote: whom to, why, a note, or what the citizen is to read, which is shown."""
    pending = await _pending(ctx)
    if pending is None:
        return _nothing_pending(ctx)
    case, wording = pending
    if message.kind is Kind.FILE and first_of(DEEDS[wording.verb], case) is Need.AFTER:
        return await _take_photo(message, ctx, case, wording)
    words = message.text.strip() if message.kind in (Kind.TEXT, Kind.EDITED) else ""
    if ctx.conversation.step == FIRST:
        first = await _first_in(ctx, case, wording, words[:LONGEST_FIRST])
        wording = replace(wording, first=first, photo=False)
        return await (_await_words if first else press)(ctx, case, wording)
    if words and wording.verb == INTERNAL:
        return _note(ctx, case, words)
    if words:
        source = message.original or message.message_id
        return await _preview(ctx, case, replace(wording, text=words, message=source))
    if wording.text:  # a sticker does not undo what is written
        return await _preview(ctx, case, wording)
    return await _await_words(ctx, case, wording)


async def send(_: Message, ctx: Context) -> Turn:
    """The officer said yes: the words go where the citizen wrote, in quiet hours in the morning."""
    return await _send(ctx, urgent=False)


async def send_now(_: Message, ctx: Context) -> Turn:
    """It is urgent: quiet hours or not."""
    return await _send(ctx, urgent=True)


SENDS: Mapping[str, Callable[[Message, Context], Awaitable[Turn]]] = MappingProxyType(
    {"send": send, "send-now": send_now}
)
"""What a yes is, as a button."""


def typed(
    message: Message, stands_for: str
) -> Callable[[Message, Context], Awaitable[Turn]] | None:
    """What a yes in words is; *stands_for* is the button that citizens mean by the same words."""
    if message.kind is Kind.TEXT and message.text.strip() == SEND_NOW.label:
        return send_now
    return send if stands_for == INTAKE_SEND.data else None


async def _send(ctx: Context, *, urgent: bool) -> Turn:
    pending = await _pending(ctx)
    if pending is None or ctx.conversation.step != CONFIRM or ctx.staff is None:
        return _nothing_pending(ctx)
    case, wording = pending[0], replace(pending[1], urgent=urgent)
    if waits := await held_back.not_yet(ctx, ctx.staff, case):
        return Turn(replies=(waits,))
    silent = await ctx.read(withdrawals.is_withdrawn, case.id)
    deed = DEEDS[wording.verb]
    if deed not in allowed(case, ctx.staff, ctx.now, silent=silent):
        turn = not_now(case, finished=not case.is_open)
        return replace(turn, conversation=afterwards(ctx))
    photo = await ctx.read(after_photos.waiting, ctx.staff.chat) if wording.photo else None
    if first_of(deed, case) is not None and not (wording.first and bool(photo) is wording.photo):
        return await press(ctx, case, replace(wording, first="", photo=False))
    if wording.seen != await ctx.read(case_entries.last_said, case.id):
        return await _preview(ctx, case, wording)
    circle = await joiner_news.circle(ctx, case)
    if circle.mark != wording.circle:
        return await _preview(ctx, case, wording)
    reachable = await ctx.read(chats.is_reachable, case.chat)
    spoken = (await ctx.read(conversations.load, case.chat)).language
    told = move_texts.sent(case, wording.verb, wording.outcome, reachable=reachable)
    told += await _delivery(ctx, case, wording)
    told += joiner_news.below(circle.joiners, wording.verb)
    told = texts.kept_unsent(case) if silent else told
    leaving = Leaving(
        case, ctx.staff, wording, photo and photo[0], stamp(ctx.now), ctx.agency.clocks
    )
    if ctx.agency.undo_seconds:
        reply, kept = held_back.hold(ctx, leaving, told)
        return Turn(replies=(reply,), keep=(kept,), conversation=afterwards(ctx))
    words = news(leaving, spoken)
    if photo:
        words = await work_shown.beside(ctx, words, photo)
    return Turn(
        replies=(secret(case, told, (open_again(case), LIST)),),
        keep=(
            Write(write_of(deed), (making(leaving, wording.seen),)),
            *joiner_news.kept(case, circle.joiners, shared(leaving)),
        ),
        notices=notices(leaving, None if silent else words, circle.joiners),
        conversation=afterwards(ctx),
    )


async def stop(_: Message, ctx: Context) -> Turn:
    """Forget the text that was being written."""
    if ctx.staff is None:
        return strangers(ctx)
    if ctx.conversation.step not in STEPS:
        return _nothing_pending(ctx)
    reply = ctx.reply(texts.stopped(), choices=(LIST, HELP))
    keep = (Write(after_photos.discard, (ctx.staff.chat,)),)
    return Turn(replies=(reply,), keep=keep, conversation=afterwards(ctx))


def _note(ctx: Context, case: Case, words: str) -> Turn:
    assert ctx.staff is not None
    arguments = (case, words[:LONGEST_WORDS], ctx.staff.id, stamp(ctx.now))
    return Turn(
        replies=(secret(case, move_texts.noted(case), (open_again(case), LIST)),),
        keep=(Write(case_work.jot, arguments),),
        conversation=afterwards(ctx),
    )


async def _take_photo(message: Message, ctx: Context, case: Case, wording: Wording) -> Turn:
    """A photo of the work done, at any step before it is sent; words under it are the words."""
    new = work_shown.photo_in(message, ctx)
    if new is None:
        text = work_texts.not_taken(message.attachment)
        return Turn(replies=(secret(case, text, (STOP,)),))
    wording = replace(wording, first=new.name, photo=True)
    text = message.text.strip() or wording.text
    if text:
        turn = await _preview(ctx, case, replace(wording, text=text), photo_comes=True)
    else:
        turn = await _await_words(ctx, case, wording)
    return replace(turn, keep=(Write(after_photos.keep, (new,)), *turn.keep))


async def _await_words(ctx: Context, case: Case, wording: Wording) -> Turn:
    """Ask for the words, with those that are ready."""
    last = await ctx.read(case_entries.last_said, case.id)
    seen = last if wording.seen is None else wording.seen
    news = await ctx.read(case_entries.said_after, case.id, seen)
    circle = await joiner_news.circle(ctx, case)
    if wording.verb == INTERNAL:
        text, news = move_texts.ask_internal(case), []
    elif wording.verb == CLOSE:
        text = texts.ask_closing(case, wording.outcome, news)
    else:
        text = move_texts.ask_words(case, wording.verb, news)
    choices = tuple(
        Choice(each.label, f"c:{case.id}:use-{number}", "case_status")
        for number, each in enumerate(_ready(case, wording.verb))
    )
    return Turn(
        replies=(secret(case, text, (*choices, STOP)),),
        keep=reading(ctx, case) if news else (),
        conversation=_remember(ctx, ANSWER, case, replace(wording, seen=last, circle=circle.mark)),
    )


async def shown_again(ctx: Context, case: Case, wording: Wording) -> Turn:
    """What was sent, and then taken back, as it was before; its photo is there again with that."""
    return await _preview(ctx, case, wording, photo_comes=True)


async def _preview(
    ctx: Context, case: Case, wording: Wording, *, photo_comes: bool = False
) -> Turn:
    """*photo_comes*: the photo is kept with this very turn, so that it cannot be shown yet."""
    news = await ctx.read(case_entries.said_after, case.id, wording.seen or 0)
    circle = await joiner_news.circle(ctx, case)
    news += circle.said_since(wording.circle)
    last = await ctx.read(case_entries.last_said, case.id)
    text = wording.text[:LONGEST_WORDS]
    shown = move_texts.preview(
        case,
        wording.verb,
        text,
        outcome=wording.outcome,
        first=wording.first,
        news=news,
        was_cut=len(wording.text) > LONGEST_WORDS,
    )
    if first_of(DEEDS[wording.verb], case) is Need.AFTER:
        shown = f"{work_texts.before_sending(case, wording.first, photo=wording.photo)}\n{shown}"
    arrival = await _arrival(ctx, case)
    shown = circle.above(wording.verb) + shown + delivery_texts.before(arrival)
    seen = replace(wording, text=text, seen=last, circle=circle.mark)
    reply = secret(case, shown, (SEND, SEND_NOW, STOP) if arrival else (SEND, STOP))
    if wording.photo and not photo_comes:
        reply = await work_shown.with_photo(ctx, reply)
    return Turn(
        replies=(reply,),
        keep=reading(ctx, case) if news else (),
        conversation=_remember(ctx, CONFIRM, case, seen),
    )


async def _arrival(ctx: Context, case: Case) -> str:
    """When the reporter would read it, as people say it; "" for at once."""
    until = await ctx.read(held_until, ctx.agency.quiet, case.chat, stamp(ctx.now))
    return delivery_texts.morning(until, ctx.now) if until else ""


async def _delivery(ctx: Context, case: Case, wording: Wording) -> str:
    """When what was just sent will be there, where that is not at once."""
    own = ctx.agency.pushes_per_month
    if await ctx.read(pushes.is_spent_for, case.chat, stamp(ctx.now), own):
        return delivery_texts.after_without_budget()
    return "" if wording.urgent else delivery_texts.after(await _arrival(ctx, case))


def _ready(case: Case, verb: str) -> tuple[Ready, ...]:
    inquiry = case.standing.path is Path.INQUIRY
    return (READY_IN_INQUIRIES if inquiry else READY).get(verb, ())


async def _first_in(ctx: Context, case: Case, wording: Wording, words: str) -> str:
    """The body, the reason or the original that was written; "" where it is none."""
    if first_of(DEEDS[wording.verb], case) is not Need.ORIGINAL or ctx.staff is None:
        return words
    return await ctx.read(register.repeated_by, ctx.staff, case, words)


def _firsts(ctx: Context, need: Need) -> tuple[str, ...]:
    """What is often meant: the bodies that the agency names, the usual reasons."""
    if need is Need.BODY:
        return tuple(body.name for body in ctx.agency.outside_bodies)
    if need is Need.AFTER:
        return work_texts.REASONS
    return REASONS if need is Need.REASON else ()


def _remember(ctx: Context, step: str, case: Case, wording: Wording) -> Conversation:
    memory = {"move": wording.verb, "outcome": wording.outcome, "first": wording.first}
    memory["circle"] = wording.circle
    if wording.photo:
        memory["photo"] = "1"
    if step == CONFIRM:
        memory |= {"text": wording.text, "message": wording.message}
    seen = str(wording.seen or 0)
    return meanwhile(ctx, step, case=str(case.id), seen=seen, **memory)


async def _pending(ctx: Context) -> tuple[Case, Wording] | None:
    """What is being written, if this member may still see the case."""
    memory = ctx.conversation.memory
    if ctx.staff is None or ctx.conversation.step not in STEPS:
        return None
    case = await ctx.read(register.seen_by, ctx.staff, int(memory["case"]))
    outcome = memory.get("outcome", "")
    verb = memory.get("move") or (CLOSE if outcome else "answer")
    wording = Wording(
        verb,
        outcome,
        memory.get("first", ""),
        int(memory["seen"]),
        memory.get("text", ""),
        memory.get("message", ""),
        photo="photo" in memory,
        circle=memory.get("circle", ""),
    )
    return (case, wording) if case and verb in DEEDS else None


def _nothing_pending(ctx: Context) -> Turn:
    if ctx.staff is None:
        return strangers(ctx)
    reply = ctx.reply(texts.nothing_pending(), choices=(LIST, HELP))
    pending = ctx.conversation.step in STEPS
    return Turn(replies=(reply,), conversation=afterwards(ctx) if pending else None)
