"""/metrics speaks Prometheus' words, to who may, of what they may see."""

from typing import Any

from litestar import Litestar
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families

from flowengine.api.node import Node
from flowengine.api.node_figures import FIGURES, PREFIX, families
from flowengine.ledger.record import CounterRow
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.node_now import NodeNow
from tests.api.memory_reports import SHARD
from tests.api.world import HOME, OPERATOR_KEY, World, sign_in, token_in


def counted(what: str, n: int, center: str = "billing") -> CounterRow:
    return CounterRow(SHARD, HOME, "queue", 0, center, center, "voice", "", what, 0, n, 0)


def scraped(client: TestClient[Litestar], token: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Sample name -> label values in the order of their names -> value."""
    client.cookies.clear()
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation
        for sample in family.samples:
            labels = tuple(value for _, value in sorted(sample.labels.items()))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


def whole(world: World) -> str:
    """The text of a supervisor's token for the whole tenant."""
    made: Any = token_in(world, HOME, "supervisor", "billing", "pharmacy")
    text: str = made[1]
    return text


def test_a_scraper_reads_gauges_and_counters() -> None:
    world = World()
    world.reports.keep(counted("answered", 3), counted("answered", 2), counted("abandoned", 1, "pharmacy"))
    world.reports.meters[HOME].answered([HOME, HOME])
    with world.client() as client:
        found = scraped(client, whole(world))
    assert found["dialogue_studio_waiting"] == {("billing", HOME): 0, ("pharmacy", HOME): 0}
    assert found["dialogue_studio_oldest_wait_seconds"]["billing", HOME] == 0
    assert found["dialogue_studio_agents"]["billing", "idle", HOME] > 0
    assert found["dialogue_studio_agents"]["pharmacy", "idle", HOME] == 0
    assert found["dialogue_studio_events_total"] == {(HOME,): 2}
    assert found["dialogue_studio_counted_total"] == {
        ("voice", "billing", HOME, "answered"): 5,
        ("voice", "pharmacy", HOME, "abandoned"): 1,
    }
    assert found["dialogue_studio_batch_seconds_bucket"]["0.005",] == 0
    assert found["dialogue_studio_batch_seconds_bucket"]["0.01",] == 1
    assert found["dialogue_studio_batch_seconds_count"][()] == 1
    assert found["dialogue_studio_batch_seconds_sum"][()] == 0.007


def test_a_role_in_one_contact_center_sees_that_one() -> None:
    world = World()
    world.reports.keep(counted("answered", 3), counted("abandoned", 1, "pharmacy"))
    with world.client() as client:
        found = scraped(client, token_in(world, HOME, "report_viewer")[1])
    assert "pharmacy" not in str(found)
    assert list(found["dialogue_studio_counted_total"].values()) == [3]


def test_nobody_scrapes_without_a_role() -> None:
    world = World()
    with world.client() as client:
        assert client.get("/metrics").status_code == 401
        sign_in(client, "agent")
        assert client.get("/metrics").status_code == 403
        refused = client.get("/metrics", headers={"Authorization": f"Bearer {token_in(world, HOME)[1]}"})
        assert refused.status_code == 403, "a viewer of flows is no viewer of figures"
        assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 401


def test_the_operators_key_reads_the_node_and_no_tenant() -> None:
    world = World()
    world.node.events, world.node.fenced = 12, 3
    for late_ms in (0, 30, 700):
        world.node.timer_ms.add(late_ms)
    world.node.batch_size.add(5)
    with world.client() as client:
        found = scraped(client, OPERATOR_KEY)
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {OPERATOR_KEY}"})
    assert found["dialogue_studio_node_events_total"] == {("one",): 12}
    assert found["dialogue_studio_node_fenced_commits_total"] == {("one",): 3}
    assert found["dialogue_studio_node_timer_late_seconds_bucket"]["0.05", "one"] == 2
    assert found["dialogue_studio_node_timer_late_seconds_sum"]["one",] == 0.73
    assert found["dialogue_studio_node_batch_events_bucket"]["8.0", "one"] == 1
    assert found["dialogue_studio_node_batch_events_bucket"]["4.0", "one"] == 0
    assert found["dialogue_studio_node_oldest_waiting_seconds"] == {("one",): 0.04}
    assert found["dialogue_studio_node_ready"] == {("one",): 1}
    assert found["process_resident_memory_bytes"][()] > 1e6
    assert HOME not in answer.text
    told = {name.removesuffix("_bucket").removesuffix("_total") for name in found}
    assert {PREFIX + figure.name for figure in FIGURES} <= told


def test_each_number_of_a_node_is_told() -> None:
    """A number that is counted and told by no figure is counted for nobody."""
    meter = NodeMeter()
    seen: set[str] = set()

    class Looked:
        def __getattr__(self, name: str) -> Any:
            seen.add(name)
            return getattr(meter, name)

    node = Node("one", Looked(), NodeNow(), is_ready=True)  # type: ignore[arg-type]  # it only looks
    assert len(list(families(node))) == len(FIGURES)
    assert seen == set(vars(meter))
