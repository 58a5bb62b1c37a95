"""What one event has brought so far: commands with their numbers, facts by subject, content, and the reply."""

from typing import Any

from flowengine.interpreter.event import StepEvent
from flowengine.interpreter.state import Dialogue
from flowengine.interpreter.walk import Stepped
from flowengine.messages import AgentCommand, CallerCommand, Json, MediaConnected, Stamp, derive_id
from flowengine.switchboard.outcome import Content, Outcome, Outgoing, TraceFacts


class Act:
    """Filled while one event is applied; `outcome` is what leaves the switchboard."""

    __slots__ = (
        "_commands", "_content", "_facts", "_ids", "_streams", "handed_on", "is_busy", "reply", "stamp", "stepped",
        "steps",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, stamp: Stamp, agent_streams: dict[str, int]) -> None:
        self.stamp = stamp
        self.reply: Json = {}
        self._streams = agent_streams
        self._commands: list[Outgoing] = []
        self._facts: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        self._content: list[Content] = []
        self._ids = 0
        # What is still to be stepped, and who still to be joined: see Switchboard.run. Seldom more than one.
        self.steps: list[tuple[str, StepEvent | MediaConnected]] = []
        self.is_busy = False
        self.handed_on: dict[str, str] = {}  # dialogue -> the agent who hands it on, and is not asked at once again
        self.stepped: dict[str, None] = {}  # the dialogues that were stepped, see retiring.settle

    def new_id(self) -> str:
        """An id that follows from the event's stamp alone."""
        self._ids += 1
        return derive_id(self.stamp, self._ids)

    def to_caller(self, command: CallerCommand, n: int) -> None:
        """Send to the caller's channel; `n` was counted by the dialogue."""
        self._send(f"caller:{command.dialogue}", n, command)

    def to_agent(self, command: AgentCommand) -> None:
        """Send to an agent's desk, with the next number of that stream."""
        self._streams[command.agent] = n = self._streams.get(command.agent, 0) + 1
        self._send(f"agent:{command.agent}", n, command)

    def _send(self, recipient: str, n: int, command: Any) -> None:
        self._commands.append(Outgoing(f"{self.stamp.event_id}:{len(self._commands)}", recipient, n, command))

    def fact(self, subject_kind: str, subject: str, *fact: Any) -> None:
        """One more fact about a subject."""
        key = (subject_kind, subject)
        facts = self._facts.get(key)
        if facts is None:
            self._facts[key] = [fact]
        else:
            facts.append(fact)

    def took_step(self, before: Dialogue, stepped: Stepped) -> None:
        """What a step of a dialogue brings: facts, content, and commands that count on from those before it."""
        dialogue = before.id
        if stepped.facts:
            key = ("dialogue", dialogue)
            facts = self._facts.get(key)
            if facts is None:
                self._facts[key] = stepped.facts
            else:
                facts += stepped.facts
        for n, cls, body in stepped.content:
            self._content.append(Content(dialogue, n, cls, body))
        if stepped.commands:
            recipient, commands, cause = f"caller:{dialogue}", self._commands, self.stamp.event_id
            told: list[Any] = stepped.commands  # each is one that may go out, see _send
            for n, command in enumerate(told, before.said + 1):
                commands.append(Outgoing(f"{cause}:{len(commands)}", recipient, n, command))
        for n, order in enumerate(stepped.orders, before.orders + 1) if stepped.orders else ():
            self._send(f"service:{dialogue}", n, order)

    def keep(self, dialogue: str, n: int, cls: str, body: Json) -> None:
        """One more record of personal content."""
        self._content.append(Content(dialogue, n, cls, body))

    def outcome(self) -> Outcome:
        """All of it."""
        at_ms = self.stamp.at_ms
        trace: list[TraceFacts] = []
        for (kind, subject), facts in self._facts.items():  # seldom more than one, and of most keys none
            trace.append(TraceFacts(at_ms, kind, subject, facts))
        return Outcome(self.reply, self._commands, trace, self._content)
