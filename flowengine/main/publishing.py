"""`dialogue-studio publish`, `rollback` and `releases`: what is live on a server, from a terminal or a pipeline."""

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from flowengine.errors import Finding, FlowInvalid
from flowengine.main.binding import bindings_for, bound
from flowengine.main.remote import Refused, Server, named_server, server_for
from flowengine.main.studio_folder import StudioFolder
from flowengine.main.syncing import is_released, live_files
from flowengine.main.telling import changed_paths, sum_up, tell_files, tell_findings
from flowengine.messages import Json


def publish(given: argparse.Namespace) -> int:
    """Exit 0: there is a new release; 1: checks or cases stand against it; 2: refused. A dry run says what would be."""
    server, place = _server(given), given.place
    files = _drafts(server, given)
    if given.dry_run:
        return _foretell(server, given, {path: files[path]["document"] for path in files})
    body: dict[str, Json] = {"message": given.message}
    if given.force_reason:
        body["force_reason"] = given.force_reason
    if given.canary is not None:
        body["canary_percent"] = given.canary
    number = server.ask("POST", f"/api/environments/{place}/releases", body)["number"]
    share = "is live" if given.canary is None else f"takes {given.canary} % of new dialogues"
    _print(given, {"environment": place, "number": number}, f"Release {number} of {place} {share}.")
    return 0


def rollback(given: argparse.Namespace) -> int:
    """Point live to a release that exists; dialogues that are on keep theirs."""
    server, place, number = _server(given), given.place, given.number
    known = server.ask("GET", f"/api/environments/{place}/releases")
    if number not in [release["number"] for release in known]:
        numbers = ", ".join(str(release["number"]) for release in reversed(known)) or "none"
        raise Refused(f"{place} has no release {number}.", f"It has: {numbers}.")
    would = "would be" if given.dry_run else "is"
    if not given.dry_run:
        server.ask("PUT", f"/api/environments/{place}/live", {"number": number})
    told = {"environment": place, "number": number, "dry_run": given.dry_run}
    _print(given, told, f"Release {number} of {place} {would} live; dialogues that are on keep theirs.")
    return 0


def releases(given: argparse.Namespace) -> int:
    """Newest first, one line each; the live one is marked."""
    found: list[dict[str, Any]] = _server(given).ask("GET", f"/api/environments/{given.place}/releases")
    for release in found:
        if given.json:
            print(json.dumps(release, ensure_ascii=False))
            continue
        at = datetime.fromtimestamp(release["at_ms"] / 1000, UTC).strftime("%Y-%m-%d %H:%M")
        canary = f" canary {release['canary']} %" if release.get("canary") else ""
        mark = "live" if release["live"] else "    "
        print(f"{mark} {release['number']:>4}  {at} UTC  {release['author']}: {release['message']}{canary}")
    if not found and not given.json:
        print(f"{given.place} has no release: its dialogues go straight to the queue.")
    return 0


def _server(given: argparse.Namespace) -> Server:
    remembered = StudioFolder(given.folder).last_server()
    return server_for(named_server(given.server, remembered), given.token_file)


def _drafts(server: Server, given: argparse.Namespace) -> dict[str, dict[str, Json]]:
    """The environment's drafts as files. With a stage, its values are written into them first (in a dry run: only
    thought)."""
    files: dict[str, dict[str, Json]] = {}
    if not given.stage and not given.dry_run:
        return files
    answer = server.ask("GET", f"/api/tree?environment={given.place}")
    files = {path: file for path, file in answer["files"].items() if path.startswith(f"{given.place}/")}
    path = f"{given.place}/environment.json"
    if not given.stage or path not in files:
        return files
    draft = files[path]
    document = bound(draft["document"], bindings_for(given.folder, given.stage))
    if document != draft["document"] and not given.dry_run:
        change = {"document": document, "base": draft["hash"]}
        written = server.ask("PUT", "/api/tree", {"files": {path: change}})
        if not written["applied"]:
            raise Refused("Somebody saved the environment meanwhile; nothing was published.", "Publish again.")
    return {**files, path: {**draft, "document": document}}


def _foretell(server: Server, given: argparse.Namespace, drafts: Mapping[str, Json]) -> int:
    """What a publish would change, and what stands against it."""
    after = {path: document for path, document in drafts.items() if is_released(path)}
    before = live_files(server, [given.place])
    tell_files(given, changed_paths(before, after), before, after, "would change")
    findings = [finding for path in after if path.endswith("/flow.json") for finding in _findings(server, path, after)]
    tell_findings(given, findings)
    errors = sum(finding.severity == "error" for finding in findings)
    sum_up(given, f"{errors} errors; nothing was published.")
    return 1 if errors else 0


def _findings(server: Server, path: str, drafts: Mapping[str, Json]) -> list[Finding]:
    environment, flow, _ = path.split("/")
    answer = server.ask("POST", "/api/check", {"environment": environment, "flow": drafts[path]})
    found = [replace(each, file=path) for each in msgspec.convert(answer["findings"], list[Finding])]
    if any(each.severity == "error" for each in found):
        return found
    try:
        ran = server.ask("POST", f"/api/environments/{environment}/flows/{flow}/cases/run", {})
    except FlowInvalid as fault:
        return [*found, *fault.findings]
    return found + [_failed(f"{environment}/{flow}/cases", each) for each in ran["results"] if not each["ok"]]


def _failed(folder: str, result: Mapping[str, Any]) -> Finding:
    words = (result.get("failure") or {}).get("message", "It fails.")
    hint = "Mend the flow or the case, or publish with --force-reason."
    where = f"{folder}/{result['file']}"
    return Finding("case_failed", "error", f"$.cases['{result['case']}']", words, hint, where)


def _print(given: argparse.Namespace, value: Mapping[str, Json], words: str) -> None:
    print(json.dumps(value, ensure_ascii=False) if given.json else words)
