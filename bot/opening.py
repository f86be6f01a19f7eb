"""Opening: the agency's settings, its checked dataset and its database, ready to be used."""

from dataclasses import dataclass

import structlog

from bot.settings import Settings
from data import check, dataset, publish
from data.agency import Agency, load_agency
from data.sealing import Vault, load_or_make_key
from data.store import Store

log = structlog.get_logger()


class DatasetDisagrees(Exception):
    """The dataset does not add up; the message is the table that shows where."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An agency with its database, the dataset published in it."""

    agency: Agency
    store: Store


def open_agency(settings: Settings) -> Opened:
    """Load, check and publish. Raises DatasetError, DatasetDisagrees, BadKey or WrongKey."""
    agency = load_agency(settings.agency)
    published = dataset.load_dataset(agency.datasets)
    report = check.check(published)
    if not report.ok:
        raise DatasetDisagrees(check.render(report))
    store = Store(settings.database, Vault(master_key(settings)))
    try:
        if store.write_now(publish.publish, published):
            log.info("dataset published", agency=agency.key)
    except BaseException:
        store.close()  # or its thread would keep the process alive
        raise
    return Opened(agency, store)


def master_key(settings: Settings) -> bytes:
    """CASE_KEY, else the key file beside the database, made when absent. Raises BadKey."""
    if settings.case_key is not None:
        return settings.case_key
    path = settings.database.with_name(settings.database.name + ".key")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, made = load_or_make_key(path)
    if made:
        log.warning(
            "made a key file: back it up apart from the database; losing it loses the cases",
            file=str(path),
        )
    return key
