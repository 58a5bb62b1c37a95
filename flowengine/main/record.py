"""Turns a stored dialogue into a case, through the process that replays."""

from flowengine.main.replays import Replays
from flowengine.messages import Json


class Record:
    """Reads trace and content of a dialogue; the case plays it, and tells of nobody."""

    def __init__(self, replays: Replays) -> None:
        self._replays = replays

    async def case_of(self, tenant: str, dialogue: str) -> Json:
        """Raises NotFound for a dialogue of nobody, RequestRefused for one that cannot be told again."""
        return await self._replays.kept(tenant, dialogue)
