"""The tables, as migrations that only ever grow. Every table is strict; times are ISO 8601 UTC."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from data.access_tables import CREATE_ACCESS
from data.audit import CREATE_AUDIT
from data.case_keys import CREATE_CASE_KEYS
from data.case_tally import CREATE_TALLY
from data.clock_tables import CREATE_CLOCKS
from data.common_replies import CREATE_COMMON_REPLIES
from data.desk_tables import CREATE_DESK_SIGN_IN
from data.draft_answers import CREATE_ANSWERS
from data.identity_tables import CREATE_IDENTITY
from data.import_tables import CREATE_IMPORTED
from data.inbox_tables import CREATE_INBOX_WAITING, CREATE_SUBJECT
from data.joining_tables import CREATE_JOINING
from data.light_checks import lighten
from data.limits import CREATE_LIMIT_COUNT
from data.officer_tables import CREATE_OFFICER
from data.parked_tables import CREATE_PARKED
from data.privacy_tables import CREATE_PRIVACY
from data.publish import CREATE_PUBLISHED
from data.push_tables import CREATE_HOLD, CREATE_PUSHES
from data.rating_tables import CREATE_RATINGS
from data.receipts import CREATE_RECEIPT
from data.reminder_tables import CREATE_REMINDERS
from data.search_tables import CREATE_SEARCH
from data.self_service_tables import CREATE_SELF_SERVICE
from data.topic_tables import CREATE_TOPICS
from data.units import CREATE_UNITS
from data.waiting_tables import CREATE_LEAVING, CREATE_WAITING

migrations = Migrations("prongsai")

MESSAGES = """
create table installation (
    id integer primary key check (id = 1),
    key_check blob not null
) strict;

create table inbox (
    id integer primary key,
    messenger text not null,
    event_id text not null,
    chat text not null,
    message text not null,
    payload blob not null,
    received_at text not null,
    delivered_at text not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'parked')),
    tries integer not null default 0,
    unique (messenger, event_id)
) strict;
create index inbox_waiting on inbox (id) where state = 'waiting';
create index inbox_by_chat on inbox (chat, id);

create table outbox (
    id integer primary key,
    messenger text not null,
    chat text not null,
    inbox_id integer references inbox (id),
    payload blob not null,
    retry_key text not null unique,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'undeliverable')),
    attempted integer not null default 0,
    tries integer not null default 0,
    not_before text not null,
    created_at text not null,
    token_at text not null default '',
    done_at text not null default '',
    problem text not null default ''
) strict;
create index outbox_waiting on outbox (id) where state = 'waiting';
create index outbox_by_chat on outbox (chat, id);
create index outbox_by_inbox on outbox (inbox_id) where inbox_id is not null;

create table chat (
    chat text primary key,
    messenger text not null,
    address blob not null,
    reachable integer not null default 1
) strict, without rowid;

create table conversation (
    chat text primary key,
    state blob not null,
    version integer not null,
    updated_at text not null
) strict, without rowid;
"""

CASES = """
create table staff (
    id integer primary key,
    chat text not null,
    messenger text not null,
    name blob not null,
    role text not null,
    corruption integer not null default 0 check (corruption in (0, 1)),
    joined_at text not null,
    removed_at text not null default ''
) strict;
create unique index staff_chat on staff (chat) where removed_at = '';

create table invitation (
    token_hash text primary key,
    name blob not null,
    role text not null,
    corruption integer not null check (corruption in (0, 1)),
    expires_at text not null,
    used_at text not null default ''
) strict, without rowid;

create table cases (
    id integer primary key,
    code text not null unique,
    kind text not null,
    level integer not null,
    state text not null,
    outcome text not null default '',
    chat text not null,
    messenger text not null,
    opened_at text not null,
    updated_at text not null,
    closed_at text not null default ''
) strict;
create index cases_by_chat on cases (chat, id);
create index cases_open on cases (kind, id) where closed_at = '';

create table case_entry (
    id integer primary key,
    case_id integer not null references cases (id),
    kind text not null,
    author text not null check (author in ('citizen', 'officer', 'system')),
    staff_id integer references staff (id),
    state text not null default '',
    text blob not null,
    message text not null default '',
    at text not null
) strict;
create index case_entry_by_case on case_entry (case_id, id);
create index case_entry_by_message on case_entry (message) where message <> '';

create table draft_part (
    id integer primary key,
    chat text not null,
    text blob not null,
    message text not null,
    at text not null
) strict;
create index draft_part_by_chat on draft_part (chat, id);

