"""What Prongsai says in English of one's own data; the copy itself is in Thai."""

from collections.abc import Sequence
from datetime import datetime

from data.about_reporter import HeldChat
from data.data_protection import DataProtection
from data.forgetting import Filed
from data.limits import Verdict
from handlers.texts.english.limits import when
from handlers.texts.english.written import listed
from handlers.texts.self_service import FILE_NAME


def summary(held: HeldChat, agency: str, *, in_a_file: bool) -> str:
    """What is kept about this chat, plainly."""
    codes = [case.code for case in held.cases]
    draft = len(held.draft.texts) + len(held.draft.attachments)
    where = f"in the file {FILE_NAME}" if in_a_file else "in the next messages"
    return "\n".join(
        [
            f"What {agency} keeps about this chat:",
            f"• Cases: {len(codes)} {' '.join(codes)}".rstrip(),
            f"• Files: {sum(len(case.files) for case in held.cases)}",
            f"• Still being written: {draft} messages and files",
            f"• Messages of the chat still kept: {held.messages} from you, {held.replies} from us",
            "• The address of this chat, to send answers, and your name where the app sends it with"
            " a message (no number that you did not tell)",
            "",
            f"The details are {where}, in Thai. Keep them where nobody else can read them.",
        ]
    )


def there_is_more(whom: DataProtection | None, agency: str) -> str:
    """It is too long for the chat."""
    return f"It is too long for the chat; ask for the rest: {_whom(whom, agency)}"


def copied_today(verdict: Verdict, now: datetime) -> str:
    """Once a day."""
    return f"A copy can be asked for once a day; the next one from {when(verdict.again_at, now)}"


def explain(found: Sequence[Filed], backups_days: int, *, drafting: bool) -> str:
    """What is forgotten, what must stay and why; nothing happens before it is confirmed."""
    done = [case.code for case in found if not case.stays and not case.is_open]
    ended = [case.code for case in found if not case.stays and case.is_open]
    stays = [case.code for case in found if case.stays]
    address = " (once no case is left)" if stays else ""
    lines = [
        "Forget me: nothing is deleted until you confirm.",
        "Deleted at once:",
        f"• the messages of this chat that are kept, and its address{address}",
    ]
    lines += ["• what you are still writing"] if drafting else []
    lines += (
        [f"• words, files and you yourself in finished cases: {' '.join(done)}"] if done else []
    )
    if ended:
        lines.append(
            f"• unfinished cases: {' '.join(ended)}. They are withdrawn and closed, and nobody goes"
            " on with them; if you want the answer, wait for it first"
        )
    lines.append("Still there:")
    if stays:
        lines.append(
            f"• {' '.join(stays)}: an inquiry is open, or the law wants it kept. Your request is"
            " kept, and it is deleted by itself once nothing stands against it"
        )
    return "\n".join(
        [
            *lines,
            "• statistics, codes, kinds, dates and outcomes, which tell nobody who you are",
            f"• backups made before, for at most {backups_days} more days",
            "• messages in your own app, and cases by receipt, which do not belong to this chat",
            "It cannot be undone, and what is deleted cannot be followed any more.",
        ]
    )


def forgotten(stays: Sequence[str], whom: DataProtection | None, agency: str) -> str:
    """It is done, as far as it may be."""
    if not stays:
        return "You are forgotten: no case, message or address of this chat is kept any more."
    return (
        f"What may be deleted is deleted. Still kept: {listed(list(stays))}\n"
        "Your request is kept and told to whoever looks after personal data; the rest is deleted by"
        f" itself once nothing stands against it. To ask: {_whom(whom, agency)}"
    )


def _whom(whom: DataProtection | None, agency: str) -> str:
    if whom is None:
        return f"{agency} (nobody is named for personal data here yet)"
    return " ".join((whom.name, *whom.ways))
