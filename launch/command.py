"""The words after `run.py`: each is one function here."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from launch import browser, environment, pages, stages
from launch.lock import write_all
from launch.place import PYTHON, ROOT, VENV, module_from
from launch.progress import run_shown
from launch.trouble import Trouble, sentence_for

QUICK = "--quick"
HELP = """start, check and test Dialogue Studio

  run.py                      start on http://127.0.0.1:8080 with the demo tenant
  run.py serve [options]      the same with the server's options (--port N, --data DIR, --no-open)
  run.py test [pytest args]   everything that CI runs
  run.py test --quick         the pure rooms without their long proofs, in seconds
  run.py check                the static part of it
  run.py bench [name] [--json]
  run.py soak [--minutes N] [--seed N]   random streams against the floor, lives of the runtime with disasters
  run.py build                the web pages only
  run.py lock [package ...]   pin dependencies anew
  run.py clean                remove .venv, built pages and caches; data stays
"""


def main(arguments: list[str]) -> int:
    """Do what the words say; every known fault is one sentence and exit code 1, Ctrl-C is 130."""
    words: dict[str, Callable[[list[str]], int]] = {
        "serve": serve,
        "test": test,
        "check": check,
        "bench": bench,
        "soak": soak,
        "build": build,
        "lock": write_all,
        "clean": clean,
        "help": show_help,
    }
    name = arguments[0] if arguments else "serve"
    if name in {"-h", "--help"}:
        name = "help"
    if name.startswith("-"):
        name, arguments = "serve", ["serve", *arguments]
    if name not in words:
        print(f"run.py does not know `{name}`; it knows {', '.join(words)}.", file=sys.stderr)
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process that is started here compiles all anew: 5 s
    try:
        return words[name](arguments[1:])
    except Trouble as trouble:
        print(str(trouble), file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1  # whoever read our output has gone; nobody is left to tell
    except OSError as error:
        print(sentence_for(error) or f"The operating system refused: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was done is kept; run this again to go on.", file=sys.stderr)
        return 130


def show_help(_arguments: list[str]) -> int:
    print(HELP, flush=True)
    return 0


def serve(arguments: list[str]) -> int:
    """Set up what is missing and keep the server running."""
    environment.ensure("runtime")
    ensure_pages()
    keeper = _keeper()
    wanted, rest = keeper.split_port(arguments)
    port = keeper.free_port(wanted)
    if port != wanted:
        print(f"Port {wanted} is taken; using {port}.", file=sys.stderr, flush=True)
    command = [str(PYTHON), "-m", "flowengine.cli", "serve", "--port", str(port), *rest]
    again = command if "--no-open" in rest else [*command, "--no-open"]
    return int(keeper.keep(command, again, Path.cwd()))


def _keeper() -> ModuleType:
    """The engine's keeper, read from its file: to import the engine itself takes packages that only .venv has."""
    return module_from(ROOT / "flowengine" / "main" / "keeper.py")


def test(arguments: list[str]) -> int:
    """All set-up, then all stages; or the quick one alone."""
    if QUICK in arguments:
        environment.ensure("dev")
        return stages.run_all([stages.quick_stage([word for word in arguments if word != QUICK])])
    node = _prepare()
    chromium = browser.ensure()
    return stages.run_all([*stages.static_stages(node), *stages.test_stages(node, chromium, arguments)])


def check(arguments: list[str]) -> int:
    """The static stages."""
    argparse.ArgumentParser("run.py check").parse_args(arguments)
    return stages.run_all(stages.static_stages(_prepare()))


def bench(arguments: list[str]) -> int:
    environment.ensure("dev")
    return environment.call(["bench/run.py", *arguments])


def soak(arguments: list[str]) -> int:
    environment.ensure("dev")
    return environment.call(["bench/soak.py", *arguments])


def build(arguments: list[str]) -> int:
    """The pages, even when nothing changed."""
    argparse.ArgumentParser("run.py build").parse_args(arguments)
    environment.ensure("runtime")
    pages.build(ROOT, _node(), _shown)
    return 0


def clean(arguments: list[str]) -> int:
    argparse.ArgumentParser("run.py clean").parse_args(arguments)
    ui = ROOT / "studio_ui"
    caches = [ROOT / name for name in (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "build", "dist")]
    for path in (VENV, ROOT / "flowengine" / "static", ui / "node_modules", *caches):
        shutil.rmtree(path, ignore_errors=True)
    return 0


def ensure_pages() -> None:
    """Build the pages when their sources changed since the last build."""
    if pages.need_build(ROOT):
        pages.build(ROOT, _node(), _shown)


def _prepare() -> pages.Node | None:
    """Everything a check needs; the Node is None only where the checkout has no pages."""
    environment.ensure("dev")
    if not (ROOT / "studio_ui" / "package.json").exists():
        return None
    node = _node()
    if pages.need_build(ROOT):
        pages.build(ROOT, node, _shown)
    pages.install(ROOT, node, _shown)
    return node


def _node() -> pages.Node:
    """This machine's Node if it is new enough, else the pinned one, installed into .venv."""
    found = pages.node_on_path()
    if found is None:
        environment.ensure_node()
        packages = next((VENV / "lib").glob("python3.*/site-packages"))
        found = pages.node_of_package(packages)
    if found is None:
        message = "The Node that builds the pages is damaged: run `python3 run.py clean` and this again."
        raise Trouble(message)
    return found


def _shown(title: str, command: list[str], cwd: Path, env: dict[str, str]) -> None:
    run_shown(title, command, cwd=cwd, env=env)
