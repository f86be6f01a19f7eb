"""Work shown: the photo that an officer sends with closing words, seen before it is sent on."""

from dataclasses import replace

from data import after_photos
from data.drafts import NewAttachment
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import intake
from handlers.texts.work_shown import NAME
from handlers.turn import File, Notice, Reply

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
VERBS = ("resolve", "close")
STEPS = "casework."


def takes_photo(ctx: Context) -> bool:
    """Whether a file sent now may be a photo of work done."""
    conversation = ctx.conversation
    worded = conversation.step.startswith(STEPS)
    return ctx.staff is not None and worded and conversation.memory.get("move") in VERBS


def photo_in(message: Message, ctx: Context) -> NewAttachment | None:
    """The photo of a message, ready to be kept under a name that says what it is."""
    attachment = message.attachment
    if message.kind is not Kind.FILE or intake.problem_of(attachment, full=False) is not None:
        return None
    return named(intake.new_attachment(message, ctx))


def named(new: NewAttachment) -> NewAttachment | None:
    """The photo under a name that says what it is; None where it is no photo."""
    ending = ENDINGS.get(new.media_type)
    return replace(new, name=f"{NAME}{ending}") if ending else None


async def with_photo(ctx: Context, reply: Reply) -> Reply:
    """The officer's own photo beside what is shown before it is sent."""
    found = await ctx.read(after_photos.waiting, ctx.staff.chat) if ctx.staff else None
    return replace(reply, file=File(*found)) if found else reply


async def beside(ctx: Context, news: Notice, photo: tuple[int, str, str]) -> Notice:
    """The words to the reporter with the photo."""
    return with_link(news, photo, await ctx.read(after_photos.link, photo[0]))


def with_link(news: Notice, photo: tuple[int, str, str], link: str) -> Notice:
    """The same, where the link is known."""
    return replace(news, reply=replace(news.reply, file=File(*photo, link=link)))
