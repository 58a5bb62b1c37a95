"""`dialogue-studio publish`, `rollback` and `releases`: what is live on a server, from a terminal or a pipeline."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from flowengine.errors import Finding
from flowengine.lang.diff.diff import diff
from flowengine.main.binding import bindings_for, bound
from flowengine.main.remote import Refused, Server, named_server, server_for
from flowengine.main.studio_folder import StudioFolder
from flowengine.main.telling import sum_up, tell_findings
from flowengine.messages import Json


def publish(given: argparse.Namespace) -> int:
    """Exit 0: there is a new release; 1: checks or cases stand against it; 2: refused. A dry run says what would be."""
    server = _server(given)
    if given.stage:
        _bind(server, given)
    body: dict[str, Json] = {"message": given.message, "dry_run": given.dry_run, "force_reason": given.force_reason}
    if given.canary is not None:
        body["canary_percent"] = given.canary
    if given.users:
        body["users"] = "all" if given.users == ["all"] else given.users
    answer = _ask(server, given, "POST", "releases", body)
    if given.dry_run:
        return _foretell(given, answer)
    share = "is live" if given.canary is None else f"takes {given.canary} % of new dialogues"
    sum_up(given, f"Release {answer['number']} of {given.place} {share}.")
    if given.json:
        print(json.dumps({"environment": given.place, **answer}, ensure_ascii=False))
    _tell_users(given, answer.get("users", ()))
    return 0


def rollback(given: argparse.Namespace) -> int:
    """Point live to a release that exists; dialogues that are on keep theirs."""
    server, place, number = _server(given), given.place, given.number
    known = _ask(server, given, "GET", "releases")
    if number not in [release["number"] for release in known]:
        numbers = ", ".join(str(release["number"]) for release in reversed(known)) or "none"
        raise Refused(f"{place} has no release {number}.", f"It has: {numbers}.")
    if given.dry_run:
        changes = _ask(server, given, "GET", f"diff?from=live&to={number}")["files"]
        _tell_changes(given, changes, "would change")
    else:
        _ask(server, given, "PUT", "live", {"number": number})
    would = "would be" if given.dry_run else "is"
    sum_up(given, f"Release {number} of {place} {would} live; dialogues that are on keep theirs.")
    if given.json:
        print(json.dumps({"environment": place, "number": number, "dry_run": given.dry_run}))
    return 0


def releases(given: argparse.Namespace) -> int:
    """Newest first, one line each; the live one is marked."""
    found: list[dict[str, Any]] = _ask(_server(given), given, "GET", "releases")
    for release in found:
        print(json.dumps(release, ensure_ascii=False) if given.json else _line(release))
    if not found:
        sum_up(given, f"{given.place} has no release: its dialogues go straight to the queue.")
    return 0


def _line(release: Mapping[str, Any]) -> str:
    at = datetime.fromtimestamp(release["at_ms"] / 1000, UTC).strftime("%Y-%m-%d %H:%M")
    marks = {
        f", canary {release.get('canary')} %": release.get("canary"),
        ", retired": release.get("retired"),
        f", forced: {release.get('forced')}": release.get("forced"),
        f", {release.get('dialogues')} dialogues": release.get("dialogues"),
    }
    more = "".join(words for words, holds in marks.items() if holds)
    live = "live" if release["live"] else "    "
    return f"{live} {release['number']:>4}  {at} UTC  {release['author']}: {release['message']}{more}"


def _server(given: argparse.Namespace) -> Server:
    remembered = StudioFolder(given.folder).last_server()
    return server_for(named_server(given.server, remembered), given.token_file)


def _ask(server: Server, given: argparse.Namespace, method: str, path: str, body: Json = None) -> Any:
    try:
        return server.ask(method, f"/api/environments/{given.place}/{path}", body)
    except Refused as refusal:
        if refusal.code != "not_found":
            raise
        hint = "It is front_door, or a contact center; look at the token's tenant too."
        raise Refused(f"There is no environment {given.place}.", hint) from None


def _bind(server: Server, given: argparse.Namespace) -> None:
    """Write the stage's values into the environment's draft, so that the release holds them."""
    values = bindings_for(given.folder, given.stage)
    path = f"{given.place}/environment.json"
    draft = server.ask("GET", f"/api/tree?environment={given.place}")["files"].get(path)
    if draft is None:
        return
    document = bound(draft["document"], values)
    if given.dry_run:
        changes = [{"sentence": change.sentence} for change in diff(draft["document"], document)]
        _tell_changes(given, [{"file": path, "changes": changes}], "would be bound")
    elif document != draft["document"]:
        change = {"document": document, "base": draft["hash"]}
        if not server.ask("PUT", "/api/tree", {"files": {path: change}})["applied"]:
            raise Refused("Somebody saved the environment meanwhile; nothing was published.", "Publish again.")


def _foretell(given: argparse.Namespace, answer: Mapping[str, Any]) -> int:
    """What a publish would change, and what stands against it."""
    _tell_changes(given, answer["changes"], "would change")
    found, failing = (msgspec.convert(answer[key], list[Finding]) for key in ("findings", "failing"))
    tell_findings(given, [*found, *failing])
    _tell_users(given, answer["users"])
    errors = sum(finding.severity == "error" for finding in found) + (0 if given.force_reason else len(failing))
    sum_up(given, f"{errors} errors; nothing was published.")
    return 1 if errors else 0


def _tell_changes(given: argparse.Namespace, files: list[dict[str, Any]], status: str) -> None:
    for row in files:
        if given.json:
            print(json.dumps({"file": row["file"], "status": status, "changes": row["changes"]}, ensure_ascii=False))
        else:
            print(*(f"{row['file']}: {change['sentence']}" for change in row["changes"]), sep="\n")


def _tell_users(given: argparse.Namespace, users: list[dict[str, Any]]) -> None:
    """What becomes of the environments that use what the front door shares."""
    for user in () if given.json else users:
        why = f" {user['why']}" if user.get("why") else ""
        result = {"moved": "comes along", "kept": "keeps what it uses:"}.get(user["result"], user["result"])
        print(f"{user['environment']} {result}{why}", file=sys.stderr if why else sys.stdout)
