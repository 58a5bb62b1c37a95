"""The editor in headless Chromium beside the bare canvas library with the same graph, in the same run."""

import functools
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from bench.editor_graph import bare_of, flow_of
from launch import browser as found_browser
from tests.e2e.conftest import started
from tests.main.served import ROOT, Served, served

SIZES = (500, 2000)
ROUNDS = int(os.environ.get("STUDIO_BENCH_ROUNDS", "3"))
FLOW = "/api/environments/front_door/flows/main"
OPENED = """() => new Promise(done => {
    const look = () => document.querySelector('.react-flow__node') && document.querySelector('.react-flow__edge')
        ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
        : requestAnimationFrame(look);
    look();
})"""
COUNT = """() => {
    window.frames_seen = 0;
    window.counting = true;
    const began = performance.now();
    const look = () => {
        window.frames_seen += 1;
        window.fps = window.frames_seen * 1000 / (performance.now() - began);
        if (window.counting) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
CARD = """(() => {
    const look = () => {
        const card = document.querySelector('.react-flow__node');
        if (card && getComputedStyle(card).visibility === 'visible')
            setTimeout(() => { window.card_at = performance.timeOrigin + performance.now(); }, 0);
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})()"""
UNDO = """() => new Promise(done => {
    const began = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'z', code: 'KeyZ', ctrlKey: true, bubbles: true}));
    const handled = performance.now() - began;
    requestAnimationFrame(() => setTimeout(() => done([handled, performance.now() - began]), 0));
})"""


def run() -> Iterator[dict[str, Any]]:
    """Frames per second of a drag, opening and undo at each size, and the bytes of the first load."""
    program = found_browser.ensure(whole=True)
    with TemporaryDirectory() as folder, started(program) as chromium, served(Path(folder) / "data") as server:
        bare = Path(folder) / "bare"
        _build(bare)
        yield from _first_load(chromium, server)
        for size in SIZES:
            yield from _rows(chromium, server, bare, size)


def _rows(chromium: Browser, server: Served, bare: Path, size: int) -> Iterator[dict[str, Any]]:
    flow, layout = flow_of(size)
    client = server.client()
    client.sign_in()
    read = client("GET", FLOW)[1]
    status, answer = client("PUT", FLOW, {"flow": flow, "layout": layout}, If_Match=f'"{read["hash"]}"')
    assert status == 200, answer
    (bare / "graph.json").write_text(json.dumps(bare_of(flow, layout)), "utf-8")
    with _files(bare) as peer:
        page = f"{server.url}/studio/front_door/flows/main"
        ours = [_measured(_signed_in(chromium, server), page) for _ in range(ROUNDS)]
        theirs = [_measured(chromium.new_page(viewport=VIEW), f"{peer}/bare.html") for _ in range(ROUNDS)]
    for key, unit, words in (("fps", "fps", "drag one card"), ("opened", "ms", "open")):
        mine, other = (median(each[key] for each in several) for several in (ours, theirs))
        better = mine / other if key == "fps" else other / mine
        yield {
            "name": f"{words}, {size} steps", "value": round(mine, 1), "unit": unit,
            "peer": "bare canvas library", "peer_value": round(other, 1), "ratio": round(better, 2),
        }  # fmt: skip  # a row reads better filled
    for place, words in ((0, "undo until it is handled"), (1, "undo until it is painted")):
        yield {
            "name": f"{words}, {size} steps",
            "value": round(median(each["undo"][place] for each in ours), 1),
            "unit": "ms",
        }


VIEW: Any = {"width": 1440, "height": 900}


def _signed_in(chromium: Browser, server: Served) -> Page:
    page = chromium.new_context(viewport=VIEW, reduced_motion="reduce").new_page()
    page.goto(server.url)
    page.get_by_role("button", name="Dora Hartley").click()
    page.locator(".react-flow__node").first.wait_for()
    return page


def _measured(page: Page, url: str) -> dict[str, Any]:
    page.goto(url)
    opened = page.evaluate(OPENED)
    node = page.locator(".react-flow__node[data-id=s1]")
    page.wait_for_timeout(1500)  # what is reckoned after opening is no part of a drag
    box = node.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 16
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 4)
    page.evaluate(COUNT)
    for step in range(90):
        page.mouse.move(x + 4 + step % 75 * 3, y + 4 + step % 50 * 2)
    fps = page.evaluate("() => { window.counting = false; return window.fps; }")
    page.mouse.up()
    page.wait_for_timeout(300)
    undo = page.evaluate(UNDO)
    page.context.close()
    return {"opened": opened, "fps": fps, "undo": undo}


def _first_load(chromium: Browser, server: Served) -> Iterator[dict[str, Any]]:
    """What is asked for before the first card is painted, and all that is sent before anybody touches anything."""
    for path, words in (("/", "overview"), ("/studio/front_door/flows/main", "editor of a flow")):
        page = _signed_in(chromium, server)
        talk = page.context.new_cdp_session(page)
        talk.send("Network.enable")
        talk.send("Network.setCacheDisabled", {"cacheDisabled": True})
        asked: dict[str, float] = {}
        sizes: dict[str, float] = {}
        talk.on(
            "Network.requestWillBeSent",
            lambda event, asked=asked: asked.update({event["requestId"]: event["wallTime"]}),
        )
        talk.on(
            "Network.loadingFinished",
            lambda event, sizes=sizes: sizes.update({event["requestId"]: event["encodedDataLength"]}),
        )
        page.add_init_script(CARD)
        page.goto(server.url + path)
        page.locator(".react-flow__node").first.wait_for()
        page.wait_for_timeout(2500)
        card = page.evaluate("() => window.card_at") / 1000
        page.context.close()
        first = sum(size for request, size in sizes.items() if asked.get(request, 0) < card)
        for value, until in ((first, "to its first card"), (sum(sizes.values()), "to its rest")):
            yield {
                "name": f"first load, {words}, {until}", "value": round(value / 1024, 1), "unit": "KB",
                "peer": "allowed", "peer_value": 180, "ratio": round(180 * 1024 / value, 2),
            }  # fmt: skip  # as above


def _build(folder: Path) -> None:
    vite = ROOT / "studio_ui" / "node_modules" / "vite" / "bin" / "vite.js"
    config = ROOT / "studio_ui" / "bench" / "vite.config.ts"
    asked = ["node", str(vite), "build", "--config", str(config), "--outDir", str(folder), "--emptyOutDir"]
    subprocess.run(asked, check=True, cwd=ROOT / "studio_ui", stdout=subprocess.DEVNULL)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """No line per request in the figures."""


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


if __name__ == "__main__":
    for row in run():
        print(row)
