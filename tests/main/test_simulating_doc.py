"""docs/simulating.md: its examples print what they say, and its scenario is the one that is shipped."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec

from flowengine.testbench.simulation.document import Scenario
from flowengine.testbench.simulation.meaning import SCENARIO
from tests.main.shown import examples, page, same_shape

ROOT = Path(__file__).parents[2]
PAGE = page("simulating.md")


def test_every_example_does_what_it_says() -> None:
    around = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    found = list(examples(PAGE))
    assert len(found) == 4
    for command, says in found:
        ran = subprocess.run(["bash", "-c", command], cwd=ROOT, env=around, capture_output=True, text=True, check=True)
        assert same_shape(says, ran.stdout.splitlines()), f"$ {command}\n{ran.stdout}"


def test_the_scenario_is_the_shipped_one() -> None:
    (text,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    shipped = json.loads((ROOT / "examples" / "what_if" / "morning.json").read_text("utf-8"))
    assert json.loads(text) == shipped


def test_every_field_is_in_the_table() -> None:
    fields = [name.partition(".")[2] for name in SCENARIO if name.startswith("Scenario.")]
    untold = [name for name in fields if name not in ("$schema", "title") and f"`{name}`" not in PAGE]
    assert untold == []
    assert len(fields) == len(msgspec.structs.fields(Scenario))
