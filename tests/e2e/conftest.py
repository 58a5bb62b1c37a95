"""One real server and one Chromium for all browser tests; each test gets the demo as new and pages that are watched."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from launch import browser as found
from launch.pages import stamp_file
from launch.trouble import Trouble
from tests.e2e.access import AXE, NO_AXE
from tests.e2e.failure import told
from tests.e2e.front_row import FrontRow
from tests.e2e.watch import Watch
from tests.main.served import ROOT, Client, Served, answers, served, until

PATIENCE_MS = 30_000  # a crowded machine is slow, not wrong
START_MS = 120_000  # until a server that was killed answers again
SIZE: ViewportSize = {"width": 1600, "height": 1000}
PHONE: ViewportSize = {"width": 412, "height": 860}
AGENTS = ("anna", "ben", "carla", "dev")
# A whole Chromium draws two pages of its own for the box of every window's address, and each window here is new: the
# last two spare that, 1.3 s of CPU a window. The others stand here because this list replaces Playwright's.
NOT_WANTED = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = (
    f"--disable-features={','.join(NOT_WANTED)}",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",  # a microphone in which something is heard
    "--use-fake-device-for-media-stream",
)
NOT_BUILT = "The pages are not built: run `python3 run.py build` and this again."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure fits on one screen, so that CI, which shows the beginning of an output, shows a second one too."""
    report = yield
    if report.failed and call.excinfo is not None and (short := told(call.excinfo)):
        report.longrepr = short
    return report


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if not stamp_file(ROOT).with_name("index.html").exists():
        pytest.fail(NOT_BUILT)
    with served(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """$STUDIO_CHROMIUM, a headless shell, then any Chromium; never skipped."""
    try:
        program = found.find(os.environ, Path.home())
    except Trouble as trouble:
        pytest.fail(str(trouble))
    if program is None:
        pytest.fail(found.MISSING)
    expect.set_options(timeout=PATIENCE_MS)
    with started(program) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.fail(NO_AXE)
    return AXE.read_text("utf-8")


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """One Chromium that talks to nobody but us, and ends with the block."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=[*FLAGS, *root])
        yield browser
        browser.close()


@pytest.fixture
def dora(server: Served) -> Client:
    """The administrator's own requests, beside the page; the demo is as new, and nobody sits at a desk."""
    until(lambda: answers(server.url), START_MS / 1000)  # a test that killed it, and failed, fails alone
    client = server.client()
    client.sign_in()
    for agent in (*AGENTS, ""):  # a desk has one session: whoever sat there in the test before has left it
        assert client("POST", "/api/demo/take-over", {"agent": agent})[0] == 200
    assert client("POST", "/api/demo/reset")[0] == 200
    return client


@pytest.fixture
def watch() -> Iterator[Watch]:
    """No page of any test may complain: no error in the console, no exception, nothing refused by the policy."""
    seen = Watch()
    yield seen
    seen.done()


@pytest.fixture
def visitor(server: Served, chromium: Browser, dora: Client, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser profile of its own: `visitor(dark=True)`."""
    with ExitStack() as profiles:

        def opened(path: str = "/", *, dark: bool = False, phone: bool = False) -> Page:
            profile = profiles.enter_context(
                chromium.new_context(
                    base_url=server.url,
                    viewport=PHONE if phone else SIZE,
                    has_touch=phone,
                    reduced_motion="reduce",
                    color_scheme="dark" if dark else "light",
                    locale="en-GB",
                )
            )
            profile.set_default_timeout(PATIENCE_MS)
            profile.on("page", watch.page)
            page = profile.new_page()
            page.goto(path)
            return page

        yield opened


@pytest.fixture
def front(visitor: Callable[..., Page]) -> FrontRow:
    """The front row of Dora, who may do everything."""
    return FrontRow(visitor()).sign_in("Dora Hartley")