create table attachment (
    id integer primary key,
    chat text not null,
    case_id integer references cases (id),
    stage text not null check (stage in ('upload', 'draft', 'case')),
    name blob not null,
    media_type text not null,
    size integer not null,
    content blob not null,
    message text not null,
    at text not null
) strict;
create index attachment_by_chat on attachment (chat, stage);
create index attachment_by_case on attachment (case_id) where case_id is not null;
create index attachment_by_message on attachment (message) where message <> '';
"""

CASE_WORK = """
alter table cases add column waited_in text not null default '';
alter table cases add column reopened integer not null default 0;
alter table cases add column assigned_to integer references staff (id);
create index cases_assigned on cases (assigned_to, id) where closed_at = '';
"""

UNDELIVERED = """
alter table outbox add column case_id integer;
alter table outbox add column sender integer references staff (id);
create index outbox_of_case on outbox (case_id, id) where case_id is not null;
"""


@migrations()
def m001_messages(db: Database) -> None:
    """Inbox, outbox, chats, conversations."""
    _create(db, MESSAGES)


@migrations()
def m002_cases(db: Database) -> None:
    """Staff, invitations, cases, drafts, attachments."""
    _create(db, CASES)


@migrations()
def m003_published(db: Database) -> None:
    """The published dataset, filled from data/datasets at every start."""
    _create(db, CREATE_PUBLISHED)


@migrations()
def m006_case_keys(db: Database) -> None:
    """A key for every case, and the installation's own tag key. Filled by data/installation.py,
    which has the master key."""
    _create(db, CREATE_CASE_KEYS)


@migrations()
def m004_clocks(db: Database) -> None:
    """Holidays and office hours, the clocks of cases and their pauses."""
    _create(db, CREATE_CLOCKS)


@migrations()
def m007_receipts(db: Database) -> None:
    """Receipts of anonymous reporters, and what limits have counted."""
    _create(db, CREATE_RECEIPT)
    _create(db, CREATE_LIMIT_COUNT)


@migrations()
def m005_audit(db: Database) -> None:
    """Who saw and did what, chained; the first head is sealed when the store opens."""
    _create(db, CREATE_AUDIT)


@migrations()
def m008_case_work(db: Database) -> None:
    """Where a case waits, how often it was opened again, who took it."""
    _create(db, CASE_WORK)


@migrations()
def m015_undelivered(db: Database) -> None:
    """Which case an officer's words on their way belong to, and who sent them."""
    _create(db, UNDELIVERED)


@migrations()
def m013_access(db: Database) -> None:
    """Who was named for a case, who must not see it, and what reporters say of that."""
    _create(db, CREATE_ACCESS)


@migrations()
def m012_channels(db: Database) -> None:
    """Which rows of forms were imported; the channel itself stands in cases.messenger."""
    _create(db, CREATE_IMPORTED)


@migrations()
def m009_ratings(db: Database) -> None:
    """How content reporters are with how their cases were handled."""
    _create(db, CREATE_RATINGS)


@migrations()
def m014_privacy(db: Database) -> None:
    """Legal holds, and the marks of cases that were erased."""
    _create(db, CREATE_PRIVACY)


@migrations()
def m010_reminders(db: Database) -> None:
    """The days whose digest was sent, and a way to what is near its deadline."""
    _create(db, CREATE_REMINDERS)


@migrations()
def m011_statistics(db: Database) -> None:
    """Cases counted as they come and go, what of it is published, and indexes by opening."""
    _create(db, CREATE_TALLY)


@migrations()
def m020_pushes(db: Database) -> None:
    """What waits in the outbox on purpose, what LINE bills, what visitors of the page have read."""
    _create(db, CREATE_HOLD)
    _create(db, CREATE_PUSHES)


@migrations()
def m021_topics(db: Database) -> None:
    """The group that serves as queue, and the topics of cases in it."""
    _create(db, CREATE_TOPICS)


@migrations()
def m017_answers(db: Database) -> None:
    """What people answered to the questions beside a draft."""
    _create(db, CREATE_ANSWERS)


@migrations()
def m018_joining(db: Database) -> None:
    """Where grievances are about, and which cases joined which."""
    _create(db, CREATE_JOINING)


@migrations()
def m016_roles(db: Database) -> None:
    """The units that officers work for and that cases are given to."""
    _create(db, CREATE_UNITS)


@migrations()
def m019_officer(db: Database) -> None:
    """Photos of work done, words that are held back for a moment, covers."""
    _create(db, CREATE_OFFICER)


@migrations()
def m022_identity(db: Database) -> None:
    """Who asked who filed a secret case, and who wants to be forgotten."""
    _create(db, CREATE_IDENTITY)
    _create(db, CREATE_SELF_SERVICE)


@migrations()
def m023_search(db: Database) -> None:
    """Filters of lists."""
    _create(db, CREATE_SEARCH)


@migrations()
def m024_desk_sign_in(db: Database) -> None:
    """Who works at the terminal as themselves; the operator's words can be held back, too."""
    _create(db, CREATE_DESK_SIGN_IN)


@migrations()
def m025_parked(db: Database) -> None:
    """What is known of messages that were set aside."""
    _create(db, CREATE_PARKED)


@migrations()
def m026_waiting(db: Database) -> None:
    """What waits in the outbox, by messenger."""
    _create(db, CREATE_WAITING)


@migrations()
def m027_inbox_waiting(db: Database) -> None:
    """What waits in the inbox, by messenger."""
    _create(db, CREATE_INBOX_WAITING)


@migrations()
def m028_light_checks(db: Database) -> None:
    """What every message writes is checked at less cost."""
    lighten(db)


@migrations()
def m029_common_replies(db: Database) -> None:
    """Replies that many people get."""
    _create(db, CREATE_COMMON_REPLIES)


@migrations()
def m030_subjects(db: Database) -> None:
    """What a chat talks about, where that is all that a message has changed."""
    _create(db, CREATE_SUBJECT)


@migrations()
def m031_leaving(db: Database) -> None:
    """What waits in the outbox, by chat; what was said there is found by what it answers."""
    _create(db, CREATE_LEAVING)


def _create(db: Database, script: str) -> None:
    """Run a script inside the migration's transaction (executescript would commit it)."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
