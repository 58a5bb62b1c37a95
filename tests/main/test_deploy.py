"""What is shipped to begin with: the compose file, the units and their commands, as far as they can be tried here."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowengine.cli import parser
from flowengine.main.database import chosen

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
COMPOSE: Any = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NODES = {name: service for name, service in COMPOSE["services"].items() if name.startswith("node-")}


def test_the_nodes_share_a_loopback_a_database_and_a_key_and_nothing_else() -> None:
    assert len(NODES) == 2
    given = [parser("serve").parse_args(node["command"]) for node in NODES.values()]
    for name in ("port", "node"):
        assert len({getattr(one, name) for one in given}) == 2
    assert {one.behind for one in given} == {8080}
    first, second = (node["environment"] for node in NODES.values())
    assert first == second
    assert chosen("", first).startswith("postgresql://")
    assert "STUDIO_SECRETS_KEY" in first
    for name, service in COMPOSE["services"].items():
        assert name == "loopback" or service["network_mode"] == "service:loopback"
    assert COMPOSE["services"]["loopback"]["ports"] == ["127.0.0.1:8080:8080"]


def test_the_load_balancer_knows_the_nodes() -> None:
    said = (DEPLOY / "haproxy.cfg").read_text("utf-8")
    ports = {node["command"][node["command"].index("--port") + 1] for node in NODES.values()}
    assert set(re.findall(r"server \w+ 127\.0\.0\.1:(\d+)", said)) == ports
    assert "uri /readyz" in said
    haproxy = shutil.which("haproxy")
    if haproxy:  # elsewhere its ports above were read at least
        told = subprocess.run(
            [haproxy, "-c", "-f", str(DEPLOY / "haproxy.cfg")], capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stdout + told.stderr


def test_what_is_named_is_there_and_every_secret_is_asked_for() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+):\?", text))
    assert asked == set(re.findall(r"^(\w+)=$", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE))
    mounted = re.findall(r'"?\./([\w./]+):/', text)
    assert mounted
    assert [name for name in mounted if not (DEPLOY / name).is_file()] == []
    for script in (DEPLOY / "postgres").glob("*.sh"):
        assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_begin_what_the_command_understands(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text("utf-8").replace("%i", "8081").replace("%S", "/var/lib")
    command = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert command
    program, *words = shlex.split(command[1])
    assert Path(program).name == "dialogue-studio"
    assert parser("serve").parse_args(words).port in (8080, 8081)
    verify = shutil.which("systemd-analyze")
    if verify:  # elsewhere the words above were read at least
        copy = tmp_path / unit.name.replace("@", "@8081")
        copy.write_text(unit.read_text("utf-8").replace(program, "/bin/true"))
        told = subprocess.run([verify, "verify", str(copy)], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stderr) == (0, "")
