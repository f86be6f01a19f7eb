"""The topics of analysis, their findings, and the limitations."""

from collections.abc import Sequence

from data import facts
from handlers import menus
from handlers.context import Context
from handlers.informing import mirrors
from handlers.informing.scores import missing_code
from handlers.message import Message
from handlers.texts import topics as texts
from handlers.turn import Turn


async def answer_topic(message: Message, ctx: Context) -> Turn:
    """One topic, one finding in full, or the list."""
    slots = ctx.question.slots
    if "missing" in slots:
        return await missing_code(message, ctx)
    number = slots.get("topic", "")
    if number not in ctx.vocabulary.topics:
        return await _list(ctx)
    topic = await ctx.read(facts.topic, int(number), ctx.fiscal_year)
    if topic is None:
        return await _list(ctx)
    measures = menus.ask("มาตรการเรื่องนี้", "measure_detail", number)
    numbers = [str(each) for each in range(1, len(topic.findings) + 1)]
    finding = slots.get("finding", "")
    if finding in numbers:
        back = menus.ask(f"ประเด็นที่ {number}", "analysis_topic", number)
        text = ctx.say(texts.one_finding, topic, int(finding))
        return Turn(replies=(ctx.reply(text, choices=(back, measures, menus.TOPICS)),))
    full = [menus.ask(f"อ่านเต็มข้อ {each}", "analysis_topic", number, each) for each in numbers]
    choices = (*full, measures, menus.TOPICS)
    return Turn(replies=(ctx.reply(ctx.say(texts.one_topic, topic), choices=choices),))


async def answer_limitations(_: Message, ctx: Context) -> Turn:
    """What part 3 says, and what the analysis itself says must get better."""
    found = await ctx.read(facts.limitation, ctx.fiscal_year)
    year = ctx.fiscal_year
    if found is None:
        text = ctx.say(texts.no_limitations, year)
    else:
        text = ctx.say(texts.limitations, found, await _to_improve(ctx))
    choices = (menus.LOWEST, menus.TOPICS, menus.MEASURES)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def _to_improve(ctx: Context) -> list[tuple[int, Sequence[str]]]:
    """The topics that the report says must get better, with the items that it compared there."""
    return [
        (topic.number, tuple(dict.fromkeys(mirrors.codes_in(part))))
        for topic in await ctx.read(facts.topics, ctx.fiscal_year)
        for finding in topic.findings
        for part in mirrors.parts_of(finding.text)
        if texts.IMPROVE.search(part)
    ]


async def _list(ctx: Context) -> Turn:
    found = await ctx.read(facts.topics, ctx.fiscal_year)
    choices = tuple(
        menus.ask(f"ประเด็นที่ {topic.number}", "analysis_topic", str(topic.number)) for topic in found
    )
    return Turn(replies=(ctx.reply(ctx.say(texts.all_topics, found), choices=choices),))
