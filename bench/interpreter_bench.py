"""Interpreter speed: the 60-hop loop, the chain of 100 branches and a whole turn, beside peers in the same rounds.

Processor time on one core, everything warm. Rounds are interleaved: each measures every subject once, so a ratio
compares neighbours in time; reported is the median of the ratios, with the lowest and the highest.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

from bench.interpreter_flow import Bare, chain_flow, loop_flow, turn_flow
from bench.interpreter_peer import SAID, node_red, plain_loop
from flowengine.interpreter import state as stored
from flowengine.interpreter.event import Begun
from flowengine.interpreter.state import Caller, Dialogue
from flowengine.interpreter.step import step
from flowengine.interpreter.walk import Stepped, Walk
from flowengine.messages import ButtonPressed

ROUNDS = 7
NOW = 1_772_445_600_000
STATE = Dialogue("01995f2e-7c11-7a52-9a30-0242ac120002", "phone", "voice", "+442079460100", NOW)
BEGUN = Begun("front_door", "main")
PLAIN = "simpleeval pre-parsed + Jinja pre-compiled"
LOOP, CHAIN, TURN = 60, 100, 1
NODE_RED = {"loop": (1200, LOOP), "chain": (1200, CHAIN)}  # messages a round, hops of each

Once = Callable[[], Any]


class NoTrace(list[Any]):
    """A trace that keeps nothing: what a hop costs without it."""

    def append(self, item: Any) -> None:
        return None


def traced(around: Bare) -> Callable[[], Stepped]:
    """One step from arrival to end, as production does it."""
    return lambda: step(STATE, BEGUN, around, NOW)


def untraced(around: Bare) -> Once:
    flow = around.program("front_door", 1).flows["main"]

    def once() -> Stepped:
        walk = Walk(STATE, around, NOW)
        walk.ctx.facts = NoTrace()
        walk.ctx.program("front_door")
        walk.run(walk.push("entry", flow, 1, {}))
        return walk.result()

    return once


def waiting(around: Bare) -> bytes:
    """The stored state of a dialogue with a known caller that waits for its menu."""
    caller = Caller(number="+442079460199", name="Anna de Vries", known=True, language="en")
    arrived = Dialogue(STATE.id, "phone", "voice", STATE.address, NOW, capabilities=("audio", "keys"), caller=caller)
    return stored.encode(step(arrived, BEGUN, around, NOW).state)


def turn(around: Bare) -> Once:
    """The menu is answered: decode the state, take six hops to the next question, encode the state."""
    body = waiting(around)
    event = ButtonPressed(dialogue=STATE.id, value="1")

    def once() -> Stepped:
        found = step(stored.decode(body), event, around, NOW)
        stored.encode(found.state)
        return found

    return once


def hops(found: Stepped) -> int:
    return sum(fact[0] == "went" for fact in found.facts)


def rate(once: Once, work: int, seconds: float) -> float:
    """Work per second of processor time, over at least `seconds`."""
    done, begun = 0, time.process_time()
    while (taken := time.process_time() - begun) < seconds:
        for _ in range(20):
            once()
        done += 20 * work
    return done / taken


@contextmanager
def one_core() -> Iterator[None]:
    """This process, and those that it starts, on one core, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def run() -> list[dict[str, Any]]:
    """Rows of name, value, unit, and where there is a peer: peer, peer_value, ratio, ratio_min, ratio_max."""
    loop, chain, asking = Bare(loop_flow()), Bare(chain_flow()), Bare(turn_flow())
    assert [hops(once()) for once in (traced(loop), traced(chain), turn(asking))] == [LOOP, CHAIN, 1 + 6]
    assert traced(loop)().content[-1][2] == plain_loop()() == SAID
    subjects: dict[str, tuple[Once, int]] = {
        "loop, full trace": (traced(loop), LOOP),
        "loop, no trace": (untraced(loop), LOOP),
        "chain, full trace": (traced(chain), CHAIN),
        "chain, no trace": (untraced(chain), CHAIN),
        "whole turn": (turn(asking), TURN),
        PLAIN: (plain_loop(), LOOP),
    }
    rates = measured(subjects)
    rows = [row("loop, full trace", rates, PLAIN), row("loop, no trace", rates, PLAIN)]
    rows += [row(name, rates) for name in ("chain, full trace", "chain, no trace")]
    for name in rates:
        if name.startswith("Node-RED"):
            rows.append(row(f"{name.rsplit(', ')[-1]}, full trace", rates, name))
    size = {"name": "interpreter: stored state of an idle dialogue", "value": len(waiting(asking)), "unit": "bytes"}
    return [*rows, row("whole turn", rates, unit="turns/s"), size]


def measured(subjects: dict[str, tuple[Once, int]]) -> dict[str, list[float]]:
    """Each subject's rate in each round, and Node-RED's if it is there."""
    rates: dict[str, list[float]] = {name: [] for name in subjects}
    with one_core(), ExitStack() as stack:
        if (peer := node_red()) is not None:
            stack.callback(peer.close)
            for flow, (messages, _) in NODE_RED.items():
                peer.seconds(flow, 2 * messages)  # its compiler needs longer than a round
        for _ in range(ROUNDS):
            for name, (once, work) in subjects.items():
                rates[name].append(rate(once, work, 0.25))
            if peer is not None:
                for flow, (messages, work) in NODE_RED.items():
                    rates.setdefault(f"{peer.name}, {flow}", []).append(messages * work / peer.seconds(flow, messages))
    return rates


def row(name: str, rates: dict[str, list[float]], peer: str = "", unit: str = "hops/s") -> dict[str, Any]:
    ours = rates[name]
    found: dict[str, Any] = {"name": f"interpreter: {name}", "value": round(median(ours)), "unit": unit}
    if not peer:
        return found
    ratios = [one / other for one, other in zip(ours, rates[peer], strict=True)]
    found |= {"peer": peer, "peer_value": round(median(rates[peer])), "ratio": round(median(ratios), 2)}
    return found | {"ratio_min": round(min(ratios), 2), "ratio_max": round(max(ratios), 2)}


if __name__ == "__main__":
    for line in run():
        print(line)
