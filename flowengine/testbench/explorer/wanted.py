"""What a plan does not give yet: an answer of somebody outside; the walk stops there and tries each."""

from typing import Any

from flowengine.messages import CallService, SendText, ServiceCommand
from flowengine.testbench.document import Given
from flowengine.testbench.services import Services, best_pattern


class Wanted(Exception):
    """`part` of given, and the key in it: http and `GET https://host/path`, texts and a number, tables and a name."""

    def __init__(self, part: str, key: str, secret: str = "") -> None:
        super().__init__(f"{part}: {key}")
        self.part = part
        self.key = key
        self.secret = secret


class AskingServices(Services):
    """Services that stop at whatever is not given, and say what it is; each call of a service wants its own answer."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._known = given
        self._calls: dict[str, int] = {}

    def take(self, command: ServiceCommand, asked: Any, now_ms: int) -> None:
        """Raises Wanted for what is not given."""
        if isinstance(command, CallService):
            what = f"{asked['method']} {asked['url']}"
            pattern = best_pattern(what, self._known.http)
            given = self._known.http[pattern] if pattern else ()
            count = self._calls[what] = self._calls.get(what, 0) + 1
            if isinstance(given, tuple) and count > len(given):
                raise Wanted("http", what, command.secret)
        elif isinstance(command, SendText) and best_pattern(str(asked["to"]), self._known.texts) is None:
            raise Wanted("texts", str(asked["to"]))
        super().take(command, asked, now_ms)
