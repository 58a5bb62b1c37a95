"""What the durable benchmark drives: the real switchboard with the shipped demo tenant, callers and agents."""

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from flowengine.environments.seed import first_documents
from flowengine.extensions.palette import installed_palette
from flowengine.identity.audit import entries
from flowengine.lang.document import FlowLoader
from flowengine.main.core import CoreFactory
from flowengine.main.demo import demo_tree
from flowengine.messages import AgentSignedIn, CallerHungUp, DialogueArrived, Event, KeyPressed, PresenceSet
from flowengine.reports.count import tally
from flowengine.runtime import ports as port
from flowengine.runtime.system import SystemClock, system_ports
from flowengine.switchboard.programs import Programs

MONDAY_MORNING_MS = 1_772_445_600_000  # 2026-03-02 10:00 in London: the demo tenant is open


class Scenario(Struct, frozen=True):
    """A core and its first documents, what happens before, and one dialogue: how it arrives and its `steps` to the
    end."""

    ports: port.Ports
    factory: port.CoreFactory
    documents: Sequence[port.DocumentChange]
    prepare: Sequence[Event]
    arrive: Callable[[int], Event]
    steps: Sequence[Callable[[str], Event]]


class OfficeClock(SystemClock):
    """The machine's clock, set so that the benchmark always begins on the same Monday morning."""

    def __init__(self) -> None:
        self._ahead_ms = MONDAY_MORNING_MS - super().now_ms()

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms


def key(pressed: str) -> Callable[[str], Event]:
    return lambda dialogue: KeyPressed(dialogue=dialogue, key=pressed)


def hartley() -> Scenario:
    """Reception in English, one wrong key, then the desk's queue with two free agents; hung up while it rings."""
    agents = ("carla", "dev")
    ports = system_ports()
    return Scenario(
        ports=msgspec.structs.replace(ports, clock=OfficeClock(), books=port.Books(tally, entries)),
        factory=CoreFactory(Programs(FlowLoader(installed_palette()))),
        documents=list(first_documents(demo_tree(), MONDAY_MORNING_MS)),
        prepare=[
            *(AgentSignedIn(agent=agent) for agent in agents),
            *(PresenceSet(agent=agent, intent="available") for agent in agents),
        ],
        arrive=lambda i: DialogueArrived(
            via="phone",
            external_id=f"leg-{i}",
            channel="voice",
            address="+442079460100",
            capabilities=("keys", "audio"),
        ),
        steps=(key("1"), key("9"), key("0"), lambda dialogue: CallerHungUp(dialogue=dialogue)),
    )
