"""The flows that interpreter_bench.py runs, and a tenant that is nothing but one flow."""

from flowengine.extensions.palette import installed_palette
from flowengine.interpreter.program import Program, Release, compile_release
from flowengine.lang.document import FlowLoader
from flowengine.lang.prompt import Prompt
from flowengine.messages import Json

LANGUAGES = ("nl", "en", "fr")
GREETING = "Hello {{ vars.name }}, this is attempt {{ vars.n }}."


def loop_flow() -> dict[str, Json]:
    """Six nodes, ten times round: branch, set, add, template, compare, loop."""
    language = [{"when": f"vars.lang == '{code}'", "outcome": code} for code in LANGUAGES]
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


def turn_flow() -> dict[str, Json]:
    """A menu whose answer leads once through the loop's six nodes and back to the menu."""
    flow = loop_flow()
    flow["nodes"]["ask"] = {
        "type": "menu",
        "prompt": "For appointments press 1, for billing press 2.",
        "choices": {"1": {"label": "Appointments"}, "2": {"label": "Billing"}},
    }
    flow["wires"]["ask"] = {"1": "h1", "2": "h1", "no_input": "end", "no_match": "end"}
    flow["wires"]["h6"] = {"again": "ask", "otherwise": "ask"}
    return {**flow, "start": "ask"}


class Bare:
    """Surroundings with one release and nothing else."""

    def __init__(self, flow: dict[str, Json]) -> None:
        release = Release({"format": 1, "entry": {"default": "main"}}, {"main": flow})
        self._program = compile_release(FlowLoader(installed_palette()), "front_door", 1, release)

    def program(self, environment: str, number: int) -> Program:
        return self._program

    def live(self, environment: str, who: str) -> int:
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

    def exceptions(self, environment: str, schedule: str) -> dict[str, tuple[str, ...]]:
        return {}

    def prompt_today(self, environment: str, name: str) -> tuple[int, None]:
        return 0, None

    def table_today(self, environment: str, name: str) -> tuple[int, None]:
        return 0, None

    def contact_center(self, name: str) -> None:
        return None

    def queue(self, contact_center: str, at_ms: int) -> None:
        return None

    def place(self, dialogue: str, at_ms: int) -> None:
        return None
