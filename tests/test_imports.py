"""The import rules of pyproject.toml break when an import that they forbid is planted."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = (
    *("api", "channels", "identity", "reports", "environments", "testbench", "importers", "runtime", "ledger"),
    "extensions",
    *("switchboard", "interpreter", "floor", "nodes", "lang", "tenancy"),
)
MODULES = (
    "errors",
    "messages",
    "main",
    "cli",
    "nodes.palette",
    "nodes.say",
    "nodes.menu",
    "ledger.sqlite",
    "ledger.postgres",
    "runtime.egress",
)
PLANTED = {
    "upwards": ("lang", "flowengine.api"),
    "core to shell": ("messages", "flowengine.runtime"),
    "neighbours above": ("channels", "flowengine.identity"),
    "neighbours within": ("interpreter", "flowengine.floor"),
    "neighbours below": ("lang", "flowengine.tenancy"),
    "node to node": ("nodes.menu", "flowengine.nodes.say"),
    "node to directory": ("nodes.say", "flowengine.tenancy"),
    "clock": ("floor", "time"),
    "chance": ("switchboard", "random"),
    "files": ("lang", "pathlib"),
    "log": ("interpreter", "logging"),
    "tasks": ("nodes.menu", "asyncio"),
    "web framework": ("runtime", "litestar"),
    "database": ("reports", "apsw"),
    "database of many machines": ("runtime", "asyncpg"),
    "traces": ("reports", "opentelemetry"),
    "second way out": ("environments", "httpx"),
    "second way out within the room": ("runtime", "httpx"),
}
RIGHT = {
    "main to api": ("main", "flowengine.api"),
    "palette to node": ("nodes.palette", "flowengine.nodes.say"),
    "node to lang": ("nodes.say", "flowengine.lang"),
    "api to the web framework": ("api", "litestar"),
    "SQLite to its library": ("ledger.sqlite", "apsw"),
    "PostgreSQL to its library": ("ledger.postgres", "asyncpg"),
    "egress to its library": ("runtime.egress", "httpx"),
}


def skeleton(root: Path, imports: dict[str, tuple[str, str]]) -> str:
    """An empty house with the given imports and this project's rules; what the import rules say of it."""
    package = root / "flowengine"
    for room in ROOMS:
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").touch()
    for module in ("__init__", *MODULES):
        (package / f"{module.replace('.', '/')}.py").touch()
    for importer, target in imports.values():
        path = package / importer.replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        path.write_text(path.read_text() + f"import {target}\n")
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    tool = Path(sys.executable).parent / "lint-imports"
    ended = subprocess.run([tool, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    return f"exit {ended.returncode}\n{ended.stdout}{ended.stderr}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    return skeleton(tmp_path_factory.mktemp("planted"), PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_import_is_caught(name: str, report: str) -> None:
    importer, target = PLANTED[name]
    assert f"flowengine.{importer} -> {target} (l." in report
    assert report.startswith("exit 1")


def test_right_imports_pass(tmp_path: Path) -> None:
    assert skeleton(tmp_path, RIGHT).startswith("exit 0")


def test_every_contract_was_broken_by_a_plant(report: str) -> None:
    """A new contract needs a plant of its own."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert f"0 kept, {len(contracts)} broken" in report
