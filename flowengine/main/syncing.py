"""`dialogue-studio pull`, `push` and `diff --server`: a folder and a server's drafts, merged and never overwritten."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from flowengine.environments.path import TENANT
from flowengine.lang.holiday import written
from flowengine.main.binding import unbound_files
from flowengine.main.reconcile import Reconciled, reconcile
from flowengine.main.remote import Refused, Server
from flowengine.main.sides import Sides, sides_of
from flowengine.main.sound_syncing import Sounds, give, take, to_pull, to_push
from flowengine.main.studio_folder import Disagreement, Seen, StudioFolder
from flowengine.main.telling import changed_paths, counted, sum_up, tell_files, tell_findings, tell_sounds
from flowengine.messages import Json
from flowengine.tenancy.directory import directory_from

TRIES = 3  # somebody may save between our look and our write


def pull(given: argparse.Namespace) -> int:
    """Exit 0: the folder has what the server has, and the own changes; 1: conflicts, and no file was touched."""
    sides = sides_of(given, empty_is_fine=True)
    found = reconcile(sides.base, sides.mine, sides.theirs.files)
    sounds = to_pull(sides.folder.root, sides.server, found.files)
    if found.conflicts or sounds.conflicts:
        return _disagree(given, sides, _with(found, sounds))
    wanted = unbound_files(found.files, sides.own, sides.values)
    changed = changed_paths(sides.own, wanted)
    if given.dry_run:
        tell_files(given, changed, sides.own, wanted, "would change")
        tell_sounds(given, sounds.missing, "would come")
        return 0
    take(sides.folder.root, sides.server, sounds.missing)
    _write(sides.folder, changed, wanted)
    _take_tenant(sides)
    _now_seen(sides, sides.theirs.files)
    tell_files(given, changed, sides.own, wanted, "pulled")
    tell_sounds(given, sounds.missing, "pulled")
    what = counted(changed, sounds.missing)
    sum_up(given, f"{what} pulled from {sides.server.url} to {sides.folder.root}.")
    return 0


def push(given: argparse.Namespace) -> int:
    """Exit 0: the server has what the folder has; 1: conflicts or findings, and the server has what it had."""
    for _ in range(TRIES):
        sides = sides_of(given, empty_is_fine=False)
        base = {**sides.base, **_decided(given, sides)}
        found = reconcile(base, sides.mine, sides.theirs.files)
        sounds = to_push(sides.folder.root, sides.server, found.files)
        if found.conflicts or sounds.conflicts:
            return _disagree(given, sides, _with(found, sounds))
        changed = changed_paths(sides.theirs.files, found.files)
        own = unbound_files(found.files, sides.own, sides.values)
        if not given.dry_run:  # before the server: merged again, the same comes out
            _write(sides.folder, changed_paths(sides.own, own), own)
            give(sides.folder.root, sides.server, sounds.missing)
        if _put(sides, changed, found.files, dry_run=given.dry_run):
            break
    else:
        raise Refused("Others keep saving while this pushes; nothing was written.", "Push again in a moment.")
    tell_files(given, changed, sides.theirs.files, found.files, "would change" if given.dry_run else "pushed")
    tell_sounds(given, sounds.missing, "would go" if given.dry_run else "pushed")
    if not given.dry_run:
        _now_seen(sides, found.files)
        merged = f", {len(found.merged)} of them merged with the server's changes" if found.merged else ""
        what = counted(changed, sounds.missing)
        sum_up(given, f"{what} pushed from {sides.folder.root} to {sides.server.url}{merged}.")
    return 0


def compare(given: argparse.Namespace) -> int:
    """`diff FOLDER --server URL`: from what the server has to what the folder has. Exit as `diff` of two folders."""
    sides = sides_of(given, empty_is_fine=False)
    before = live_files(sides.server, sides.theirs.environments) if given.live else sides.theirs.files
    after = sides.mine if not given.live else {path: doc for path, doc in sides.mine.items() if is_released(path)}
    changed = changed_paths(before, after)
    count = tell_files(given, changed, before, after, "changed")
    sum_up(given, f"{count} change{'' if count == 1 else 's'}")
    return int(bool(changed))


def live_files(server: Server, environments: Iterable[str]) -> dict[str, Json]:
    """Path -> document of the live releases."""
    found: dict[str, Json] = {}
    for name in environments:
        releases = server.ask("GET", f"/api/environments/{name}/releases")
        number = next((release["number"] for release in releases if release["live"]), 0)
        if number:
            release = server.ask("GET", f"/api/environments/{name}/releases/{number}")
            content = release.get("content", release)
            content = json.loads(content) if isinstance(content, str) else content
            found[f"{name}/environment.json"] = written(content["environment"])
            found |= {f"{name}/{flow}/flow.json": document for flow, document in content["flows"].items()}
    return found


def is_released(path: str) -> bool:
    """Whether a file is part of a release: layouts and cases are not."""
    return path.endswith(("/flow.json", "/environment.json"))


def _put(sides: Sides, changed: list[str], files: Mapping[str, Json], *, dry_run: bool) -> bool:
    """Whether the server took it; it did not if somebody saved meanwhile."""
    if not changed:
        return True
    body = {path: {"document": files.get(path), "base": sides.theirs.hashes.get(path, "")} for path in changed}
    try:
        answer: dict[str, Any] = sides.server.ask("PUT", "/api/tree", {"files": body, "dry_run": dry_run})
    except Refused as refusal:
        if refusal.code in ("too_large", "json_too_large"):
            hint = "Push one environment at a time: --environment ENV."
            raise Refused("That is more than a server takes at once.", hint, code=refusal.code) from None
        raise
    return all(written["status"] != "conflict" for written in answer["files"].values())


def _with(found: Reconciled, sounds: Sounds) -> Reconciled:
    """The conflicts of recordings beside those of documents."""
    return replace(found, conflicts=[*found.conflicts, *sounds.conflicts])


def _decided(given: argparse.Namespace, sides: Sides) -> dict[str, Json]:
    """With --resolved: what the person was shown of the server's side, and answered by what the folder has now. What
    changed there since is met by a merge like everything else."""
    if not given.resolved:
        return {}
    report = sides.folder.disagreement(sides.server.url)
    if report is None:
        raise Refused("There is nothing to resolve.", "Push without --resolved.")
    return {path: document for path, document in report.theirs.items() if document is not None}


def _disagree(given: argparse.Namespace, sides: Sides, found: Reconciled) -> int:
    """Tell the conflicts and keep them as a report; the folder's files are as they were."""
    disputed = sorted({finding.file for finding in found.conflicts})
    theirs = {path: sides.theirs.files.get(path) for path in disputed}
    if not given.dry_run:
        sides.folder.report(Disagreement(sides.server.url, found.conflicts, theirs))
    tell_findings(given, found.conflicts)
    sum_up(
        given,
        f"{len(found.conflicts)} conflicts; nothing was written. Theirs lies under {sides.folder.root}/.studio/theirs: "
        "mend your files, then `dialogue-studio push --resolved`.",
    )
    return 1


