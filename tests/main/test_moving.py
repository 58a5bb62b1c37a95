"""An installation moves from a folder to a PostgreSQL and back by way of a backup; the call that was on goes on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flowengine.cli import main
from tests.main.served import Client, Served, served, until

CALLS = 10  # before a backup begins


def pressed(clients: tuple[Client, Client], server: Served, dialogue: str, times: int) -> None:
    """The caller presses a key here; so many times in all, by the trace."""
    caller, boss = clients
    caller.url = boss.url = server.url
    until(lambda: caller.does({"type": "KeyPressed", "key": "9"})[0] in (200, 202))
    boss.sign_in()

    def heard() -> int:
        trace = boss("GET", f"/api/dialogues/{dialogue}/trace")[1]
        return sum(fact[0] == "heard" for row in trace for fact in row["facts"])

    until(lambda: heard() == times)


@contextmanager
def calling(server: Served) -> Iterator[list[int]]:
    """Calls come in without end; how many so far."""
    stop, counted, client = threading.Event(), [0], server.client()

    def keep_calling() -> None:
        while not stop.is_set():
            client.call("+442079460100")
            counted[0] += 1

    load = threading.Thread(target=keep_calling)
    load.start()
    until(lambda: counted[0] >= CALLS)
    yield counted
    stop.set()
    load.join()


def erased_there(server: Served, boss: Client) -> None:
    """A person is found, exported and erased on PostgreSQL, too; that bytes are overwritten is not promised there."""
    who = {"number": "+447700900567"}
    caller = server.client()
    dialogue = caller.call("+442079460100", **who)
    caller.does({"type": "CallerHungUp"})
    until(lambda: boss("GET", f"/api/dialogues/{dialogue}")[1].get("status") == "ended")
    assert boss("POST", "/api/people/find", who)[1]["dialogues"] == 1
    status, report = boss("POST", "/api/people/erase", who)
    assert (status, report["dialogues"], report["overwritten"]) == (200, 1, False), report
    assert boss("POST", "/api/people/find", who)[1]["records"] == 0
    assert boss("POST", "/api/retention", {"dry_run": False})[0] == 202
    until(lambda: boss("GET", "/api/retention")[1]["run"]["state"] == "done")


def test_a_call_goes_on_wherever_the_installation_goes(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data, elsewhere, home = (tmp_path / name for name in ("data", "elsewhere", "home"))
    with served(data) as server:
        caller, boss = server.client(), server.client()
        dialogue = caller.call("+442079460100")
        pressed((caller, boss), server, dialogue, 1)
        with calling(server) as counted:
            before = counted[0]
            assert main(["backup", str(tmp_path / "sqlite.zip"), "--data", str(data)]) == 0
            assert counted[0] > before, "the server did nothing meanwhile"
        assert main(["migrate", f"sqlite:{data}", database]) == 1
        assert "in use by another Dialogue Studio" in capsys.readouterr().err
    assert main(["migrate", f"sqlite:{data}", database]) == 0
    told = capsys.readouterr()
    assert "1 tenants" in told.out
    assert "verified" in told.out
    assert "was left as it is" in told.err
    assert main(["migrate", f"sqlite:{data}", database]) == 1
    assert "holds a ledger already" in capsys.readouterr().err
    with served(elsewhere, DIALOGUE_STUDIO_DATABASE=database) as server:
        pressed((caller, boss), server, dialogue, 2)
        erased_there(server, boss)
        with calling(server):
            assert main(["backup", str(tmp_path / "copy.zip"), "--database", database]) == 0
        assert main(["migrate", database, f"sqlite:{home}"]) == 1
        assert "A server works on" in capsys.readouterr().err
        assert not home.exists()
    assert main(["restore", str(tmp_path / "copy.zip"), "--data", str(home)]) == 0
    with served(home) as server:
        pressed((caller, boss), server, dialogue, 3)
    assert main(["migrate", database, f"sqlite:{tmp_path / 'again'}"]) == 0
    assert main(["restore", str(tmp_path / "sqlite.zip"), "--data", str(tmp_path / "as_it_was")]) == 0
    assert main(["migrate", f"sqlite:{tmp_path}", f"sqlite:{tmp_path / 'nowhere'}"]) == 1
    assert "There is no ledger" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
    for words in (["nothing", database], [f"sqlite:{data}", "postgresql://me:secret@host/db"]):
        assert main(["migrate", *words]) == 2
    assert "secret" not in capsys.readouterr().err
