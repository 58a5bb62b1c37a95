"""What an operator decides about the web face of one server."""

from pathlib import Path

from msgspec import Struct

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
PAGES = Path(__file__).parent.parent / "static"
MOST_BODY_BYTES = 2 * 1024 * 1024
MOST_SOUND_BYTES = 10 * 1024 * 1024
MOST_ZIP_BYTES = 64 * 1024 * 1024
MOST_MESSAGE_BYTES = 4 * 1024  # of one WebSocket message; the server itself is started with the same limit


class Settings(Struct, frozen=True):
    """`hosts` and `origins` are allowed beside the loopback names, e.g. `studio.example.com` and
    `https://studio.example.com`. `secure`: the server is reached by https, so cookies are `__Host-` and Secure.
    `rate` is what one visitor or socket may send per second, `visits` how many dialogues a tenant's page may begin.
    `base_url`: by which other systems reach us, else this port by http; hooks are signed for it, so it is never read
    from a request."""

    bind: str = "127.0.0.1"
    port: int = 8080
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    secure: bool = False
    demo: bool = True
    pages: Path = PAGES
    rate: float = 20.0
    visits: float = 20.0
    recheck_s: float = 15.0
    base_url: str = ""

    def allowed_hosts(self) -> frozenset[str]:
        """Every value that the Host header may have, in lower case."""
        own = (f"{name}{suffix}" for name in LOOPBACK_NAMES for suffix in ("", f":{self.port}"))
        return frozenset((*own, *(host.lower() for host in self.hosts)))

    def hook_url(self, channel: str, tenant: str, hook: str) -> str:
        """What another system asks, and signs."""
        return f"{self.base_url or f'http://127.0.0.1:{self.port}'}/hooks/{channel}/{tenant}/{hook}"
