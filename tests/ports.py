"""Ports for the servers of tests: none is given twice, whichever runs of tests go on side by side on this machine."""

import os
import socket

FIRST, LAST = 20_000, 31_999  # below those that a system hands out by itself
_HELD: list[socket.socket] = []


def own_port() -> int:
    """A port that nobody listens at. It is this process's until it ends: the same number is bound for UDP, which its
    server does not use, so that another process cannot choose it before the server is up. A server that finds its
    port taken would move on, and its test would talk to somebody else's."""
    count = LAST - FIRST + 1
    start = os.getpid() * 97  # neighbours begin apart
    for number in range(count):
        port = FIRST + (start + len(_HELD) + number) % count
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                held.bind(("127.0.0.1", port))
                probe.bind(("127.0.0.1", port))
            except OSError:
                held.close()
                continue
        _HELD.append(held)
        return port
    message = "no port is free for a test's server"
    raise RuntimeError(message)
