"""Checks on what a dialogue did outside: services and messages, calls to others, recordings and what was left."""

from msgspec import UNSET

from flowengine.messages import Json
from flowengine.testbench.document import CalledWith, Hears, TransferredTo, VoicemailIn
from flowengine.testbench.match import words_match
from flowengine.testbench.services import Called, fits, sent_so
from flowengine.testbench.view import Mismatch, View, is_so, like, told


def recording(wanted: str, view: View) -> Mismatch | None:
    state = view.instant.state.recording
    return is_so("recording", wanted, {"": "off", "held": "paused"}.get(state, state))


def voicemail(wanted: VoicemailIn | bool, view: View) -> Mismatch | None:
    return like("voicemail", wanted, view.instant.voicemail)


def called_back(wanted: int, view: View) -> Mismatch | None:
    return is_so("called_back", wanted, view.instant.called_back)


def dialled(wanted: str, view: View) -> Mismatch | None:
    got = view.instant.dialled
    return None if got and fits(wanted, got) else is_so("dialled", wanted, got)


def transferred(wanted: str | TransferredTo | bool, view: View) -> Mismatch | None:
    found = view.instant.handed_on
    got: dict[str, Json] | None = {"to": found.to, "by": found.by} if found is not None else None
    if isinstance(wanted, bool):
        return like("transferred", wanted, got)
    to, by = (wanted, "") if isinstance(wanted, str) else (wanted.to, wanted.by)
    holds = found is not None and (not to or fits(to, found.to)) and by in ("", found.by)
    return None if holds else Mismatch("transferred", wanted if isinstance(wanted, str) else told(wanted), got)


def http_called(wanted: str | dict[str, CalledWith], view: View) -> Mismatch | None:
    services = view.world.services
    for pattern, sent in ({wanted: CalledWith()} if isinstance(wanted, str) else wanted).items():
        count = sum(fits(pattern, called.what) and sent_so(sent, called) for called in services.called)
        if (count == 0) if sent.times is UNSET else (count != sent.times):
            got = [_shown_call(called) for called in services.called]
            return Mismatch("http_called", {pattern: told(sent)}, got)
    return None


def _shown_call(called: Called) -> dict[str, Json]:
    return {"call": called.what, "body": called.body} if called.body else {"call": called.what}


def texted(wanted: dict[str, str | Hears], view: View) -> Mismatch | None:
    services = view.world.services
    for number, words in wanted.items():
        if not words_match(words, [text for to, text in services.texted if fits(number, to)]):
            return Mismatch("texted", {number: words}, dict(services.texted))
    return None
