"""The worker answers line by line, stays alive, and runs drafts without writing them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHOP = Path(__file__).parent / "data" / "shop"
CASES = {
    "x.json": {"start": {"flow": "main"}, "cases": {"a": {"steps": [{"expect": {"hears": {"contains": "Press 1"}}}]}}}
}


def ask(*requests: Any) -> list[Any]:
    lines = "".join((request if isinstance(request, str) else json.dumps(request)) + "\n" for request in requests)
    run = subprocess.run(
        [sys.executable, "-m", "flowengine.testbench.worker"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert run.stderr == ""
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_folder_tree_draft_and_nonsense() -> None:
    folder = {"id": 1, "folder": str(SHOP), "environment": "front_door", "flow": "main", "cases": CASES}
    draft = json.loads((SHOP / "front_door/main/flow.json").read_text("utf-8"))
    draft["nodes"]["main_menu"]["prompt"] = "Choose."
    broken = {**draft, "start": 5}
    tree = {
        "tenant": json.loads((SHOP / "tenant.json").read_text("utf-8")),
        "environments": {
            "front_door": {
                "environment": json.loads((SHOP / "front_door/environment.json").read_text("utf-8")),
                "flows": {},
            }
        },
    }
    replies = ask(
        folder,
        {**folder, "id": 2, "draft": draft},
        {**folder, "id": 3, "draft": broken},
        {"id": 4, **tree, "environment": "front_door", "flow": "main", "draft": draft, "cases": CASES},
        "nonsense",
        {**folder, "id": 6},
    )
    assert [reply["id"] for reply in replies] == [1, 2, 3, 4, "", 6]
    assert replies[0]["results"][0]["ok"]
    assert replies[1]["results"][0]["failure"]["got"] == {"hears": ["Welcome to the shop, .", "Choose."]}
    assert replies[2]["results"][0]["failure"]["findings"][0]["path"] == "$.start"
    assert not replies[3]["results"][0]["ok"]
    assert replies[4]["error"]
    assert replies[5]["results"][0]["ok"]


def test_documents_that_are_kept_are_named_alone() -> None:
    draft = json.loads((SHOP / "front_door/main/flow.json").read_text("utf-8"))
    tree = {
        "tenant": json.loads((SHOP / "tenant.json").read_text("utf-8")),
        "environments": {
            "front_door": {
                "environment": json.loads((SHOP / "front_door/environment.json").read_text("utf-8")),
                "flows": {"main": draft},
            }
        },
    }
    asked = {"key": "shop 1", "environment": "front_door", "flow": "main", "cases": {}}
    other = {**draft, "nodes": {**draft["nodes"], "main_menu": {**draft["nodes"]["main_menu"], "prompt": "Choose."}}}
    edited = {"y.json": {"start": {"flow": "main"}, "cases": {"b": {"steps": []}}}}
    unknown, first, again, changed, broken, more = ask(
        {**asked, "id": 1},
        {**asked, **tree, "cases": CASES, "id": 2},
        {**asked, "id": 3},
        {**asked, "id": 4, "draft": other},
        {**asked, "id": 5, "draft": {**draft, "start": 5}},
        {**asked, "id": 6, "edited": edited},
    )
    assert unknown == {"id": 1, "unknown": True}
    assert [first["results"][0]["ok"], again["results"][0]["ok"], changed["results"][0]["ok"]] == [True, True, False]
    assert first["coverage"] == again["coverage"]
    assert {way[0] for way in first["coverage"]["ways"] if way[2]} < set(draft["nodes"])
    assert broken["refused"][0]["path"] == "$.start"
    assert "results" not in broken
    assert [result["file"] for result in more["results"]] == ["x.json", "y.json"]
