"""The peers of interpreter_bench.py: the loop by simpleeval and Jinja, and Node-RED in a process of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment
from simpleeval import SimpleEval

from bench.interpreter_flow import GREETING, LANGUAGES
from flowengine.messages import Json

SAID = "Hello Anna de Vries, this is attempt 10."
SCRIPT = Path(__file__).parent / "peer" / "node_red.js"


def plain_loop() -> Callable[[], str]:
    """The loop's work and nothing else (no trace, state, budgets or commands); returns the last text.

    Every expression is parsed once and the template compiled once: the best that these libraries can do.
    """
    render = ImmutableSandboxedEnvironment().from_string(GREETING).render
    sources = [*(f"vars.lang == '{code}'" for code in LANGUAGES), "vars.lang", "vars.n + 1"]
    parsed = {source: SimpleEval.parse(source) for source in (*sources, "vars.amount > 100", "vars.n < 10")}

    def once() -> str:
        variables: dict[str, Json] = {"lang": "en", "greeted": "", "name": "Anna de Vries", "amount": 150, "n": 0}
        evaluator = SimpleEval(names={"vars": variables})

        def ask(source: str) -> Any:
            return evaluator.eval(source, previously_parsed=parsed[source])

        while True:
            any(ask(source) for source in sources[: len(LANGUAGES)])
            variables["greeted"] = ask("vars.lang")
            variables["n"] = ask("vars.n + 1")
            text = render(vars=variables)
            ask("vars.amount > 100")
            if not ask("vars.n < 10"):
                return text

    return once


class NodeRed:
    """Node-RED without its editor, kept running between the rounds. It waits, and takes no time, until it is asked."""

    def __init__(self, node: str, modules: str) -> None:
        self._process = subprocess.Popen(
            [node, str(SCRIPT), modules], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        package = Path(modules) / "node-red" / "package.json"
        node_version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        self.name = f"Node-RED {json.loads(package.read_text())['version']} async (Node {node_version})"

    def seconds(self, flow: str, messages: int) -> float:
        """The processor time that `messages` took through `flow`, 100 at a time."""
        to, answers = self._process.stdin, self._process.stdout
        assert to is not None
        assert answers is not None
        to.write(f"{flow} {messages}\n")
        to.flush()
        answer = json.loads(answers.readline())
        assert answer["final"] == {"loop": SAID, "chain": "en"}[flow], answer
        return float(answer["seconds"])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)


def node_red() -> NodeRed | None:
    """Node-RED, if STUDIO_NODE_RED names a node_modules folder that holds it and `node` is on the PATH."""
    modules, node = os.environ.get("STUDIO_NODE_RED"), shutil.which("node")
    return NodeRed(node, modules) if modules and node else None
