"""UrlTemplate: an address whose server is written down or bound; values only ever fill its path and query."""

from typing import Any, NoReturn

import re2

from flowengine.lang.escape import percent_encoded
from flowengine.lang.fault import EvaluationFault, TemplateInvalid
from flowengine.lang.template import Template
from flowengine.lang.value import Scope

_SERVER = r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
_WRITTEN = re2.compile(rf"({_SERVER})([/?].*)?")
_BOUND = re2.compile(r"\{\{ *bindings\.([a-z][a-z0-9_]{0,63}) *\}\}([/?].*)?")
_BASE = re2.compile(rf"({_SERVER})(/[A-Za-z0-9._~/-]*)?")
_HINT = "Write https://host/path, or {{ bindings.name }}/path with a server bound in the environment."


class UrlTemplate(Template):
    """Nobody but the author, or whoever binds the environment, chooses the server; no value can leave its place."""

    __slots__ = ("_binding", "_rest", "_server")
    _binding: str
    _rest: Template
    _server: str

    def __init__(self, source: str) -> None:
        """Raises TemplateInvalid."""
        super().__init__(source)
        written, bound = _WRITTEN.fullmatch(source), _BOUND.fullmatch(source)
        found = written or bound
        if found is None or "#" in source:
            raise TemplateInvalid("The server must be written down; only path and query take values.", _HINT)
        keep: Any = object.__setattr__
        keep(self, "_server", written[1] if written else "")
        keep(self, "_binding", bound[1] if bound else "")
        keep(self, "_rest", Template(found[2] or ""))

    def __reduce__(self) -> tuple[type[Template], tuple[str]]:
        return UrlTemplate, (self.source,)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("an address does not change")

    def address(self, scope: Scope) -> str:
        """The address with every value percent-encoded. Raises EvaluationFault, also for a value that climbs up."""
        rest = self._rest.render(scope, percent_encoded)
        if any(part in (".", "..") for part in rest.partition("?")[0].split("/")):
            raise EvaluationFault("a value would change the path of the address")
        return f"{self._server or self._bound(scope)}{rest}"

    def _bound(self, scope: Scope) -> str:
        bound = scope.get("bindings")
        base = bound.get(self._binding) if isinstance(bound, dict) else None
        if not isinstance(base, str) or _BASE.fullmatch(base) is None:
            raise EvaluationFault(f"the binding {self._binding} is not like https://host")
        return base.rstrip("/")


def parse_url(source: str) -> UrlTemplate:
    """Raises TemplateInvalid with a message and a hint."""
    return UrlTemplate(source)
