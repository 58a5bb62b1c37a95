"""The figures of one node in the words of Prometheus: one table for /metrics and docs/operations.md."""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from msgspec import Struct
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from flowengine.api.node import Node
from flowengine.runtime.node_meter import Spread

Kind: TypeAlias = Literal["counter", "gauge", "seconds", "sizes"]  # seconds and sizes are histograms
PREFIX = "dialogue_studio_node_"


class Figure(Struct, frozen=True):
    """`of` reads it; histograms are kept in milliseconds or in pieces."""

    name: str
    kind: Kind
    help: str
    of: Callable[[Node], float | Spread]


FIGURES = (
    Figure("events", "counter", "Events that were answered after their commit.", lambda node: node.meter.events),
    Figure("refused_events", "counter", "Events that were refused and changed nothing.", lambda n: n.meter.refused),
    Figure("batch_events", "sizes", "Events of one transaction.", lambda n: n.meter.batch_size),
    Figure("batch_seconds", "seconds", "From a batch's begin until it is durable.", lambda n: n.meter.batch_ms),
    Figure("commit_seconds", "seconds", "The ledger's part of a batch.", lambda n: n.meter.commit_ms),
    Figure("commits_under_way", "gauge", "Commits that are under way now.", lambda n: n.meter.committing),
    Figure("mailbox_age_seconds", "seconds", "How long a batch's first event had waited.", lambda n: n.meter.mail_ms),
    Figure("loop_lag_seconds", "seconds", "How late the event loop came to what was due.", lambda n: n.meter.loop_ms),
    Figure("timer_late_seconds", "seconds", "How late timers fired.", lambda n: n.meter.timer_ms),
    Figure("waiting_events", "gauge", "Events in the mailboxes now.", lambda n: n.now.waiting),
    Figure("oldest_waiting_seconds", "gauge", "How long the oldest of them waits.", lambda n: n.now.oldest_ms / 1000),
    Figure("shards", "gauge", "Shards that this node owns.", lambda n: n.now.shards),
    Figure("tenants", "gauge", "Tenants that it serves.", lambda n: n.now.tenants),
    Figure("dialogues", "gauge", "Dialogues that are on.", lambda n: n.now.dialogues),
    Figure("timers", "gauge", "Timers that are set.", lambda n: n.now.timers),
    Figure("ready", "gauge", "1 while /readyz says so.", lambda n: int(n.is_ready)),
    Figure(
        "ledger_away",
        "gauge",
        "1 while the ledger does not answer.",
        lambda n: int(n.ledger_away or n.meter.store_away),
    ),
    Figure(
        "ledger_failures", "counter", "Failures of the ledger; it is tried again.", lambda n: n.meter.store_failures
    ),
    Figure("fenced_commits", "counter", "Commits refused: the shard had another owner.", lambda n: n.meter.fenced),
    Figure("shards_claimed", "counter", "Shards taken.", lambda n: n.meter.claims),
    Figure("shards_lost", "counter", "Shards that were taken from this node.", lambda n: n.meter.lost),
    Figure("shards_released", "counter", "Shards handed back in order.", lambda n: n.meter.released),
    Figure("inbox_events", "counter", "Events taken from the inbox.", lambda n: n.meter.inbox),
    Figure("forwarded_requests", "counter", "Requests passed on to their tenant's node.", lambda n: n.meter.forwarded),
    Figure("shed_events", "counter", "Events turned away because too much waited.", lambda n: n.meter.shed),
    Figure("dead_letters", "counter", "Events that failed alone and were put aside.", lambda n: n.meter.dead),
    Figure("service_retries", "counter", "Further tries of requests to services.", lambda n: n.meter.retries),
    Figure(
        "service_failures",
        "counter",
        "Requests to services whose last try failed, too; their flows went on by that.",
        lambda n: n.meter.failures,
    ),
    Figure("state_decodes", "counter", "Dialogue states read from the ledger's form.", lambda n: n.meter.state_decodes),
)


def families(node: Node) -> Iterable[Metric]:
    """Every figure with the label `node`."""
    return (_family(figure, figure.of(node), node.name) for figure in FIGURES)


def table() -> str:
    """The figures as a table in Markdown: what docs/operations.md must say."""
    kinds = {"seconds": "histogram", "sizes": "histogram"}
    rows = [f"| `{shown_name(each)}` | {kinds.get(each.kind, each.kind)} | {each.help} |" for each in FIGURES]
    return "\n".join(("| figure | kind | what it says |", "|---|---|---|", *rows))


def shown_name(figure: Figure) -> str:
    """As a scraper sees it: counters end in `_total`."""
    return PREFIX + figure.name + ("_total" if figure.kind == "counter" else "")


def _family(figure: Figure, value: float | Spread, node: str) -> Metric:
    name, labels = PREFIX + figure.name, ("node",)
    if isinstance(value, Spread):
        scale = 1000 if figure.kind == "seconds" else 1
        histogram = HistogramMetricFamily(name, figure.help, labels=labels)
        histogram.add_metric((node,), _buckets(value, scale), value.total / scale)
        return histogram
    family = (CounterMetricFamily if figure.kind == "counter" else GaugeMetricFamily)(name, figure.help, labels=labels)
    family.add_metric((node,), float(value))
    return family


def _buckets(spread: Spread, scale: int) -> list[tuple[str, float]]:
    """Prometheus counts upwards: each bucket holds those below it too."""
    found, so_far = [], 0
    for edge, n in zip((*spread.edges, None), spread.counts, strict=True):
        so_far += n
        found.append(("+Inf" if edge is None else str(edge / scale), float(so_far)))
    return found
