"""The ground: the tenants and flows that a path on disk means, made ready to be walked."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.runner import compiler
from flowengine.testbench.tree import ASSUMED_CENTER, assumed_releases, read_releases

FlowKey = tuple[str, str]  # environment, name


class Ground(Struct, frozen=True):
    """One tenant, or one folder of flows without any, and which of its flows are asked for."""

    folder: Path
    bench: Bench
    tenant: Json
    releases: dict[str, Release]
    flows: list[FlowKey]
    is_tenant: bool = True

    def flow_folder(self, flow: FlowKey) -> Path:
        """Where the flow's document and its cases lie."""
        return self.folder / flow[0] / flow[1] if self.is_tenant else self.folder / flow[1]


def grounds_at(path: Path, name: str = "") -> list[Ground]:
    """Every tenant at, above or below `path`, with the flows that lie there; of these only `name`, if one is named.

    Raises FlowInvalid if a tenant cannot be compiled, RequestRefused if there is no flow to walk.
    """
    if not path.exists():
        raise RequestRefused(f"There is no such file or folder: {path}.")
    found = [ground for ground in _grounds(path.resolve(), name) if ground.flows]
    if not found:
        what = f"no flow “{name}”" if name else "no flow"
        raise RequestRefused(f"There is {what} at {path}; name a tenant's folder, or one flow of it.")
    return found


def _grounds(path: Path, name: str) -> Iterator[Ground]:
    above = next((one for one in (path, *path.parents) if (one / "tenant.json").is_file()), None)
    folders = [above] if above else sorted(file.parent for file in path.rglob("tenant.json")) if path.is_dir() else []
    for folder in folders:
        tenant, releases = read_releases(folder)
        inside = path if path.is_dir() else path.parent
        flows = [
            (environment, flow)
            for environment, release in releases.items()
            for flow in release.flows
            if name in ("", flow, f"{environment}/{flow}") and _touches(folder / environment / flow, inside)
        ]
        yield Ground(folder, compiler().bench(tenant, releases), tenant, releases, flows)
    for folder in [] if folders else _lone(path):
        tenant, releases = assumed_releases(folder)
        if name in ("", folder.name):
            flows = [(ASSUMED_CENTER, folder.name)]
            yield Ground(folder.parent, compiler().bench(tenant, releases), tenant, releases, flows, is_tenant=False)


def _touches(flow: Path, inside: Path) -> bool:
    return flow.is_relative_to(inside) or inside.is_relative_to(flow)


def _lone(path: Path) -> list[Path]:
    """Folders of flows outside any tenant."""
    if path.is_dir():
        return sorted(file.parent for file in path.rglob("flow.json"))
    return [path.parent] if path.name == "flow.json" else []
