"""The agents' desks of a case: what rings where, and the answers that a case gives in advance."""

from collections.abc import Mapping

from flowengine.messages import (
    Command,
    Event,
    Offer,
    OfferAccepted,
    OfferDeclined,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
    WorkConnected,
)
from flowengine.testbench.document import AcceptsAfter, AgentGiven
from flowengine.testbench.result import StepFailed

Answer = OfferAccepted | OfferDeclined


class Desks:
    """Follows each desk's commands. States of a reservation: ringing, connected, wrapping."""

    def __init__(self, agents: Mapping[str, AgentGiven]) -> None:
        self._answers = {name: agent.answers for name, agent in agents.items() if agent.answers != "never"}
        self._offers: dict[str, int] = {}  # of agents who answer one offer otherwise than the next
        self._work: dict[str, dict[str, str]] = {}  # agent -> reservation -> state
        self._due: list[tuple[int, Answer]] = []  # a handful at most

    def take(self, command: Command, now_ms: int) -> None:
        """A command has reached a desk."""
        match command:
            case Offer():
                self._work.setdefault(command.agent, {})[command.reservation] = "ringing"
                self._plan(command.agent, command.reservation, now_ms)
            case RescindOffer() | WorkCompleted():
                self._work.get(command.agent, {}).pop(command.reservation, None)
            case WorkConnected():
                self._work[command.agent][command.reservation] = "connected"
            case WorkClosed():
                self._work[command.agent][command.reservation] = "wrapping"

    def _plan(self, agent: str, reservation: str, now_ms: int) -> None:
        answers = self._answers.get(agent, "never")
        if isinstance(answers, tuple):
            offer = self._offers[agent] = self._offers.get(agent, 0) + 1
            answers = answers[min(offer, len(answers)) - 1] if answers else "never"
        if isinstance(answers, AcceptsAfter):
            due_ms = now_ms + round(answers.after_s * 1000)
            self._due.append((due_ms, OfferAccepted(reservation=reservation, agent=agent)))
        elif answers == "accepts":
            self._due.append((now_ms, OfferAccepted(reservation=reservation, agent=agent)))
        elif answers == "declines":
            self._due.append((now_ms, OfferDeclined(reservation=reservation, agent=agent)))

    def due(self, now_ms: int) -> Event | None:
        """An answer to give now, taken off the list; offers that ring no more are not answered."""
        if not self._due:
            return None
        self._due = [item for item in self._due if self._rings(item[1])]
        found = next((item for item in self._due if item[0] <= now_ms), None)
        if found is None:
            return None
        self._due.remove(found)
        return found[1]

    def next_ms(self) -> int | None:
        """When the next planned answer is due."""
        return min((at_ms for at_ms, answer in self._due if self._rings(answer)), default=None) if self._due else None

    def _rings(self, answer: Answer) -> bool:
        return self._work.get(answer.agent, {}).get(answer.reservation) == "ringing"

    def reservation(self, agent: str, *states: str) -> str:
        """The agent's newest reservation in one of `states`. Raises StepFailed if there is none."""
        found = [key for key, state in self._work.get(agent, {}).items() if state in states]
        if not found:
            has = ", ".join(self._work.get(agent, {}).values()) or "nothing"
            raise StepFailed(f"{agent} has nothing that is {' or '.join(states)}.", " or ".join(states), has)
        return found[-1]

    def work_of(self, agent: str) -> Mapping[str, str]:
        """The agent's reservations and how each stands."""
        return self._work.get(agent, {})

    def rings(self, agent: str, reservation: str) -> bool:
        """Whether this offer still rings."""
        return self._work.get(agent, {}).get(reservation) == "ringing"
