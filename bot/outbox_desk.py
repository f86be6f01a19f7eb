"""``python -m bot outbox``: what waits for a messenger and why, and what never arrived."""

import argparse
from datetime import timedelta

from bot import clock
from data import outbox_summary, times
from data.store import Store
from handlers.texts import outbox as texts

LOOKED_BACK = timedelta(days=7)


def outbox_command(_: argparse.Namespace, store: Store) -> int:
    """Numbers and the vendors' own reasons, by messenger."""
    try:
        since = times.stamp(clock.now() - LOOKED_BACK)
        waiting = store.read_now(outbox_summary.waiting)
        troubles = store.read_now(outbox_summary.troubles, since)
        given_up = store.read_now(outbox_summary.given_up, since)
    finally:
        store.close()
    print(texts.outbox(waiting, troubles, given_up, LOOKED_BACK.days))
    return 0
