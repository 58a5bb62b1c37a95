"""What one event has brought so far: commands with their numbers, facts by subject, content, and the reply."""

from collections import deque
from typing import Any

from flowengine.interpreter.event import StepEvent
from flowengine.messages import AgentCommand, CallerCommand, Json, MediaConnected, ServiceCommand, Stamp, derive_id
from flowengine.switchboard.outcome import Content, Outcome, Outgoing, TraceFacts


class Act:
    """Filled while one event is applied; `outcome` is what leaves the switchboard."""

    def __init__(self, stamp: Stamp, agent_streams: dict[str, int]) -> None:
        self.stamp = stamp
        self.reply: Json = {}
        self.streams_changed: set[str] = set()
        self._streams = agent_streams
        self._commands: list[Outgoing] = []
        self._facts: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        self._content: list[Content] = []
        self._ids = 0
        # What is still to be stepped, and who still to be joined: see Switchboard.run.
        self.steps: deque[tuple[str, StepEvent | MediaConnected]] = deque()
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

    def to_service(self, command: ServiceCommand, n: int) -> None:
        """Send to whoever serves the dialogue from outside; `n` was counted by the dialogue."""
        self._send(f"service:{command.dialogue}", n, command)

    def to_agent(self, command: AgentCommand) -> None:
        """Send to an agent's desk, with the next number of that stream."""
        self._streams[command.agent] = n = self._streams.get(command.agent, 0) + 1
        self.streams_changed.add(command.agent)
        self._send(f"agent:{command.agent}", n, command)

    def _send(self, recipient: str, n: int, command: Any) -> None:
        self._commands.append(Outgoing(f"{self.stamp.event_id}:{len(self._commands)}", recipient, n, command))

    def fact(self, subject_kind: str, subject: str, *fact: Any) -> None:
        """One more fact about a subject."""
        self._facts.setdefault((subject_kind, subject), []).append(fact)

    def facts(self, dialogue: str, facts: list[tuple[Any, ...]]) -> None:
        """Several facts about a dialogue."""
        if facts:
            self._facts.setdefault(("dialogue", dialogue), []).extend(facts)

    def keep(self, dialogue: str, n: int, cls: str, body: Json) -> None:
        """One more record of personal content."""
        self._content.append(Content(dialogue, n, cls, body))

    def outcome(self) -> Outcome:
        """All of it."""
        at_ms = self.stamp.at_ms
        trace = [TraceFacts(at_ms, kind, subject, facts) for (kind, subject), facts in self._facts.items()]
        return Outcome(self.reply, self._commands, trace, self._content)
