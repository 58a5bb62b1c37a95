"""Hostile input, each in a process of its own with limits: the slowest time, the most memory, whatever went wrong.

`STUDIO_PAYLOADS` names a folder with `payloads-dev.json` (inputs with an id, an engine and what is expected),
`benign.json` (a context, and expressions and templates that must work) and `expand_payloads.py`, which makes the large
inputs. They are no part of this project; without the folder nothing is measured, and that is said.
"""

import importlib.util
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec

from flowengine.errors import FlowInvalid
from flowengine.lang.check.check import check_document
from flowengine.lang.check.names import Names
from flowengine.lang.document import FlowLoader
from flowengine.lang.expression import parse_expression
from flowengine.lang.fault import EvaluationFault, ExpressionInvalid, TemplateInvalid
from flowengine.lang.strict_json import loads
from flowengine.lang.template import parse_template
from flowengine.nodes.palette import PALETTE

ALLOWED_MS = {"expr": 50, "tpl": 100, "flow": 1000}
ALLOWED_MIB = 8
LIMIT_MIB, LIMIT_S = 512, 10  # where the child is stopped
LOADER = FlowLoader(PALETTE)
WORDS = {"expr": "expressions", "tpl": "templates", "flow": "flow documents"}


class Measured(msgspec.Struct):
    """What one child tells: processor time, memory beyond the start, and what went wrong, if anything."""

    ms: float
    mib: float
    wrong: str = ""


def run() -> list[dict[str, Any]]:
    """Two rows for each engine, slowest and largest; raises if an input did harm or met an error not ours."""
    folder = os.environ.get("STUDIO_PAYLOADS", "")
    if not folder:
        print("payload: nothing measured, STUDIO_PAYLOADS names no folder", file=sys.stderr)
        return []
    context = json.loads((Path(folder) / "benign.json").read_text("utf-8"))["context"]
    found: dict[str, list[tuple[Measured, str]]] = {}
    for engine, name, source in _inputs(Path(folder)):
        found.setdefault(engine, []).append((_apart(engine, source, context), name))
    wrong = [f"{name}: {one.wrong}" for several in found.values() for one, name in several if one.wrong]
    assert not wrong, wrong
    return [row for engine, several in found.items() for row in _rows(engine, several)]


def _rows(engine: str, several: list[tuple[Measured, str]]) -> Iterator[dict[str, Any]]:
    words = f"{WORDS[engine]} ({len(several)} inputs)"
    slowest, name = max(several, key=lambda one: one[0].ms)
    yield {
        "name": f"slowest of {words}: {name}", "value": round(slowest.ms, 1), "unit": "ms", "peer": "allowed",
        "peer_value": ALLOWED_MS[engine], "ratio": round(ALLOWED_MS[engine] / max(slowest.ms, 0.01), 1),
    }  # fmt: skip  # a row reads better filled
    largest, name = max(several, key=lambda one: one[0].mib)
    yield {
        "name": f"most memory of {words}: {name}", "value": round(largest.mib, 2), "unit": "MiB", "peer": "allowed",
        "peer_value": ALLOWED_MIB, "ratio": round(ALLOWED_MIB / max(largest.mib, 0.01), 1),
    }  # fmt: skip  # as above


def _inputs(folder: Path) -> Iterator[tuple[str, str, Any]]:
    spec = importlib.util.spec_from_file_location("payloads", folder / "expand_payloads.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for one in module.load(folder / "payloads-dev.json"):
        if one["engine"] in WORDS:
            yield one["engine"], one["id"], module.expand(one["input"])
    benign = json.loads((folder / "benign.json").read_text("utf-8"))
    for engine, kind in (("expr", "expressions"), ("tpl", "templates")):
        for number, (source, _) in enumerate(benign[kind]):
            yield engine, f"benign {number}", source


def _apart(engine: str, source: Any, context: Any) -> Measured:
    """Measured in a child, so that neither time nor memory of one input is hidden by another's."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            told = _measured(engine, source, context)
        except BaseException as fault:  # noqa: BLE001  # whatever it is: the parent is told
            told = Measured(0, 0, f"{type(fault).__name__}: {str(fault)[:100]}")
        os.write(writer, msgspec.json.encode(told))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        body = pipe.read()
    _, status = os.waitpid(child, 0)
    return msgspec.json.decode(body, type=Measured) if body else Measured(0, 0, f"the child was stopped: {status}")


def _measured(engine: str, source: Any, context: Any) -> Measured:
    used = int(Path("/proc/self/statm").read_text("utf-8").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + LIMIT_MIB * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
    before, kept = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, deepcopy(context)
    began = time.process_time()
    with suppress(ExpressionInvalid, TemplateInvalid, EvaluationFault, FlowInvalid):  # refused, by an error of our own
        _take(engine, source, context)
    ms = (time.process_time() - began) * 1000
    mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return Measured(ms, mib, "" if context == kept else "the context was changed")


def _take(engine: str, source: Any, context: Any) -> None:
    scope = {**context, "vars": context["vars"]}
    if engine == "expr":
        parse_expression(source).evaluate(scope)
    elif engine == "tpl":
        parse_template(source).render(scope)
    else:
        document = loads(source) if isinstance(source, str | bytes) else source
        check_document(LOADER, document, Names("main"))


if __name__ == "__main__":
    for row in run():
        print(row)
