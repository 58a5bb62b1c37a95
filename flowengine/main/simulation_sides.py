"""What is simulated, and what it is compared with: scenarios, folders, and flows that a server has."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from flowengine.main.remote import Refused, named_server, server_for
from flowengine.main.simulated_flows import DRAFT, LIVE, ServedFlows, is_served
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.simulation.reading import Source, read_scenario, read_source, source_of


class Sides:
    """One side, or two. The server is asked once, and only if something of it is named."""

    def __init__(self, given: argparse.Namespace) -> None:
        self._scenario: Path = given.scenario
        self._given = given
        self._served: ServedFlows | None = None

    def sources(self) -> Iterator[Source]:
        """Raises FlowInvalid for a scenario in which something is wrong, Refused for flows that there are not."""
        flows, against = self._given.flows, self._given.against
        if flows and not is_served(flows):
            raise Refused(f"“{flows}” is nothing that a server has.", f"Say {LIVE}, {DRAFT} or a release's number.")
        if not is_served(flows) and not is_served(against):
            self._refuse_for_nothing()
        yield self._on(self._scenario, flows) if flows else read_source(self._scenario)
        if against:
            yield self._other(against, flows)

    def _refuse_for_nothing(self) -> None:
        for word in ("environment", "server", "token_file"):
            if getattr(self._given, word):
                option = word.replace("_", "-")
                raise Refused(f"--{option} is of a server.", f"Say --flows {LIVE}, {DRAFT} or a release's number too.")

    def _other(self, against: str, flows: str) -> Source:
        """The same scenario on other flows, in another tenant's folder, or another scenario (on the same flows)."""
        path = Path(against)
        if is_served(against):
            return self._on(self._scenario, against)
        if path.is_dir():
            return replace(read_source(self._scenario, path), file=f"{self._scenario} in {path}")
        return self._on(path, flows) if flows else read_source(path)

    def _on(self, scenario: Path, word: str) -> Source:
        """A scenario on a server's flows; its title says which."""
        document = read_scenario(scenario)
        served = self._server()
        what = f"{self._environment} {word}" if word != LIVE else "what is live"
        what = what if not word.isdigit() else f"{self._environment} release {word}"
        title = f"{document.get('title') or scenario.stem} ({what})"
        source = source_of(scenario, {**document, "title": title}, served.tenant, served.of(word))
        return replace(source, file=f"{scenario} on {what}")

    @property
    def _environment(self) -> str:
        return self._given.environment or FRONT_DOOR

    def _server(self) -> ServedFlows:
        if self._served is None:
            server = server_for(named_server(self._given.server), self._given.token_file)
            self._served = ServedFlows(server, self._environment)
        return self._served
