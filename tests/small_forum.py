"""A small Telegram with one group of topics in it, and the town whose Telegram it is: everything
travels by the real adapter over HTTP. What Telegram refuses, it refuses in Telegram's words."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from bot.delivery import Courier
from bot.messengers.messenger import Adapter, Sending
from bot.messengers.telegram import Telegram
from bot.messengers.telegram_topics import TelegramTopics
from bot.web.webhooks import take_update
from data import outbox
from data.store import Connection
from handlers.message import Messenger
from tests.conversing import Person, Town
from tests.post_office import PostOffice
from tests.small_telegram import OK, TOKEN, Call, SmallTelegram, no

GROUP, UPGRADED = -1001, -1002
US: dict[str, Any] = {"id": 123456, "is_bot": True, "first_name": "บอต", "username": "borang_bot"}
CREATE, RENAME, CLOSE = "createForumTopic", "editForumTopic", "closeForumTopic"
DELETE, SEND = "deleteForumTopic", "sendMessage"

_updates = itertools.count(9000)


@dataclass
class SeenTopic:
    """A topic as people in the group see it."""

    thread: int
    name: str
    closed: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages]


@dataclass
class Forum(SmallTelegram):
    """One group. *loses* names methods that take effect and are never answered."""

    group: int = GROUP
    is_forum: bool = True
    is_member: bool = True
    may_manage: bool = True
    may_delete: bool = True
    username: str = ""
    absent: set[int] = field(default_factory=set)
    topics: dict[int, SeenTopic] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    private: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    loses: set[str] = field(default_factory=set)
    _threads: Any = field(default_factory=lambda: itertools.count(10))

    def by_itself(self, call: Call) -> Any:
        chat = call.body.get("chat_id")
        if call.method == "getMe":
            return 200, {"ok": True, "result": US}
        if chat is None or chat > 0:
            if call.method == SEND:
                self.private.setdefault(call.body["chat_id"], []).append(call.body)
            return OK
        answer = self._in_group(chat, call)
        if call.method in self.loses:
            self.loses.discard(call.method)
            return "hang"
        return answer

    def topic_of(self, code: str) -> SeenTopic:
        """The only topic with this code."""
        (found,) = [topic for topic in self.topics.values() if code in topic.name]
        return found

    def is_deleted_by_somebody(self, code: str) -> None:
        del self.topics[self.topic_of(code).thread]

    def to_group(self) -> str:
        """Everything that ever reached the group."""
        calls = [call.body for call in self.calls if (call.body.get("chat_id") or 0) < 0]
        return json.dumps(calls, ensure_ascii=False)

    def _in_group(self, chat: int, call: Call) -> Any:
        if chat != self.group:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            return no(400, words, migrate_to_chat_id=self.group)
        if not self.is_member:
            return no(403, "Forbidden: bot was kicked from the supergroup chat")
        does = getattr(self, f"_{call.method}", None)
        return does(call.body) if does else OK

    def _getChat(self, _: dict[str, Any]) -> Any:
        chat: dict[str, Any] = {"id": self.group, "type": "supergroup", "title": "คิว"}
        if self.is_forum:
            chat["is_forum"] = True
        if self.username:
            chat["username"] = self.username
        return 200, {"ok": True, "result": chat}

    def _getChatMember(self, body: dict[str, Any]) -> Any:
        if body["user_id"] in self.absent:
            return no(400, "Bad Request: member not found")
        if body["user_id"] != US["id"]:
            return 200, {"ok": True, "result": {"status": "member"}}
        rights = {"can_manage_topics": self.may_manage, "can_delete_messages": self.may_delete}
        member = {"status": "administrator", "user": US, **rights}
        return 200, {"ok": True, "result": member}

    def _createForumTopic(self, body: dict[str, Any]) -> Any:
        assert 1 <= len(body["name"]) <= 128
        if not self.is_forum:
            return no(400, "Bad Request: the chat is not a forum")
        if not self.may_manage:
            return no(400, "Bad Request: not enough rights to create a topic")
        made = SeenTopic(next(self._threads), body["name"])
        self.topics[made.thread] = made
        result = {"message_thread_id": made.thread, "name": made.name, "icon_color": 7322096}
        return 200, {"ok": True, "result": result}

    def _sendMessage(self, body: dict[str, Any]) -> Any:
        thread = body.get("message_thread_id")
        if thread is None:
            self.general.append(body["text"])
        elif thread in self.topics and self.is_forum:
            self.topics[thread].messages.append(body)
        else:
            return no(400, "Bad Request: message thread not found")
        return OK

    def _editForumTopic(self, body: dict[str, Any]) -> Any:
        return self._change(body, "name", body["name"])

    def _closeForumTopic(self, body: dict[str, Any]) -> Any:
        return self._change(body, "closed", True)

    def _reopenForumTopic(self, body: dict[str, Any]) -> Any:
        return self._change(body, "closed", False)

    def _deleteForumTopic(self, body: dict[str, Any]) -> Any:
        if not self.may_delete:
            return no(400, "Bad Request: not enough rights to delete a topic")
        if self.topics.pop(body["message_thread_id"], None) is None:
            return no(400, "Bad Request: TOPIC_ID_INVALID")
        return OK

    def _change(self, body: dict[str, Any], what: str, value: Any) -> Any:
        topic = self.topics.get(body["message_thread_id"])
        if topic is None:
            return no(400, "Bad Request: TOPIC_ID_INVALID")
        if getattr(topic, what) == value:
            return no(400, "Bad Request: TOPIC_NOT_MODIFIED")
        setattr(topic, what, value)
        return OK


@dataclass
class RealOffice(PostOffice):
    """Telegram's office, whose letters travel by the real adapter."""

    telegram: Telegram = field(default_factory=lambda: Telegram(TOKEN))

    async def send(self, sending: Sending) -> None:
        await self.telegram.send(sending)
        self.delivered.append(sending)
        self.tell()


