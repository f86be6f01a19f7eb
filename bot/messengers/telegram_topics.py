"""Telegram's groups with topics ("forums"): python-telegram-bot's methods, and how each ended.

Who may do what, and the length of a name (128 characters): core.telegram.org/bots/api,
createForumTopic and the methods below it. What a refusal means is told by its words only.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape

import msgspec
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.messengers.telegram import Telegram, failure
from bot.messengers.topic_host import GroupLost, GroupMoved, TopicClosed, TopicGone
from data.topic_queue import Problem
from handlers.officers.casework import CASE_PREFIX
from handlers.texts import group_queue as texts

NAME_LIMIT = 128  # characters

UNCHANGED = "topic_not_modified"
TOPIC_CLOSED = "topic_closed"
TOPIC_GONE = ("thread not found", "topic_id_invalid", "topic_deleted", "topic not found")
NO_TOPICS = ("not a forum", "chat_not_forum", "channel_forum_missing")
NO_RIGHT = ("not enough rights", "chat_admin_required", "administrator rights", "rights to")
NO_GROUP = ("chat not found", "group chat was deactivated")

SUPERGROUP = "supergroup"
RULES_THE_CHAT = ("creator", "administrator")
NOT_THERE = ("left", "kicked")


class _Topic(msgspec.Struct):
    message_thread_id: int


class _Chat(msgspec.Struct):
    type: str = ""
    is_forum: bool = False
    username: str = ""


class _Member(msgspec.Struct):
    status: str = ""
    can_manage_topics: bool = False
    can_delete_messages: bool = False


class TelegramTopics:
    """A TopicHost; see topic_host.py."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._bot = telegram.bot

    async def look(self, group: str) -> Problem | None:
        """A private supergroup with topics, in which we may manage these and delete messages."""
        async with _told():
            chat = await self._telegram.ask("getChat", {"chat_id": int(group)}, _Chat)
            if chat.type != SUPERGROUP or not chat.is_forum:
                return Problem.NO_TOPICS
            if chat.username:
                return Problem.PUBLIC
            us = await self._member(group, self._bot_id)
        if us.status not in RULES_THE_CHAT:
            return Problem.NO_RIGHT
        return None if us.can_manage_topics and us.can_delete_messages else Problem.NO_RIGHT

    async def has(self, group: str, address: str) -> bool:
        """Whether a person is in the group; who never was is unknown there."""
        async with _told():
            try:
                status = (await self._member(group, int(address))).status
            except BadRequest:
                return False
        return status not in NOT_THERE

    async def create(self, group: str, name: str) -> str:
        """A new topic's id."""
        asked = {"chat_id": int(group), "name": name[:NAME_LIMIT]}
        async with _told():
            created = await self._telegram.ask("createForumTopic", asked, _Topic)
        return str(created.message_thread_id)

    async def say(self, group: str, thread: str, text: str, code: str = "") -> None:
        """Words in a topic, with a link to the private chat."""
        async with _told():
            await self._bot.send_message(
                int(group),
                escape(text, quote=False),
                message_thread_id=int(thread),
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=await self._way_in(code) if code else None,
            )

    async def rename(self, group: str, thread: str, name: str) -> None:
        """Another name."""
        async with _told(unchanged_is_fine=True):
            await self._bot.edit_forum_topic(int(group), int(thread), name[:NAME_LIMIT])

    async def close(self, group: str, thread: str) -> None:
        """Nobody but administrators writes there now."""
        async with _told(unchanged_is_fine=True):
            await self._bot.close_forum_topic(int(group), int(thread))

    async def reopen(self, group: str, thread: str) -> None:
        """Everybody writes there again."""
        async with _told(unchanged_is_fine=True):
            await self._bot.reopen_forum_topic(int(group), int(thread))

    async def remove(self, group: str, thread: str) -> None:
        """The topic and all its messages are deleted."""
        async with _told():
            await self._bot.delete_forum_topic(int(group), int(thread))

    async def _member(self, group: str, user_id: int) -> _Member:
        asked = {"chat_id": int(group), "user_id": user_id}
        return await self._telegram.ask("getChatMember", asked, _Member)

    @property
    def _bot_id(self) -> int:
        """A bot's own id stands before the colon of its token."""
        return int(self._bot.token.partition(":")[0])

    async def _way_in(self, code: str) -> InlineKeyboardMarkup:
        if not self._telegram.username:
            await self._telegram.identify()
        url = f"https://t.me/{self._telegram.username}?start={CASE_PREFIX}{code}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(texts.OPEN_IN_PRIVATE, url=url)]])


@asynccontextmanager
async def _told(*, unchanged_is_fine: bool = False) -> AsyncIterator[None]:
    """Telegram's errors in the words of a TopicHost."""
    try:
        yield
    except TelegramError as error:
        if unchanged_is_fine and UNCHANGED in error.message.lower():
            return
        raise _trouble(error) from error


def _trouble(error: TelegramError) -> Exception:
    said = error.message.lower()
    if isinstance(error, ChatMigrated):
        return GroupMoved(str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return GroupLost(Problem.GONE)
    if isinstance(error, BadRequest):
        if TOPIC_CLOSED in said:
            return TopicClosed()
        for words, problem in (
            (NO_TOPICS, Problem.NO_TOPICS),
            (NO_RIGHT, Problem.NO_RIGHT),
            (NO_GROUP, Problem.GONE),
        ):
            if any(each in said for each in words):
                return GroupLost(problem)
        if any(each in said for each in TOPIC_GONE):
            return TopicGone()
    return failure(error)
