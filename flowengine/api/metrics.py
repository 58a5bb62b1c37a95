"""/metrics in the words of Prometheus: a tenant's figures by its API token, the node's by the operator's key."""

from collections.abc import Iterable
from typing import Any

from litestar import Response, get
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from flowengine.api.given import TheAsker, TheServices
from flowengine.api.node_figures import families
from flowengine.api.services import Services
from flowengine.api.steering import directory_for
from flowengine.identity.principal import Principal
from flowengine.identity.routes import REPORTERS
from flowengine.runtime.meter import BATCH_EDGES_MS, Meter
from flowengine.tenancy.directory import Directory

STATES = ("not_routable", "idle", "offered", "busy", "wrapping", "draining")


@get("/metrics", summary="Figures for Prometheus", tags=["server"], media_type=CONTENT_TYPE_PLAIN_0_0_4)
async def metrics(asker: TheAsker, services: TheServices) -> Response[bytes]:
    """With a tenant's API token: gauges of now, and counters since this process took the tenant; a role that is held in
    some contact centers shows these alone. With the operator's key: the figures of this node, of no tenant, as
    docs/operations.md lists them."""
    registry = CollectorRegistry()
    if asker is None:
        registry.register(_Found(list(families(services.operations.node()))))
        ProcessCollector(registry=registry)
    else:
        registry.register(_Found(await _of_tenant(asker, services)))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _of_tenant(principal: Principal, services: Services) -> list[Metric]:
    tenant = principal.tenant
    directory = directory_for(services, tenant)
    seen = [name for name in directory.contact_centers if principal.holds(REPORTERS, name)]
    queues, states = await services.look.queues(tenant), await services.look.states(tenant)
    meter = services.reports.meter(tenant)
    return [
        *_queues({name: queues[name] for name in seen if name in queues}, tenant),
        _agents(states, directory, seen, tenant),
        *_counters(meter, seen, tenant),
    ]


class _Found(Collector):
    """The families of one answer."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _queues(queues: dict[str, Any], tenant: str) -> list[Metric]:
    labels = ("tenant", "contact_center")
    waiting = GaugeMetricFamily("dialogue_studio_waiting", "Dialogues that wait in the queue.", labels=labels)
    oldest = GaugeMetricFamily("dialogue_studio_oldest_wait_seconds", "The longest wait of them.", labels=labels)
    for name, queue in queues.items():
        waiting.add_metric((tenant, name), queue["waiting"])
        oldest.add_metric((tenant, name), queue.get("oldest_wait_s", 0))
    return [waiting, oldest]


def _agents(states: dict[str, str], directory: Directory, seen: list[str], tenant: str) -> Metric:
    """Signed in, by state; who serves several contact centers counts in each."""
    family = GaugeMetricFamily(
        "dialogue_studio_agents", "Agents who are signed in.", labels=("tenant", "contact_center", "state")
    )
    for name in seen:
        here = [states.get(key) for key, user in directory.users.items() if name in user.memberships]
        for state in STATES:
            family.add_metric((tenant, name, state), here.count(state))
    return family


def _counters(meter: Meter, seen: list[str], tenant: str) -> list[Metric]:
    events = CounterMetricFamily("dialogue_studio_events", "Events that were answered.", labels=("tenant",))
    events.add_metric((tenant,), meter.events.get(tenant, 0))
    counted = CounterMetricFamily(
        "dialogue_studio_counted",
        "What happened to waits, offers and work, in the words of docs/reports.md.",
        labels=("tenant", "contact_center", "channel", "what"),
    )
    for (owner, center, channel, what), n in sorted(meter.counted.items()):
        if owner == tenant and center in seen:
            counted.add_metric((tenant, center, channel, what), n)
    batches = HistogramMetricFamily("dialogue_studio_batch_seconds", "From a batch's begin until it is on the disk.")
    buckets, so_far = [], 0
    for edge_ms, n in zip((*BATCH_EDGES_MS, None), meter.took, strict=True):
        so_far += n
        buckets.append(("+Inf" if edge_ms is None else str(edge_ms / 1000), float(so_far)))
    batches.add_metric((), buckets, meter.took_ms / 1000)
    return [events, counted, batches]


HANDLERS = (metrics,)
