"""The words that work on folders and servers, with their options; read at every start, so it imports only argparse."""

import argparse
from pathlib import Path

from flowengine.main.data_words import add_data_words
from flowengine.main.directory_words import add_directory_words
from flowengine.main.explore_words import add_explore_words
from flowengine.main.operator_words import add_operator_words
from flowengine.main.replay_words import add_replay_words
from flowengine.main.report_words import add_report_words
from flowengine.main.simulation_words import add_simulation_words
from flowengine.main.why_words import add_why_words
from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 done, 1 findings or conflicts (nothing was written), 2 refused, or wrong words."
ENVIRONMENT = "an environment: front_door, or a contact center"


def add_words(words: Words) -> None:
    """All of them."""
    _new(words)
    _dev(words)
    _sync(words)
    _live(words)
    _tokens(words)
    _secrets(words)
    _hooks(words)
    add_report_words(words, _server)
    add_why_words(words, _server)
    add_replay_words(words, _server)
    add_directory_words(words, _server)
    add_data_words(words, _server)
    add_operator_words(words)
    add_explore_words(words)
    add_simulation_words(words, _server)


def add_compared_with_server(diff: argparse.ArgumentParser) -> None:
    """The options of `diff FOLDER --server URL`."""
    _server(diff, default=None)
    diff.add_argument("--live", action="store_true", help="with --server: the live releases, not drafts")
    diff.add_argument("--stage", default="", metavar="S", help="with --server: with the values of bindings.S.json")
    _environments(diff, "with --server: only this environment (may be repeated)")


def add_stage(word: argparse.ArgumentParser) -> None:
    word.add_argument("--stage", default="", metavar="S", help="with the values of bindings.S.json for bound names")


def _new(words: Words) -> None:
    new = _word(words, "new", "make a small tenant, or a flow in one, that checks and tests green", "starting", "new")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder; with --flow, a tenant's")
    new.add_argument("--tenant", default="", metavar="ID", help="the tenant's id, such as emea-hartley")
    new.add_argument("--flow", default="", metavar="ENV/NAME", help="add this flow to the tenant that FOLDER holds")
    _json(new)
    _dry(new)


def _dev(words: Words) -> None:
    purpose = "open the editor on a folder: what is saved in the page is in the files at once, and the reverse"
    dev = _word(words, "dev", purpose, "developing", "dev")
    dev.add_argument("folder", type=Path, metavar="FOLDER", help="a tenant's folder")
    dev.add_argument("--port", type=int, default=8080, metavar="N", help="the next free one if it is taken")
    dev.add_argument("--no-open", action="store_true", help="do not open a browser")


def _sync(words: Words) -> None:
    for name, purpose in (
        ("pull", "bring a server's drafts into a folder, merged with what was changed there"),
        ("push", "bring a folder's flows to a server as drafts, merged with what others saved"),
    ):
        word = _word(words, name, purpose, "syncing", name)
        word.add_argument("folder", type=Path, metavar="FOLDER", help="a tenant's folder")
        _server(word)
        _environments(word, "only this environment (may be repeated)")
        add_stage(word)
        _json(word)
        _dry(word)
        if name == "push":
            word.add_argument(
                "--resolved", action="store_true", help="the conflicts that were told are decided: as the folder has it"
            )


def _live(words: Words) -> None:
    publish = _word(words, "publish", "make a release of an environment's drafts, and make it live", "publishing")
    publish.add_argument("place", metavar="ENV", help=ENVIRONMENT)
    publish.add_argument("-m", "--message", required=True, metavar="MESSAGE", help="what changes, in a few words")
    publish.add_argument("--force-reason", default="", metavar="WHY", help="publish although cases fail; it is kept")
    publish.add_argument("--canary", type=_percent, metavar="N", help="for N percent of new dialogues only")
    publish.add_argument(
        "--users", action="append", metavar="ENV", help="of front_door: who comes along, `all` or one (may be repeated)"
    )
    add_stage(publish)
    rollback = _word(words, "rollback", "point live to another release", "publishing")
    rollback.add_argument("place", metavar="ENV", help=ENVIRONMENT)
    rollback.add_argument("number", type=int, metavar="N", help="the release's number")
    releases = _word(words, "releases", "list an environment's releases", "publishing")
    releases.add_argument("place", metavar="ENV", help=ENVIRONMENT)
    for word in (publish, rollback, releases):
        _server(word)
        word.add_argument(
            "--folder", type=Path, default=Path(), metavar="FOLDER", help="the tenant's folder, if not here"
        )
        _json(word)
    for word in (publish, rollback):
        _dry(word)


