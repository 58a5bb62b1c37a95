"""The words for figures and for the audit, with their options; read at every start, so it imports only argparse."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 done, 1 something is not as it was written, 2 refused, or wrong words."
BY = ("contact_center", "skill", "agent", "channel", "address")
INTERVALS = ("15m", "30m", "1h", "day", "week", "month")


def add_report_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`server` adds the options that name a server and the API token."""
    purpose = "print counters and figures of a server, or count them again from the trace"
    reports = words.add_parser("reports", help=purpose, description=f"P{purpose[1:]}.", epilog=EXIT_CODES)
    acts = reports.add_subparsers(dest="act", required=True, metavar="ACT")
    _intervals(acts, server)
    today = _word(acts, "today", "print today's figures per contact center")
    server(today)
    _form(today)
    recompute = _word(acts, "recompute", "count the whole trace again; the server that owns the data must be stopped")
    recompute.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="where the ledger lies")
    recompute.add_argument("--check", action="store_true", help="change nothing; exit 1 if a counter differs")
    recompute.add_argument("--json", action="store_true", help="one JSON object per tenant, or difference")
    purpose = "print who did what to what, and say whether the chain is whole"
    audit = words.add_parser("audit", help=purpose, description=f"P{purpose[1:]}.", epilog=EXIT_CODES)
    audit.set_defaults(module="auditing", function="audit")
    server(audit)
    audit.add_argument("--verify", action="store_true", help="walk the chain; exit 1 and name its first broken link")
    audit.add_argument(
        "--head", action="store_true", help="print the last link's number and hash, to be kept elsewhere"
    )
    audit.add_argument("--noted", default="", metavar="N:HASH", help="with --verify: a head that was kept elsewhere")
    audit.add_argument("--json", action="store_true", help="one JSON object per line")


def _intervals(acts: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    word = _word(acts, "intervals", "print what was counted in each interval")
    server(word)
    word.add_argument("--contact-center", default="", metavar="NAME", help="of this one only")
    word.add_argument("--by", choices=BY, default=BY[0], help="what a line stands for; else contact_center")
    word.add_argument("--from", dest="first", default="", metavar="WHEN", help="a day or a moment; else today")
    word.add_argument("--to", dest="until", default="", metavar="WHEN", help="until before this; else until now")
    word.add_argument("--interval", choices=INTERVALS, default="day", help="how long a line is; else a day")
    word.add_argument("--time-zone", default="", metavar="ZONE", help="an IANA name; else the contact center's own")
    word.add_argument("--formula", default="", metavar="F", help="of the service level; else the contact center's own")
    word.add_argument("--within", default="", metavar="S", help="its threshold in seconds; else the contact center's")
    word.add_argument("--attribution", choices=("home", "answered_by"), default="home", help="whose a dialogue is")
    word.add_argument("--tests", action="store_true", help="of test dialogues, which are left out else")
    _form(word)


def _form(word: argparse.ArgumentParser) -> None:
    word.add_argument("--json", action="store_true", help="one JSON object per line, with all there is")
    word.add_argument("--csv", action="store_true", help="a table with all there is")


def _word(acts: Words, name: str, purpose: str) -> argparse.ArgumentParser:
    word = acts.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module="reckoning", function=name)
    return word
