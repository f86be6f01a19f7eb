"""Statistics in the terminal: read in full, and published for citizens."""

import argparse
import json
from dataclasses import asdict

from bot import clock
from bot.complaining import complain
from bot.settings import Settings
from data import case_statistics, published_statistics, times
from data.agency import load_agency
from data.store import Store
from handlers.texts import statistics as texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """show or publish, of a fiscal year."""
    parser.add_argument("verb", nargs="?", choices=("show", "publish"), default="show")
    parser.add_argument("--year", type=int, help="fiscal year, B.E.; the current one otherwise")
    parser.add_argument("--json", action="store_true", help="one JSON line")


def stats_command(parsed: argparse.Namespace, store: Store, loaded: Settings) -> int:
    """Run one verb; the exit status."""
    now = clock.now()
    newest = case_statistics.fiscal_year(now)
    year = newest if parsed.year is None else parsed.year
    try:
        if not case_statistics.is_year(year, now):
            return complain(texts.bad_year(newest), 2)
        if parsed.verb == "publish":
            return _publish(parsed, store, loaded, year)
        found = store.read_now(case_statistics.of_year, year, times.stamp(now))
    finally:
        store.close()
    guarded = {kind: published_statistics.exact(each) for kind, each in found.guarded.items()}
    text = texts.staff(found, guarded, exactly=True)
    print(json.dumps(asdict(found), ensure_ascii=False) if parsed.json else text)
    return 0


def _publish(parsed: argparse.Namespace, store: Store, loaded: Settings, year: int) -> int:
    """Freeze the months that are over; what citizens read is shown."""
    at = times.stamp(clock.now())
    public = store.write_now(published_statistics.publish, year, at)
    if parsed.json:
        print(json.dumps(asdict(public), ensure_ascii=False))
    else:
        agency = load_agency(loaded.agency).short_name
        print(f"{texts.published(public)}\n\n{texts.public(public, agency)}")
    return 0
