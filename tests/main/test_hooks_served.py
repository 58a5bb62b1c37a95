"""Another system brings its users by a hook: a whole chat on a real server, a kill in the middle, a full mailbox."""

import asyncio
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine import cli
from flowengine.api.hook_port import Begin, Told
from flowengine.api.settings import Settings
from flowengine.errors import Overloaded
from flowengine.main.server import Served as Opened
from flowengine.main.server import opened
from flowengine.runtime import mailbox
from tests.api.hook_sender import Sender, begins, does, raw
from tests.main.nodes import Node, all_up, processes
from tests.main.round_robin import RoundRobin, sign_in
from tests.main.served import TENANT, Client, Served, served, until
from tests.main.shown import page
from tests.main.terminal import SERVER, environment, run
from tests.ports import own_port
from tests.postgres import Server

CHAT = "chat:hartley"
KEY = "A" * 43 + "="
OWNER = f"SELECT owner FROM shard JOIN tenant ON tenant.shard = shard.id WHERE tenant.id = '{TENANT}'"  # noqa: S608  # our own name
STATES = "SELECT state FROM node WHERE state <> 'up'"
LEGS = "SELECT count(*) FROM leg WHERE via = 'relay'"


def made(person: Client, *, repeats: bool = True) -> Sender:
    status, hook = person("POST", "/api/hooks", {"name": "partner", "repeats": repeats})
    assert status == 201, hook
    return Sender(hook)


def sent(sender: Sender, body: Any, at: str = "") -> tuple[int, Any, str]:
    """(status, JSON, Retry-After), asked at the hook's own address or at this server's; status 0: nobody answered."""
    url = at + sender.path if at else sender.url
    request = urllib.request.Request(url, data=raw(body), method="POST", headers=sender.signed(raw(body)))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer), ""
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), error.headers.get("Retry-After", "")
    except OSError:
        return 0, {}, ""


def words_of(person: Client, dialogue: str) -> list[str]:
    status, trace = person("GET", f"/api/dialogues/{dialogue}/trace")
    assert status == 200, trace
    return [fact[0] for row in trace for fact in row["facts"]]


@pytest.fixture(scope="module")
def chatting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("chatting")) as found:
        yield found


def test_a_chat_by_a_hook_outlives_a_kill_and_its_repetitions(chatting: Served) -> None:
    dora = chatting.client()
    dora.sign_in()
    sender = made(dora)
    assert sender.url.startswith(chatting.url)
    assert sent(sender, does("c1", "e0", "TextReceived", text="Hello"))[1]["code"] == "no_conversation"
    status, begun, _ = sent(sender, begins("c1", CHAT, name="Robin") | {"after": 0})
    assert status == 200, begun
    heard = begun["commands"]
    assert [each["n"] for each in heard] == list(range(1, len(heard) + 1))
    assert any(each["command"].get("text") for each in heard), "what the flow says first is in the answer"
    dialogue = begun["dialogue"]
    said = does("c1", "e1", "TextReceived", text="Hello") | {"after": heard[-1]["n"]}
    first = sent(sender, said)
    chatting.kill()
    until(lambda: sent(sender, said)[0] == 200)
    again = sent(sender, said)
    assert (again[0], again[1]) == (first[0], first[1]), "a repetition hears the same"
    assert sent(sender, begins("c1", CHAT))[1]["dialogue"] == dialogue
    assert sent(sender, does("c1", "e2", "CallerHungUp"))[0] == 200
    until(lambda: sent(sender, {"conversation": "c1", "after": 0})[1]["over"])
    assert sent(sender, {"conversation": "c1", "after": 0})[1]["commands"][: len(heard)] == heard
    words = words_of(dora, dialogue)
    assert [words.count(word) for word in ("arrived", "heard", "hung_up", "ended")] == [1, 1, 1, 1]
    status, entries = dora("GET", "/api/audit")
    assert "hook" in json.dumps(entries)
    assert sender.secret not in json.dumps(entries)


def hook(act: str, *words: str) -> Any:
    """What `dialogue-studio hook` prints."""
    said = run("hook", act, *words, "--user", "dora", "--json")
    assert (said.code, said.err) == (0, ""), said
    return json.loads(said.out) if said.out else None


def test_hooks_are_made_and_shut_out_in_a_terminal(chatting: Served) -> None:
    with environment(**{SERVER: chatting.url}):
        made_here = hook("new", "--name", "gate", "--once")
        sender = Sender(made_here)
        assert sent(sender, begins("c1", CHAT))[0] == 200
        assert "gate: relay, sends once, 1 secret, made by dora" in run("hook", "list", "--user", "dora").out
        renewed = Sender(hook("renew", made_here["id"]))
        assert [sent(each, begins("c1", CHAT))[0] for each in (sender, renewed)] == [200, 200]
        hook("settle", made_here["id"])
        assert [sent(each, begins("c1", CHAT))[0] for each in (sender, renewed)] == [401, 200]
        hook("remove", made_here["id"])
        assert sent(renewed, begins("c1", CHAT))[0] == 404
        refused = run("hook", "remove", made_here["id"], "--user", "dora")
        assert (refused.code, refused.err.strip()) == (
            2,
            f"There is no hook {made_here['id']}. `dialogue-studio hook list` names them.",
        )


