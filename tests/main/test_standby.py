"""A second process stands by on the data of the first, and goes on in its place, at the same port."""

from pathlib import Path

from tests.main.nodes import all_up, processes
from tests.main.served import until
from tests.ports import own_port

DESK = "+442079460104"


def test_a_standby_goes_on_where_a_killed_server_was(tmp_path: Path) -> None:
    port, data = own_port(), tmp_path / "data"
    with processes() as process:
        first = process(port, data, "--standby")
        all_up(first)
        second = process(port, data, "--standby")
        until(lambda: "Standing by" in second.words())
        editor, caller, agent = first.client(), first.client(), first.client()
        editor.sign_in()
        agent.sign_in("ben")
        assert agent("POST", "/api/demo/take-over", {"agent": "ben"})[0] == 200
        dialogue = caller.call(DESK)
        refused = process(port, data)
        assert (refused.process.wait(60), refused.words().count("in use by another Dialogue Studio")) == (1, 1)
        first.kill()
        until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[0] == 200)  # the same person, still signed in
        reservation = editor("GET", f"/api/dialogues/{dialogue}")[1]["reservation"]
        assert agent("POST", f"/api/reservations/{reservation}/accept")[0] == 200
        until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "connected")
        assert caller.does({"type": "CallerHungUp"})[0] == 200
        assert second.stop() == 0
        assert second.words().count("Standing by") == 1
