"""The wheel carries all that a server needs: pages, demo tenant, commands, and nothing of the workshop."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from launch import pages

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this very tree; the pages are built before (run.py test does), so no Node is needed."""
    if pages.need_build(ROOT):
        pytest.fail("the pages are older than their sources: run `python3 run.py build`")
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)], cwd=ROOT, check=True)
    return zipfile.ZipFile(next(target.glob("*.whl")))


@pytest.mark.parametrize(
    "name",
    [
        "flowengine/static/index.html",
        "flowengine/demo/hartley/tenant.json",
        "flowengine/py.typed",
        "flowengine/cli.py",
        "flowengine/testbench/coverage/page.css",
    ],
)
def test_wheel_carries(name: str, wheel: zipfile.ZipFile) -> None:
    assert name in wheel.namelist()


def test_wheel_carries_nothing_of_the_workshop(wheel: zipfile.ZipFile) -> None:
    """Only the package and its metadata: no tests, launcher or page sources in anybody's site-packages."""
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"flowengine"}


def test_wheel_gives_the_command_and_the_plugin(wheel: zipfile.ZipFile) -> None:
    named = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(named).decode()
    assert "dialogue-studio = flowengine.cli:main" in text
    assert "[pytest11]\ndialogue-studio = flowengine.testbench.plugin" in text


def test_unpacked_wheel_answers_away_from_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """The engine is imported from the wheel alone; -P and the empty folder keep the checkout out."""
    wheel.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path[:] = [p for p in sys.path if p != {str(ROOT)!r}]; sys.path.insert(0, 'site')\n"
        "import flowengine.cli as cli; print(cli.__file__)"
    )
    ended = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(ended.stdout.strip()).name == "cli.py"
    assert ended.stdout.startswith(("site", str(tmp_path)))
