"""Compiled releases, by content: compiled when published or loaded, found by hash while a caller waits."""

from collections import OrderedDict

import msgspec
from msgspec.structs import replace

from flowengine.interpreter.program import Program, Release, compile_release
from flowengine.lang.document import FlowLoader
from flowengine.lang.upgrade.kinds import RELEASE
from flowengine.switchboard.straight_to_queue import BUILT_IN
from flowengine.tenancy.directory import FRONT_DOOR

KEPT = 512  # releases; a tenant has tens, and only those that a dialogue may still need are asked for


class Programs:
    """Shared by every switchboard of a process: a Program holds nothing of a tenant but its flows."""

    def __init__(self, loader: FlowLoader) -> None:
        self.loader = loader
        self._built_in: dict[str, Program] = {}
        self._kept: OrderedDict[tuple[str, str], Program] = OrderedDict()

    def compiled(self, environment: str, content_hash: str, body: str) -> Program:
        """The program of a release's canonical JSON. Raises FlowInvalid with all findings."""
        key = (environment, content_hash)
        found = self._kept.get(key)
        if found is None:
            release = msgspec.convert(RELEASE.upgraded(msgspec.json.decode(body)), Release)
            found = self._kept[key] = compile_release(self.loader, environment, 0, _with_a_flow(environment, release))
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found

    def built_in(self, environment: str) -> Program:
        """What a contact center without a release runs: straight to its queue."""
        found = self._built_in.get(environment)
        if found is None:
            found = self._built_in[environment] = compile_release(self.loader, environment, 0, BUILT_IN)
        return found


def _with_a_flow(environment: str, release: Release) -> Release:
    """A contact center whose environment holds schedules or prompts but no flow works like one without: straight to
    the queue, by its own hours."""
    if release.flows or environment == FRONT_DOOR:
        return release
    document = {**release.environment, "entry": BUILT_IN.environment["entry"]}
    return replace(release, environment=document, flows=BUILT_IN.flows)