def _tokens(words: Words) -> None:
    purpose = "make, list and revoke the API tokens by which programs use a server"
    token = words.add_parser("token", help=purpose, description=_sentence(purpose), epilog=EXIT_CODES)
    acts = token.add_subparsers(dest="act", required=True, metavar="ACT")
    new = _word(acts, "new", "make a token; its text is shown this once", "granting")
    new.add_argument("--name", required=True, help="what it is for, such as ci")
    new.add_argument("--role", default="editor", help="editor (if not said), viewer, supervisor, administrator …")
    _environments(new, "where the role is held (may be repeated); without it, everywhere")
    new.add_argument("--days", type=int, default=90, metavar="N", help="how long it lasts; 90 if not said")
    new.add_argument("--out", type=Path, metavar="FILE", help="write it there, readable by you only; else printed")
    listed = _word(acts, "list", "list the tokens, never their texts", "granting", "listed")
    revoke = _word(acts, "revoke", "take a token's rights away", "granting")
    revoke.add_argument("id", metavar="ID", help="its id, or the whole token")
    for word in (new, listed, revoke):
        _administrator(word)


def _administrator(word: argparse.ArgumentParser) -> None:
    word.add_argument("--server", default="", metavar="URL", help="else $DIALOGUE_STUDIO_SERVER, else at home")
    word.add_argument("--tenant", default="emea-hartley", metavar="ID", help="whose token it is")
    word.add_argument("--user", required=True, help="an administrator, by the demo's sign-in of a loopback server")
    _json(word)


def _hooks(words: Words) -> None:
    purpose = "make, list and remove the addresses by which other systems bring callers"
    hook = words.add_parser("hook", help=purpose, description=_sentence(purpose), epilog=EXIT_CODES)
    acts = hook.add_subparsers(dest="act", required=True, metavar="ACT")
    new = _word(acts, "new", "make a hook; its secret is shown this once", "letting_in")
    new.add_argument("--name", required=True, help="whose system it is for")
    new.add_argument("--once", action="store_true", help="its sender never repeats a request: keep what cannot be done")
    listed = _word(acts, "list", "list the hooks, never their secrets", "letting_in", "listed")
    renew = _word(acts, "renew", "make a new secret; the one before it stays good", "letting_in")
    settle = _word(acts, "settle", "take the older secret away", "letting_in")
    remove = _word(acts, "remove", "shut a hook out", "letting_in")
    for word in (renew, settle, remove):
        word.add_argument("id", metavar="ID")
    for word in (new, listed, renew, settle, remove):
        _administrator(word)


def _secrets(words: Words) -> None:
    purpose = "put, list and remove the secrets that flows' requests to services carry"
    secret = words.add_parser("secret", help=purpose, description=_sentence(purpose), epilog=EXIT_CODES)
    acts = secret.add_subparsers(dest="act", required=True, metavar="ACT")
    put = _word(acts, "set", "keep a secret; its value is read from the input", "sealing", "put")
    put.add_argument("name", metavar="NAME", help="by which flows name it")
    put.add_argument("--host", action="append", required=True, metavar="H", help="it is sent there (may be repeated)")
    _environments(put, "whose flows may use it (may be repeated); without it, all")
    put.add_argument("--form", choices=("bearer", "basic"), default="bearer", help="basic: the value is user:password")
    put.add_argument("--header", default="", metavar="NAME", help="send it in this header instead")
    listed = _word(acts, "list", "list the secrets, never their values", "sealing", "listed")
    remove = _word(acts, "remove", "forget a secret", "sealing")
    remove.add_argument("name", metavar="NAME")
    for word in (put, listed, remove):
        _administrator(word)


def _word(words: Words, name: str, purpose: str, module: str, function: str = "") -> argparse.ArgumentParser:
    word = words.add_parser(name, help=purpose, description=_sentence(purpose), epilog=EXIT_CODES)
    word.set_defaults(module=module, function=function or name)
    return word


def _sentence(purpose: str) -> str:
    return purpose[0].upper() + purpose[1:] + "."


def _server(word: argparse.ArgumentParser, default: str | None = "") -> None:
    fallback = "" if default is None else "; else $DIALOGUE_STUDIO_SERVER, the folder's last, or this machine's"
    word.add_argument("--server", default=default, metavar="URL", help=f"the server{fallback}")
    word.add_argument("--token-file", type=Path, metavar="F", help="holds the API token; else $DIALOGUE_STUDIO_TOKEN")


def _environments(word: argparse.ArgumentParser, purpose: str) -> None:
    word.add_argument("--environment", action="append", default=[], metavar="ENV", help=purpose)


def _json(word: argparse.ArgumentParser) -> None:
    word.add_argument("--json", action="store_true", help="one JSON object per line")


def _dry(word: argparse.ArgumentParser) -> None:
    word.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def _percent(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a share; say a number from 1 to 100")
    return int(text)
