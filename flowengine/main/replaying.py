"""`dialogue-studio replay`: yesterday's dialogues on tomorrow's flows, from a terminal or a pipeline."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flowengine.lang.upgrade.kinds import raised
from flowengine.main.binding import bindings_for, bound
from flowengine.main.remote import Refused, Server, named_server, server_for
from flowengine.main.studio_folder import StudioFolder
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR

FATES = 4  # of a group, in words; --json has them all
ASK_AGAIN_S = 0.3


def replay(given: argparse.Namespace) -> int:
    """Exit 1 if any dialogue parts; those that could not be replayed are told beside, and change no exit code."""
    server = server_for(named_server(given.server), given.token_file)
    environment, tried = _tried(server, given)
    body = {**tried, "begun_from": given.first, "begun_to": given.until, "address": given.address, "most": given.most}
    path = f"/api/environments/{quote(environment, safe='')}/replay"
    begun = server.ask("POST", path, body)
    report = _awaited(server, f"{path}/{begun['id']}")
    if report["state"] != "done":
        raise Refused(report["why"] or "Somebody stopped the replay.", "Begin again.")
    if given.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(*_sentences(report), sep="\n")
    return int(report["parted"] > 0)


def _tried(server: Server, given: argparse.Namespace) -> tuple[str, dict[str, Json]]:
    """Under which environment it is asked for, and what is tried. Raises Refused."""
    if given.folder is not None:
        return _folder(server, given)
    if given.stage:
        raise Refused("Stages are of folders.", "Leave --stage out, or name a folder.")
    if len(given.environment) > 1:
        raise Refused("Of the server's own, one environment is tried at a time.", "Give --environment once.")
    environment = given.environment[0] if given.environment else FRONT_DOOR
    known = [row["name"] for row in server.ask("GET", "/api/environments")]
    if environment not in known:
        raise Refused(f"There is no environment {environment}.", f"There are: {', '.join(known)}.")
    if given.release is None:
        return environment, {}
    releases = server.ask("GET", f"/api/environments/{environment}/releases")
    numbers = sorted(row["number"] for row in releases)
    if given.release not in numbers:
        has = ", ".join(map(str, numbers)) or "none"
        raise Refused(f"{environment} has no release {given.release}.", f"It has: {has}.")
    return environment, {"release": given.release}


def _folder(server: Server, given: argparse.Namespace) -> tuple[str, dict[str, Json]]:
    """The folder's environments, as far as the server has them and the token is for them."""
    folder = StudioFolder(given.folder)
    values = bindings_for(folder.root, given.stage)
    known = server.ask("GET", "/api/tree")["environments"]
    folders: dict[str, dict[str, Json]] = {}
    for path, document in sorted(folder.documents().items()):
        name, _, rest = path.partition("/")
        if not rest or (given.environment and name not in given.environment) or name not in known:
            continue
        found = folders.setdefault(name, {"environment": {"format": 1}, "flows": {}})
        if rest == "environment.json":
            found["environment"] = bound(raised(document, path), values)
        elif rest.endswith("/flow.json"):
            found["flows"][rest.removesuffix("/flow.json")] = raised(document, path)
    missing = sorted(set(given.environment) - set(folders))
    if missing or not folders:
        named = ", ".join(missing) or "an environment that the server has"
        raise Refused(f"{folder.root} does not hold {named}.", f"The token's environments are: {', '.join(known)}.")
    first = FRONT_DOOR if FRONT_DOOR in folders else next(iter(folders))
    return first, {"environments": folders}


def _awaited(server: Server, path: str) -> Any:
    """The report when it is done; whoever breaks off stops the replay too."""
    try:
        while True:
            report = server.ask("GET", path)
            _show(report)
            if report["state"] != "running":
                return report
            time.sleep(ASK_AGAIN_S)
    except KeyboardInterrupt:
        server.ask("DELETE", path)
        raise


def _show(report: dict[str, Any]) -> None:
    if sys.stderr.isatty():
        end = "" if report["state"] == "running" else "\n"
        print(f"\r{report['done']} of {report['of']} dialogues", end=end, file=sys.stderr, flush=True)


def _sentences(report: dict[str, Any]) -> Iterator[str]:
    if not report["of"]:
        yield "No dialogue that is over fits: look at the environment, --from, --to and --address."
        return
    yield f"{report['replayed']} replayed: {report['same']} go the same way, {report['parted']} part."
    if report["older"]:
        looked = f"{report['looked_at']:,}"
        yield "There are older ones that were not looked at: ask for more with --most, or for earlier ones with --to."
        yield f"Nothing before the newest {looked} dialogues of the tenant is looked at."
    for group in report["groups"]:
        yield ""
        yield from _group(group)
    untold = report["untold"]
    if untold:
        yield ""
        yield f"{sum(one['count'] for one in untold)} could not be replayed:"
        for one in untold:
            yield f"  {one['count']}: {one['reason']} Such as {one['examples'][0]}."


def _group(group: dict[str, Any]) -> Iterator[str]:
    place = "/".join(part for part in (group["environment"], group["flow"], group["node"]) if part)
    yield f"{place}: {group['before']} before, {group['now']} now: {group['count']} ({group['share']:.1%})"
    if group["rejoins"]:
        yield f"  {group['rejoins']} of them take every later way all the same"
    for fate in group["fates"][:FATES]:
        before, now = (_end(fate, when) for when in ("before", "now"))
        yield f"  {fate['count']}: {before}, as before" if before == now else f"  {fate['count']}: {before} → {now}"
    if len(group["fates"]) > FATES:
        yield f"  {sum(fate['count'] for fate in group['fates'][FATES:])}: otherwise; --json tells all"
    yield f"  such as {', '.join(group['examples'][:3])}"


def _end(fate: dict[str, Any], when: str) -> str:
    queue = fate[f"queue_{when}"]
    return f"{fate[f'ended_{when}']}{f', queue {queue}' if queue else ''}"
