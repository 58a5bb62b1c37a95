"""What works beside the server: the processes that run cases, expressions, replays, trials and reports."""

from msgspec import Struct

from flowengine.main.authoring import Authoring
from flowengine.main.exchange import Exchange
from flowengine.main.member import Store
from flowengine.main.replay_shelf import ReplayShelf
from flowengine.main.replays import Replays
from flowengine.main.reporting import Reporter, Reports
from flowengine.main.trials import Trials
from flowengine.main.worker import CaseWorker
from flowengine.runtime.ports import Clock
from flowengine.runtime.runtime import Runtime


class Beside(Struct, frozen=True):
    """Each begins its process when it is first needed, and ends it with the server."""

    worker: CaseWorker
    authoring: Authoring
    reports: Reports
    replays: Replays
    trials: Trials

    def warm(self) -> None:
        """Those whose answers somebody waits for at the first keystroke are started at once."""
        self.worker.warm_soon()
        self.authoring.warm_soon()

    async def close(self) -> None:
        """End them all."""
        for part in (self.worker, self.authoring, self.replays, self.trials, self.reports):
            await part.close()


def beside(reporter: Reporter, store: Store, runtime: Runtime, clock: Clock) -> Beside:
    """`reporter`: who reads the ledger alone."""
    exchange = Exchange(runtime)
    return Beside(
        CaseWorker(),
        Authoring(),
        Reports(reporter, store, runtime, clock),
        Replays(exchange, store, ReplayShelf(store), clock.now_ms),
        Trials(exchange),
    )
