"""uvicorn's server without its command line.

The package reads that with itself, and with it click, the reloaders and multiprocessing: a tenth of what a server reads
at its start, for words that nobody says here.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMAND_LINE = "uvicorn.main"


def _nothing(_: str) -> None:
    """What the package asks of its command line, whatever that is."""


def _read() -> None:
    """Whoever reads the command line afterwards gets the real one."""
    if "uvicorn" in sys.modules:
        return
    empty: Any = ModuleType(_COMMAND_LINE)
    empty.__getattr__ = _nothing
    sys.modules[_COMMAND_LINE] = empty
    try:
        package: Any = import_module("uvicorn")
        package.Server = import_module("uvicorn.server").Server
        for name in [name for name, value in vars(package).items() if value is None and not name.startswith("_")]:
            delattr(package, name)
    finally:
        del sys.modules[_COMMAND_LINE]


_read()
from uvicorn.config import Config  # noqa: E402  # only now
from uvicorn.server import Server  # noqa: E402  # as above

__all__ = ["Config", "Server"]
