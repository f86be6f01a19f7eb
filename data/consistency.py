"""Whether the files of one fiscal year fit together: what one names must stand in the other."""

from collections.abc import Iterable, Iterator, Mapping

from data.published import Indicator, Item, Level, Measure, Part, Score, Topic
from data.scoring import EIT_PARTS, TOTAL, Key
from data.year_files import INSTRUMENTS, Reprint


def check_indicators(
    year: str,
    indicators: list[tuple[str, Indicator]],
    items: list[tuple[str, Item]],
    problems: list[str],
) -> None:
    """Every instrument has indicators; every item stands in one; every one has its items."""
    known = {indicator.code: indicator.instrument for _, indicator in indicators}
    divided = {main_of(code) for code in known if "." in code}
    groups = {item.subindicator or item.indicator for _, item in items}
    check_once(((place, indicator.code) for place, indicator in indicators), problems)
    check_once(((place, item.code) for place, item in items), problems)
    for name in INSTRUMENTS:
        if name not in known.values():
            problems.append(f"{year}/indicators.csv: no indicator of {name}")
    for place, indicator in indicators:
        whats = _wrong_with_indicator(indicator, known, divided, groups)
        problems += [f"{place}: {what}" for what in whats]
    for place, item in items:
        problems += [f"{place}: {what}" for what in _wrong_with_item(item, known, divided)]


def _wrong_with_indicator(
    indicator: Indicator, known: Mapping[str, str], divided: set[str], groups: set[str]
) -> Iterator[str]:
    code, instrument = indicator.code, indicator.instrument
    if known.get(main_of(code)) != instrument:
        yield f"{code} belongs to no indicator of {instrument}"
    if code not in divided and code not in groups:
        yield f"no item in items.csv belongs to {code}"
    if instrument == "OIT" and "." not in code and code not in divided:
        yield f"{code} of OIT has no sub-indicators"
    if instrument != "OIT" and "." in code:
        yield "only OIT has sub-indicators"


def _wrong_with_item(item: Item, known: Mapping[str, str], divided: set[str]) -> Iterator[str]:
    sub = item.subindicator
    if known.get(item.indicator) != item.instrument or "." in item.indicator:
        yield f"{item.indicator!r} is no indicator of {item.instrument}"
    if (sub or item.indicator in divided) and (
        sub not in known or main_of(sub) != item.indicator or "." not in sub
    ):
        yield f"{sub!r} is no sub-indicator of {item.indicator}"


def check_scores(
    year: str,
    scores: list[tuple[str, Score]],
    indicators: list[tuple[str, Indicator]],
    items: list[tuple[str, Item]],
    problems: list[str],
) -> None:
    """Exactly the scores that the indicators and items ask for, each once, at its level."""
    wanted: dict[Key, Level] = {TOTAL: Level.TOTAL}
    for name in INSTRUMENTS:
        wanted |= {(part, name): Level.INSTRUMENT for part in _asked(name)}
    for _, indicator in indicators:
        if indicator.instrument in INSTRUMENTS:
            level = Level.SUBINDICATOR if "." in indicator.code else Level.INDICATOR
            wanted[Part(indicator.instrument), indicator.code] = level
    for _, item in items:
        wanted |= {(part, item.code): Level.ITEM for part in _asked(item.instrument)}
    seen: set[Key] = set()
    for place, score in scores:
        key = (score.part, score.code)
        if key in seen:
            problems.append(f"{place}: {score.part} {score.code} stands here twice")
        elif wanted.get(key) is not score.level:
            problems.append(f"{place}: {score.level} {score.part} {score.code} is not expected")
        seen.add(key)
    for part, code in wanted:
        if (part, code) not in seen:
            problems.append(f"{year}/scores.csv: no score for {part} {code}")


def check_references(
    year: str,
    items: list[tuple[str, Item]],
    topics: list[tuple[Topic, list[Reprint]]],
    measures: list[Measure],
    problems: list[str],
) -> None:
    """Topics name items that exist, measures name topics that exist, each is there once."""
    codes = {item.code for _, item in items}
    numbers = [topic.number for topic, _ in topics]
    at_topics = [f"{year}/topics.toml topic[{index}]" for index in range(len(topics))]
    at_measures = [f"{year}/measures.toml measure[{index}]" for index in range(len(measures))]
    check_once(zip((f"{at}.number" for at in at_topics), numbers, strict=True), problems)
    check_once(
        ((f"{at}.code", each.code) for at, each in zip(at_measures, measures, strict=True)),
        problems,
    )
    for at, (topic, _) in zip(at_topics, topics, strict=True):
        for code in topic.items:
            if code not in codes:
                problems.append(f"{at}.items: there is no item {code}")
    for at, measure in zip(at_measures, measures, strict=True):
        if topics and measure.topic not in numbers:
            problems.append(f"{at}.topic: there is no topic {measure.topic}")


def _asked(instrument: str) -> tuple[Part, ...]:
    if instrument == "EIT":
        return EIT_PARTS
    return (Part(instrument),) if instrument in INSTRUMENTS else ()


def main_of(code: str) -> str:
    """The indicator that a sub-indicator is part of: "10" of "10.2"; an indicator's own code."""
    return code.split(".")[0]


def check_once(entries: Iterable[tuple[str, object]], problems: list[str]) -> None:
    """Each of *entries*, a place and what is said there, may be said only once."""
    seen: set[object] = set()
    for place, said in entries:
        if said in seen:
            problems.append(f"{place}: {said} stands here a second time")
        seen.add(said)
