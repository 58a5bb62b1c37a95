"""Interpreter speed: the 60-hop loop and the chain of 100 branches, hop by hop, with the full trace and without it.

The peer inside the process is the same flow walked by the plainest means: simpleeval and a Jinja render per hop.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment
from simpleeval import SimpleEval

from flowengine.interpreter import walk as walking
from flowengine.interpreter.event import Begun
from flowengine.interpreter.program import Program, Release, compile_release
from flowengine.interpreter.state import Dialogue
from flowengine.interpreter.step import step
from flowengine.lang.document import FlowLoader
from flowengine.lang.prompt import Prompt
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

ROUNDS = 5
GREETING = "Hello {{ vars.name }}, this is attempt {{ vars.n }}."


def loop_flow() -> dict[str, Json]:
    """Six nodes, ten times round: branch, set, add, template, compare, loop."""
    language = [{"when": f"vars.lang == '{code}'", "outcome": code} for code in ("nl", "en", "fr")]
    return {
        "format": 1,
        "title": "Loop",
        "start": "h1",
        "variables": {
            "lang": {"type": "text", "default": "en"},
            "greeted": {"type": "text"},
            "name": {"type": "text", "default": "Anna de Vries"},
            "amount": {"type": "number", "default": 150},
            "n": {"type": "number", "default": 0},
        },
        "nodes": {
            "h1": {"type": "branch", "cases": language},
            "h2": {"type": "set", "assign": {"vars.greeted": "vars.lang"}},
            "h3": {"type": "set", "assign": {"vars.n": "vars.n + 1"}},
            "h4": {"type": "say", "prompt": GREETING},
            "h5": {"type": "branch", "cases": [{"when": "vars.amount > 100", "outcome": "much"}]},
            "h6": {"type": "branch", "cases": [{"when": "vars.n < 10", "outcome": "again"}]},
            "end": {"type": "end"},
        },
        "wires": {
            "h1": {"nl": "h2", "en": "h2", "fr": "h2", "otherwise": "h2"},
            "h2": {"done": "h3"},
            "h3": {"done": "h4"},
            "h4": {"done": "h5"},
            "h5": {"much": "h6", "otherwise": "h6"},
            "h6": {"again": "h1", "otherwise": "end"},
        },
    }


def chain_flow(length: int = 100) -> dict[str, Json]:
    """`length` branches of two cases each, one after the other."""
    cases = [{"when": f"vars.lang == '{code}'", "outcome": code} for code in ("nl", "en")]
    ahead = [*(f"c{i}" for i in range(1, length)), "end"]
    return {
        "format": 1,
        "title": "Chain",
        "start": "c0",
        "variables": {"lang": {"type": "text", "default": "en"}},
        "nodes": {**{f"c{i}": {"type": "branch", "cases": cases} for i in range(length)}, "end": {"type": "end"}},
        "wires": {f"c{i}": {"nl": "end", "en": ahead[i], "otherwise": "end"} for i in range(length)},
    }


class Bare:
    """Surroundings with one release and nothing else."""

    def __init__(self, flow: dict[str, Json]) -> None:
        release = Release({"format": 1, "entry": {"default": "main"}}, {"main": flow})
        self._program = compile_release(FlowLoader(PALETTE), "front_door", 1, release)

    def program(self, environment: str, number: int) -> Program:
        return self._program

    def live(self, environment: str) -> int:
        return 1

    def languages(self, contact_center: str) -> tuple[str, ...]:
        return ("en",)

    def zone(self, contact_center: str) -> str:
        return "Europe/London"

    def attribute_types(self) -> dict[str, str]:
        return {}

    def apology(self) -> Prompt:
        return Prompt()

    def switches(self, at_ms: int) -> dict[str, Json]:
        return {}

    def contact_center(self, name: str) -> None:
        return None

    def queue(self, contact_center: str, at_ms: int) -> None:
        return None

    def place(self, dialogue: str, at_ms: int) -> None:
        return None


class NoTrace(list[Any]):
    """A trace that keeps nothing: what a hop costs without it."""

    def append(self, item: Any) -> None:
        return None


def run_flow(around: Bare, *, trace: bool = True) -> Callable[[], int]:
    """A function that walks the flow once from arrival to end and says how many nodes were left by an outcome."""
    state = Dialogue("d", "bench", "voice", "+442079460100", 1_772_445_600_000)
    event = Begun("front_door", "main")
    if trace:

        def once() -> int:
            facts = step(state, event, around, 1_772_445_600_000).facts
            return sum(1 for fact in facts if fact[0] == "went")

        return once

    def without() -> int:
        walked = walking.Walk(state, around, 1_772_445_600_000)
        walked.ctx.facts = NoTrace()
        walked.ctx.program("front_door")
        walked.run(walked.push("entry", around.program("front_door", 1).flows["main"], {}))
        return 0

    return without


def plain_loop() -> Callable[[], int]:
    """The loop by simpleeval (parsed anew, as plain use does) and a compiled Jinja template."""
    template = ImmutableSandboxedEnvironment().from_string(GREETING)

    def once() -> int:
        variables: dict[str, Json] = {"lang": "en", "greeted": "", "name": "Anna de Vries", "amount": 150, "n": 0}
        hops = 0
        while True:
            ask = SimpleEval(names={"vars": variables}).eval
            next(filter(None, (ask(f"vars.lang == '{code}'") for code in ("nl", "en", "fr"))))
            variables["greeted"] = ask("vars.lang")
            variables["n"] = ask("vars.n + 1")
            template.render(vars=variables)
            ask("vars.amount > 100")
            hops += 6
            if not ask("vars.n < 10"):
                return hops

    return once


def rate(once: Callable[[], int], hops: int, repeats: int) -> float:
    """Hops per second of processor time."""
    begun = time.process_time()
    for _ in range(repeats):
        once()
    return hops * repeats / (time.process_time() - begun)


def run() -> list[dict[str, Any]]:
    """Medians of interleaved rounds."""
    loop, chain = Bare(loop_flow()), Bare(chain_flow())
    measured = [
        ("interpreter loop, full trace", run_flow(loop), 60, 400),
        ("interpreter loop, no trace", run_flow(loop, trace=False), 60, 400),
        ("interpreter chain, full trace", run_flow(chain), 100, 300),
        ("interpreter chain, no trace", run_flow(chain, trace=False), 100, 300),
        ("simpleeval and Jinja loop", plain_loop(), 60, 20),
    ]
    if (left := run_flow(loop)()) != 60 or run_flow(chain)() != 100:
        raise SystemExit(f"the flows do not do the work that is counted: {left} hops")
    rates: dict[str, list[float]] = {name: [] for name, *_ in measured}
    for _ in range(ROUNDS):
        for name, once, hops, repeats in measured:
            rates[name].append(rate(once, hops, repeats))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    peer = "simpleeval and Jinja loop"
    return [
        {
            "name": name,
            "value": round(value),
            "unit": "hops/s",
            "peer": peer if "loop" in name else "",
            "peer_value": round(medians[peer]) if "loop" in name else None,
            "ratio": round(value / medians[peer], 1) if "loop" in name else None,
        }
        for name, value in medians.items()
        if name != peer
    ]
