"""A ticket's conversation: what the backend told of it, and how that reads. Pure: no Reflex, no HTTP, no clock.

It is made of a snapshot and of the ticket's events; both may say a thing twice or late, so everything is kept by its id
and ordered when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.client import JSON, StreamEvent

OVER = ("resolved", "closed")
RUNNING = ("pending", "running")


@dataclass
class LiveReply:
    """The answer that is being written. `tools` are the calls that run, label by id; an attempt begins anew."""

    reply_id: str
    attempt: int = 0
    text: str = ""
    tools: dict[str, str] = field(default_factory=dict)


@dataclass
class Failure:
    """Why there is no answer. `message` is the backend's, for the customer."""

    code: str
    message: str
    retryable: bool


@dataclass
class Conversation:
    """Everything of one ticket that the page shows, as the backend's JSON."""

    ticket: JSON
    messages: dict[str, JSON] = field(default_factory=dict)
    calls: dict[str, JSON] = field(default_factory=dict)
    confirmations: dict[str, JSON] = field(default_factory=dict)
    handoff: JSON | None = None
    live: LiveReply | None = None
    failure: Failure | None = None
    last_event_id: int = 0

    @classmethod
    def of(cls, ticket: JSON, page: JSON, calls: list[JSON], confirmations: list[JSON]) -> Conversation:
        """From `GET tickets/{id}`, its newest messages, tool calls and confirmations.

        What happened between these requests comes again as an event after the page's `last_event_id`.
        """
        made = cls(ticket, last_event_id=page["last_event_id"])
        made.add_messages(page["items"])
        made.calls = {one["id"]: one for one in calls}
        made.confirmations = {one["id"]: one for one in confirmations}
        made.handoff = ticket.get("handoff")
        made._take_reply(page.get("reply"))
        return made

    def add_messages(self, items: list[JSON]) -> None:
        """Messages, new or known."""
        self.messages.update({one["id"]: one for one in items})

    def apply(self, event: StreamEvent) -> None:
        """One event of the ticket's stream."""
        handle = getattr(self, f"_on_{event.name}", None)
        if handle is not None:
            handle(event.data)
        if event.id is not None:
            self.last_event_id = max(self.last_event_id, event.id)

    @property
    def over(self) -> bool:
        """Whether nothing can be said any more until the ticket is reopened."""
        return self.ticket["status"] in OVER

    @property
    def with_person(self) -> str:
        """`waiting` for a person, `taken` by one, or empty: the bot answers."""
        if self.handoff is None or self.handoff.get("ended_at"):
            return ""
        return "taken" if self.handoff.get("taken_at") else "waiting"

    def _on_message(self, data: JSON) -> None:
        self.add_messages([data["message"]])
        if data["message"]["author"] == "customer":
            self.failure = None

    def _on_delta(self, data: JSON) -> None:
        live = self._attempt(data)
        live.text = live.text[: data["offset"]] + data["text"]

    def _on_tool_started(self, data: JSON) -> None:
        self._attempt(data).tools[data["call_id"]] = data["label"]

    def _on_tool_finished(self, data: JSON) -> None:
        self._attempt(data).tools.pop(data["call_id"], None)
        self.calls[data["tool_call"]["id"]] = data["tool_call"]

    def _on_confirm(self, data: JSON) -> None:
        self.confirmations[data["confirmation"]["id"]] = data["confirmation"]

    def _on_handoff(self, data: JSON) -> None:
        self.handoff = data["handoff"]
        if self.with_person:
            self.failure = None

    def _on_done(self, data: JSON) -> None:
        if data.get("message"):
            self.add_messages([data["message"]])
        self._end(data)

    def _on_error(self, data: JSON) -> None:
        if data.get("reply_id") is None:
            return  # the stream broke off, not an answer: it is taken up again
        self._end(data)
        self.failure = Failure(data["code"], data["message"], bool(data.get("retryable")))

    def _on_ticket(self, data: JSON) -> None:
        self.ticket = data["ticket"]
        if self.over:
            self.live = self.failure = None

    def _attempt(self, data: JSON) -> LiveReply:
        """The live reply that `data` is about, begun anew when it is another attempt or another reply."""
        reply_id, attempt = data["reply_id"], data.get("attempt", 0)
        if self.live is None or self.live.reply_id != reply_id or self.live.attempt < attempt:
            self.live = LiveReply(reply_id, attempt)
            self.failure = None
        return self.live

    def _end(self, data: JSON) -> None:
        # An answer that is only expected has no id yet: whatever ends, ends it.
        if self.live is not None and (not self.live.reply_id or data.get("reply_id") in (None, self.live.reply_id)):
            self.live = None

    def _take_reply(self, reply: JSON | None) -> None:
        if reply is None:
            return
        if reply["status"] in RUNNING:
            self.live = LiveReply(reply["id"])
        elif reply["status"] == "failed":
            self.failure = Failure(reply.get("error_code") or "unknown", "", retryable=True)

    def expect_reply(self, reply_id: str = "") -> None:
        """A message was sent: an answer is on its way, unless a person answers."""
        self.failure = None
        if self.live is None and not self.with_person and not self.over:
            self.live = LiveReply(reply_id)

    def in_order(self) -> list[tuple[str, JSON]]:
        """(`message` | `call` | `confirmation`, its JSON), as they are to be read.

        Messages go by their number. What a tool found stands where it was found; a question for the button stands
        under the words that asked.
        """
        answers = {one["reply_id"]: one for one in self.messages.values() if one.get("reply_id")}
        placed: list[tuple[tuple[str, int, str], str, JSON]] = [
            ((one["created_at"], 1, f"{one['seq']:09d}"), "message", one) for one in self.messages.values()
        ]
        placed += [((one["created_at"], 0, one["id"]), "call", one) for one in self.calls.values()]
        for asked in self.confirmations.values():
            answer = answers.get(asked.get("reply_id"))
            at = answer["created_at"] if answer else asked["created_at"]
            placed.append(((at, 2, asked["id"]), "confirmation", asked))
        return [(kind, item) for _, kind, item in sorted(placed, key=lambda one: one[0])]
