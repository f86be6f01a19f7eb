"""Opening: the agency's settings, its checked dataset and its database, ready to be used."""

from dataclasses import dataclass, replace

import structlog

from bot.settings import Settings
from data import check, dataset, installation, key_file, publish, rotation
from data.agency import Agency, load_agency
from data.sealing import Vault
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
    agency = replace(load_agency(settings.agency), undo_seconds=settings.undo_seconds)
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
    """CASE_KEY or NEW_CASE_KEY, whichever opens the database; without them the key file beside it,
    made when absent. Raises BadKey, or InUse while the key is being changed."""
    if settings.case_key is not None:
        given = [key for key in (settings.case_key, settings.new_case_key) if key is not None]
        key = installation.fitting(settings.database, given)
        if key != settings.case_key:
            log.warning("the database opens with NEW_CASE_KEY: put that into CASE_KEY")
        return key
    path = key_file.beside(settings.database)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rotation.finish(settings.database, path)
    key, made = key_file.load_or_make(path)
    if made:
        log.warning(
            "made a key file: back it up apart from the database; losing it loses the cases",
            file=str(path),
        )
    return key
