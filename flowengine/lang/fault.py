"""How an expression or a template can be wrong: as written, or when it meets the values of a dialogue."""

from __future__ import annotations

from flowengine.errors import FlowEngineError


class ExpressionInvalid(FlowEngineError, ValueError):  # a ValueError too: msgspec then adds the JSON path to it
    """An expression that may not be published; `position` counts characters of the source from 0."""

    def __init__(self, message: str, hint: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.position = message, hint, position


class TemplateInvalid(FlowEngineError, ValueError):  # as above
    """A template that may not be published; `position` counts characters of the source from 0."""

    def __init__(self, message: str, hint: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.position = message, hint, position


class EvaluationFault(FlowEngineError):
    """What only the values at run time could show (a division by zero, a text where a number must be).

    It becomes the node's `error` outcome; its message is one sentence for the author.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
