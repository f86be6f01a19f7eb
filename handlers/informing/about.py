"""Greetings, help, a person to talk to, and the honest "that is not in the report"."""

from handlers import menus
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.texts import about as texts
from handlers.turn import Choice, Turn

WORDLESS = {
    Kind.FILE: (texts.file_without_draft, (menus.GRIEVANCE, menus.FEEDBACK, menus.CORRUPTION)),
    Kind.LOCATION: (texts.place_without_draft, (menus.GRIEVANCE, menus.FEEDBACK)),
    Kind.STICKER: (texts.sticker, menus.MAIN),
    Kind.OTHER: (texts.not_readable, menus.MAIN),
}
MOST_GUESSES = 3


async def answer_greeting(_: Message, ctx: Context) -> Turn:
    """Hello, and the six areas."""
    text = ctx.say(texts.greeting, ctx.agency, ctx.fiscal_year)
    return Turn(replies=(ctx.reply(text, choices=menus.MAIN),))


async def answer_thanks(_: Message, ctx: Context) -> Turn:
    """You are welcome."""
    return Turn(replies=(ctx.reply(ctx.say(texts.thanks), choices=menus.MAIN),))


async def answer_help(_: Message, ctx: Context) -> Turn:
    """What can be asked and done."""
    text = ctx.say(texts.help_text, ctx.fiscal_year, ctx.plan_year)
    return Turn(replies=(ctx.reply(text, choices=menus.MAIN),))


async def answer_human(_: Message, ctx: Context) -> Turn:
    """Leave a question for an officer, or see how else to reach one."""
    contact = menus.ask("ที่อยู่ ติดต่อ", "contact_info")
    choices = (menus.LEAVE_QUESTION, contact, menus.CHANNELS)
    return Turn(replies=(ctx.reply(ctx.say(texts.human), choices=choices),))


async def answer_out_of_scope(message: Message, ctx: Context) -> Turn:
    """Not in the report; what there is instead, without any figure."""
    guard = ctx.question.guard
    if guard == "other_year":
        return await answer_other_year(message, ctx)
    choices = (menus.HELP, menus.CHANNELS, menus.PERSON)
    if guard == "emergency":
        choices = (menus.PERSON, menus.CHANNELS, menus.HELP)
    elif guard == "abuse":
        choices = (menus.FEEDBACK, menus.GRIEVANCE, menus.PERSON)
    text = ctx.say(texts.out_of_scope, ctx.agency, guard)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_other_year(_: Message, ctx: Context) -> Turn:
    """A fiscal year that is not in the dataset."""
    known = ctx.vocabulary
    text = ctx.say(
        texts.other_year,
        ctx.question.slots.get("year", ""),
        sorted(known.years),
        sorted(known.previous_years),
        sorted(known.plan_years),
    )
    choices = (menus.HELP, menus.CHANNELS, menus.PERSON)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def answer_unsure(_: Message, ctx: Context) -> Turn:
    """Offer the three best guesses, and a person."""
    offers: list[Choice] = []
    for guess in ctx.question.guesses:
        choice = menus.guess(guess.intent, ctx.question.slots)
        if choice.label not in [offer.label for offer in offers]:
            offers.append(choice)
    offers = offers[:MOST_GUESSES] or list(menus.MAIN[:MOST_GUESSES])
    if menus.PERSON.intent not in [offer.intent for offer in offers]:
        offers.append(menus.PERSON)
    text = ctx.say(texts.offered, [offer.label for offer in offers])
    return Turn(replies=(ctx.reply(text, choices=tuple(offers)),))


async def answer_wordless(message: Message, ctx: Context) -> Turn:
    """A sticker, a place, a file while nothing is being written."""
    text, choices = WORDLESS[message.kind]
    return Turn(replies=(ctx.reply(ctx.say(text), choices=choices),))
