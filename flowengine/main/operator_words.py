"""The words of whoever runs the servers, with their options; read at every start, so it imports only argparse."""

import argparse
from pathlib import Path

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 done, 1 not done within the time or failed again, 2 refused, or wrong words."


def add_operator_words(words: Words) -> None:
    purpose = "list the nodes of a cell: which is up, what it does, how many shards it owns"
    nodes = _word(words, "nodes", purpose)
    purpose = "empty a node before it is stopped: others take its shards, and no dialogue ends"
    drain = _word(words, "drain", purpose)
    drain.add_argument("node", metavar="NODE", help="its name, as `nodes` tells it")
    drain.add_argument("--shard", type=_shard, metavar="N", help="move this shard of it only")
    drain.add_argument("--resume", action="store_true", help="the other way: let it take part again")
    drain.add_argument("--alone", action="store_true", help="even if no other node is up: then nobody is served")
    drain.add_argument("--wait", type=float, default=60.0, metavar="S", help="at most so many seconds; 60 if not said")
    purpose = "list the events that failed alone and were put aside; do one again, or drop it"
    dead = _word(words, "dead", purpose, module="put_aside")
    act = dead.add_mutually_exclusive_group()
    act.add_argument("--again", default="", metavar="TENANT/N", help="do its event again, after the fault is mended")
    act.add_argument("--drop", default="", metavar="TENANT/N", help="forget it, and what its event said")
    for word in (nodes, drain, dead):
        word.add_argument("--server", default="", metavar="URL", help="any node; else $DIALOGUE_STUDIO_SERVER, or here")
        word.add_argument(
            "--key-file", type=Path, metavar="F", help="the operator's key; else $DIALOGUE_STUDIO_OPERATOR_KEY"
        )
        word.add_argument("--json", action="store_true", help="one JSON object per line")


def _word(words: Words, name: str, purpose: str, module: str = "emptying") -> argparse.ArgumentParser:
    word = words.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module=module, function=name)
    return word


def _shard(text: str) -> int:
    if not text.isdigit() or int(text) > 255:
        raise argparse.ArgumentTypeError(f"{text} is not a shard; say a number from 0 to 255")
    return int(text)
