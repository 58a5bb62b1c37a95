"""What a caller of a kept dialogue answered: as it was said, or made up where it is masked."""

from typing import Any

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.kept.personal import SHORT, Personal
from flowengine.testbench.made_up import made_up_answer

MASK = "•••"
WORD_OF = {"speech": "says", "button": "chooses"}


class KeptAnswer:
    """One `heard`. `node`: the step that asked, and `config` its config; `after`: what came of it in the same event."""

    def __init__(self, fact: list[Any], value: Json, node: str, config: Any, after: list[list[Any]]) -> None:
        _, _, self._kind, self._why = fact
        self._node = node
        self._config = config
        self._after = after
        self.value = value if value != MASK else self._made_up()
        self._told = value != MASK

    def _made_up(self) -> str:
        taken = self._is_taken()
        value = made_up_answer(self._config, self._why, accepted=taken) if self._config is not None else None
        if value is None:
            raise RequestRefused("An answer is masked, and none can be made up for it.", code="not_replayable")
        return value

    @property
    def personal(self) -> list[Personal]:
        """What of it may tell of a person."""
        chosen = self._why == "choice" or self._kind == "button"
        if not self._told or chosen or len(str(self.value)) < SHORT:
            return []
        config = self._config
        fitting = made_up_answer(config, self._why, accepted=self._is_taken()) if config is not None else None
        what = f"what the caller {'typed' if self._kind == 'keys' else 'said'} at {self._node}"
        return [Personal(str(self.value), what, (fitting,) if fitting else ())]

    @property
    def acts(self) -> list[Json]:
        """The caller's acts that say it."""
        if self._kind != "keys":
            return [{WORD_OF.get(self._kind, "writes"): str(self.value)}]
        ends = getattr(self._config, "terminator", "#") if self._why == "terminator" else ""
        pressed: Json = {"presses": f"{self.value}{ends}"}
        return [pressed, "stays_silent"] if self._why == "timeout" else [pressed]

    def _is_taken(self) -> bool:
        """Whether the step that asked took the answer."""
        asked_again = next((item[0] for item in self._after if item[0] in ("asked", "went")), "") == "asked"
        return not asked_again and ["went", self._node, "invalid"] not in [item[:3] for item in self._after]
