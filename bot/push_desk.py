"""``python -m bot pushes``: how many pushes LINE has billed, and what waits for more."""

import argparse

from bot import clock
from data import holding, pushes, times
from data.agency import Agency
from data.store import Store
from handlers.texts import delivery as texts


def pushes_command(_: argparse.Namespace, store: Store, agency: Agency) -> int:
    """This month and those before, the budget, and what waits."""
    try:
        at = times.stamp(clock.now())
        now = store.read_now(pushes.month, at)
        before = [each for each in store.read_now(pushes.months) if each.month < now.month]
        waiting = store.read_now(holding.counts)
    finally:
        store.close()
    print(texts.pushes(now, pushes.budget(now, agency.pushes_per_month), before, waiting))
    return 0