def test_the_page_signs_as_we_do(tmp_path: Path) -> None:
    sender = Sender({"url": "https://studio.example/hooks/relay/t/i", "secret": "QUJD" * 11})
    code = re.findall(r"```python\n(.*?)```", page("hooks.md"), re.DOTALL)[0]
    (tmp_path / "theirs.py").write_text(f"{code}\nprint(signature({sender.secret!r}, {sender.url!r}, b'{{}}'))\n")
    told = subprocess.run([sys.executable, tmp_path / "theirs.py"], capture_output=True, text=True, check=True).stdout
    seconds = int(told[2:].partition(",")[0])
    assert told.strip() == sender.signed(b"{}", seconds)["dialogue-signature"]


@pytest.mark.parametrize("line", re.findall(r"^dialogue-studio (.+)$", page("hooks.md"), re.MULTILINE))
def test_every_command_on_the_page_is_one(line: str) -> None:
    assert cli.parser("hook").parse_args(line.split()).module == "letting_in"


@pytest.mark.parametrize("repeats", [True, False])
def test_a_full_mailbox_asks_for_a_repetition_or_keeps_what_will_not_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, repeats: bool
) -> None:
    async def life() -> None:
        async with opened(tmp_path, Settings()) as server:
            hooks = server.services.hooks
            its, _ = await hooks.register.make(TENANT, "dora", "partner", "relay", repeats=repeats)
            begin = Told("c1", "begin", Begin(CHAT))
            with monkeypatch.context() as full:
                full.setattr(mailbox, "MOST_ARRIVALS_OF_TENANT", 0)
                if repeats:
                    with pytest.raises(Overloaded):
                        await hooks.take(TENANT, its, begin)
                    return
                assert await hooks.take(TENANT, its, begin) is None
                said = Told("c1", "e1", event={"type": "TextReceived", "text": "Hello"})
                await hooks.take(TENANT, its, said)
            await _is_heard(server, its.id)

    asyncio.run(life())


async def _is_heard(server: Opened, hook: str) -> None:
    async with asyncio.timeout(20):
        while True:
            found = await server.node.store.leg_of(TENANT, "relay", f"{hook}:c1")
            rows = await server.services.look.trace(TENANT, found) if found else None
            facts = [fact[0] for row in rows or () for fact in row["facts"]]
            if "heard" in facts:
                break
            await asyncio.sleep(0.01)
    assert (facts.count("arrived"), facts.count("heard")) == (1, 1)


def test_any_node_takes_it_and_keeps_it_while_nobody_serves_the_tenant(
    postgres: Server, database: str, tmp_path: Path
) -> None:
    ports = {"a": own_port(), "b": own_port()}
    name_of = database.rpartition("/")[2]
    with processes() as process:
        options = ("--database", database, "--base-url", "https://studio.example")
        nodes = {
            name: process(port, tmp_path / name, *options, "--node", name, STUDIO_SECRETS_KEY=KEY)
            for name, port in ports.items()
        }
        all_up(*nodes.values())
        owner = str(postgres.run(OWNER, database=name_of)[0][0])
        near, far = nodes[owner], next(node for name, node in nodes.items() if name != owner)
        dora = RoundRobin([node.url for node in nodes.values()])
        sign_in(dora, "dora")
        patient, hasty = made(dora), made(dora, repeats=False)
        assert patient.url.startswith("https://studio.example/hooks/relay/")
        began = [sent(sender, begins("c1", CHAT), far.url) for sender in (patient, hasty)]
        assert [status for status, _, _ in began] == [200, 200]
        assert operator(far, tmp_path, "drain")[0] < 300
        until(lambda: postgres.run(STATES, database=name_of) == [("draining",)])
        near.kill()  # one node may claim nothing, the other is dead
        lost = sent(patient, does("c1", "e1", "TextReceived", text="Hello"), far.url)
        assert (lost[0], lost[1]["code"], bool(lost[2])) == (503, "not_here", True)
        for body in (does("c1", "e1", "TextReceived", text="Hello"), begins("c2", CHAT)) * 2:
            assert sent(hasty, body, far.url)[:2] == (202, {"kept": True})
        forged = Sender({"url": hasty.url, "secret": patient.secret})
        assert sent(forged, begins("c3", CHAT), far.url)[0] == 401, "nothing is kept that nobody verified"
        assert operator(far, tmp_path, "resume")[0] < 300
        until(lambda: sent(patient, does("c1", "e1", "TextReceived", text="Hello"), far.url)[0] == 200)
        second = sent(hasty, begins("c2", CHAT), far.url)
        assert second[0] == 200
        for dialogue in (began[0][1]["dialogue"], began[1][1]["dialogue"]):
            assert words_of(dora, dialogue).count("heard") == 1
        assert words_of(dora, second[1]["dialogue"]).count("arrived") == 1
        assert postgres.run(LEGS, database=name_of)[0][0] == 3


def operator(node: Node, data: Path, act: str) -> tuple[int, Any]:
    name = next(folder for folder in ("a", "b") if node.said.name.startswith(f"{folder}."))
    key = (data / name / "operator.key").read_text().strip()
    return node.client()("POST", f"/api/operations/nodes/{name}/{act}", Authorization=f"Bearer {key}")
