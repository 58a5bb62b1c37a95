"""Replay and watching: stored dialogues run again per second, and from a save to the line on the screen."""

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

import msgspec

from bench.cases_bench import HOUSE, MANY
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.kept.writing import case_from_trace
from flowengine.testbench.replay.told import Stored
from flowengine.testbench.replay.worker import answers
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.tree import read_releases
from tests.laws.test_kept_dialogues import HARTLEY, lived, told_slowly

DIALOGUES = 150
ROUNDS = 5
SAVES = 7


def run() -> list[dict[str, Any]]:
    """Medians: dialogues per second of CPU time beside the same as cases, and milliseconds of wall clock from a save
    beside a pytest that is started anew."""
    return [_replay(), _watch()]


# --- replay -----------------------------------------------------------------------------------------------------------


def _replay() -> dict[str, Any]:
    tenant, releases = read_releases(HARTLEY)
    stored = [_stored(seed) for seed in range(DIALOGUES)]
    hashes = {name: f"hash of {name}" for name in releases}
    contents = {
        hashes[name]: {"format": 1, "environment": release.environment, "flows": release.flows}
        for name, release in releases.items()
    }
    dialogues = [msgspec.structs.replace(one, releases=hashes) for one in stored]
    line = msgspec.json.encode(
        {"tenant": tenant, "contents": contents, "live": hashes, "against": hashes, "dialogues": dialogues}
    ).decode()
    bench = compiler().bench(tenant, releases)
    cases = [_case(one, bench.config) for one in stored]
    rates, peers = [], []
    for _ in range(ROUNDS):  # in turns: the machine is the same for both
        began = time.process_time()
        [reply] = answers([line])
        rates.append(DIALOGUES / (time.process_time() - began))
        assert len(reply.outcomes) == DIALOGUES, reply
        assert not any(one.parting or one.untold for one in reply.outcomes), "its own release repeats all of them"
        began = time.process_time()
        assert all(run_case(bench, case, "front_door").ok for case in cases)
        peers.append(DIALOGUES / (time.process_time() - began))
    rate, peer = statistics.median(rates), statistics.median(peers)
    told = {"peer": "the same, run as cases", "peer_value": round(peer), "ratio": round(rate / peer, 2)}
    return {"name": "replay", "value": round(rate), "unit": "dialogues/s", **told}


def _stored(seed: int) -> Stored:
    chance = random.Random(seed)  # noqa: S311  # repeatable chance is what a benchmark wants
    world = lived(chance)
    rows = [(at_ms, [list(fact) for fact in facts]) for at_ms, facts in told_slowly(world, chance)]
    return Stored(f"d{seed}", rows, list(world.story.content.items()))


def _case(stored: Stored, config_of: Any) -> Case:
    cases, findings = load_cases(case_from_trace(stored.rows, dict(stored.content), config_of), stored.id, {})
    assert not findings
    return cases[0]


# --- watching ---------------------------------------------------------------------------------------------------------


def _watch() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / "house"
        shutil.copytree(HOUSE, house)
        flow = house / "front_door" / "line" / "flow.json"
        (flow.parent / "cases").mkdir()
        (flow.parent / "cases" / "many.json").write_text(json.dumps(MANY), "utf-8")
        ours = statistics.median(_from_saves(house, flow))
        peer = statistics.median(_anew(house) for _ in range(SAVES))
    told = {"peer": "pytest started anew", "peer_value": round(peer), "ratio": round(peer / ours, 2)}
    return {"name": "watch_save_to_line", "value": round(ours), "unit": "ms for 100", **told}


def _from_saves(house: Path, flow: Path) -> list[float]:
    command = [str(Path(sys.executable).with_name("dialogue-studio")), "test", str(house), "--watch"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert process.stdout is not None
    try:
        _line(process.stdout)
        return [_saved(flow, process.stdout) for _ in range(SAVES)]
    finally:
        process.terminate()
        process.wait()


def _saved(flow: Path, lines: IO[str]) -> float:
    flow.write_text(flow.read_text("utf-8") + "\n", "utf-8")
    began = time.perf_counter()
    _line(lines)
    return (time.perf_counter() - began) * 1000


def _line(lines: IO[str]) -> None:
    """The next line that tells what came of a round."""
    assert any(" passed, " in line for line in lines), "it ended before it told anything"


def _anew(house: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(house)]
    done = subprocess.run(command, cwd=house, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    for row in run():
        print(row)
