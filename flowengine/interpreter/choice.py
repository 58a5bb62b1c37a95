"""A stable choice: the same caller, or dialogue, draws the same at the same place, on any machine and at any time."""

from hashlib import blake2b

DRAWS = 10_000


def drawn(who: str, where: str) -> int:
    """0 to 9999, from the first 8 bytes of the hash of who it is and where."""
    return int.from_bytes(blake2b(f"{who}\n{where}".encode(), digest_size=8).digest(), "big") % DRAWS