def _write(folder: StudioFolder, changed: list[str], files: Mapping[str, Json]) -> None:
    for path in changed:
        folder.write(path, files)


def _take_tenant(sides: Sides) -> None:
    """tenant.json is made by administrators on the server: written where the folder has none, else only compared."""
    folder, theirs = sides.folder, sides.theirs.tenant
    if not folder.is_tenant:
        folder.write(TENANT, {TENANT: theirs})
    elif _places(folder.tree().tenant) != _places(theirs):
        print("tenant.json differs from the server's and is left as it is.", file=sys.stderr)


def _places(tenant: Json) -> Json:
    """What flows rely on; people are shown to few, and what holds for some days only is not in a folder's care."""
    return replace(directory_from(tenant), users={}, blocked_callers={}, exceptions={})


def _now_seen(sides: Sides, files: Mapping[str, Json]) -> None:
    old = sides.folder.seen(sides.server.url)
    seen = sides.theirs.environments  # what a partial look did not see stays as it was
    kept = {} if old is None else {path: it for path, it in old.files.items() if path.partition("/")[0] not in seen}
    tenant = directory_from(sides.theirs.tenant).tenant.id
    sides.folder.see(Seen(sides.server.url, tenant, {**kept, **files}, sides.stage))
    sides.folder.settle()