class TellingCourier(Courier):
    """Says when a row is done with."""

    tell: Any = None

    async def _deliver(self, row: outbox.Row) -> None:
        await super()._deliver(row)
        self.tell()


class Hall(Town):
    """A town with a group of topics. Whoever is on Telegram is called by their number."""

    forum: Forum
    telegram: Telegram

    async def enter(self, forum: Forum) -> None:
        """Connect with the small Telegram and open."""
        self.forum = forum
        self.telegram = Telegram(TOKEN, forum.url)
        self.telegram.username = US["username"]
        await self.telegram.start()
        self.offices[Messenger.TELEGRAM] = RealOffice(
            Messenger.TELEGRAM, 1, tell=self._tell, telegram=self.telegram
        )
        self.open()

    def make_courier(self, adapters: dict[Messenger, Adapter]) -> Courier:
        courier = TellingCourier(self.store, adapters, topics=TelegramTopics(self.telegram))
        courier.tell = self._tell
        return courier

    async def is_struck(self) -> None:
        """The process is gone in the midst of a call, and started again."""
        await self.dispatcher.stop(0)
        await self.courier.stop(0)
        self.store.close()
        self.open()

    async def until_called(self, method: str) -> None:
        await self.forum.until(method)

    async def has_bound(self, words: str = "/queue") -> Person:
        """An administrator who made the group the queue."""
        chief = await self.officer("7001", role="administrator")
        await self.group_hears(chief, words)
        return chief

    async def group_hears(
        self, who: Person, text: str, thread: int | None = None, answers: Any = None
    ) -> list[str]:
        """Somebody writes in the group; what is then said there beside topics."""
        before = len(self.forum.general)
        sender = {"id": int(who.name), "is_bot": False, "first_name": "ใครคนหนึ่ง"}
        content: dict[str, Any] = {"from": sender, "text": text}
        if thread is not None:
            made = {"from": US, "forum_topic_created": {"name": self.forum.topics[thread].name}}
            content["reply_to_message"] = {**made, "message_id": thread}
            content |= {"message_thread_id": thread, "is_topic_message": True}
        if answers is not None:
            content["reply_to_message"] = {"message_id": 1, "from": answers}
        await self.telegram_tells("message", content)
        return self.forum.general[before:]

    async def telegram_tells_of_topic(self, thread: int, name: str) -> None:
        """The service message of a topic that we created."""
        made = {"from": US, "forum_topic_created": {"name": name, "icon_color": 7322096}}
        await self.telegram_tells(
            "message", {**made, "message_thread_id": thread, "is_topic_message": True}
        )

    async def telegram_tells(self, kind: str, content: dict[str, Any]) -> None:
        """Any update about the group."""
        number = next(_updates)
        chat = {"id": self.forum.group, "type": "supergroup", "is_forum": self.forum.is_forum}
        envelope = {"message_id": number, "date": 1, "chat": chat}
        update = {"update_id": number, kind: {**envelope, **content}}
        await take_update(json.dumps(update).encode(), self.receiver, self.telegram)
        await self.settled()

    def heard(self) -> str:
        """Everything that we kept of what came."""
        kept = self.rows("select unseal_bytes(payload, 'inbox.payload') from inbox")
        return b"\n".join(kept).decode()

    def _is_owing(self) -> bool:
        return self.store.read_now(_is_owing)


def _is_owing(db: Connection) -> bool:
    waits = (
        "select 1 from inbox where state = 'waiting'"
        " union all select 1 from outbox where state = 'waiting'"
        " union all select 1 from topic_due limit 1"
    )
    return db.execute(waits).fetchone() is not None


async def until_settled(hall: Hall) -> None:
    """Wait for what nobody in a test did."""
    async with asyncio.timeout(10):
        await hall.settled()
