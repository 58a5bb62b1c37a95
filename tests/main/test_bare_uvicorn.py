"""The server's start reads no command line but its own."""

import subprocess
import sys

LIFE = """
import sys
from flowengine.main.listening import Listener
print(sorted({"click", "multiprocessing", "uvicorn.supervisors"} & set(sys.modules)))
import uvicorn
print(issubclass(Listener, uvicorn.Server), hasattr(uvicorn, "run"))
import uvicorn.main
print(callable(uvicorn.main.run), uvicorn.main.Server is uvicorn.Server)
"""


def test_a_server_starts_without_it_and_others_may_have_it() -> None:
    told = subprocess.run([sys.executable, "-c", LIFE], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["[]", "True False", "True True"]
