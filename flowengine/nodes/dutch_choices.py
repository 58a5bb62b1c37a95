"""What can be chosen in the forms of this house's node types, in Dutch; names of other languages stay (GET, XML)."""

from collections.abc import Mapping

CHOICES: Mapping[str, str] = {
    "agent": "agent",
    "agents_available": "vrije agenten",
    "agents_staffed": "aangemelde agenten",
    "at_most": "negen van de tien hoogstens",
    "blind": "overgeven",
    "both": "beiden",
    "bridged": "verbonden blijven",
    "busy": "bezet",
    "caller": "beller",
    "completed": "voltooid",
    "declined": "afgeslagen",
    "dialogue": "dialoog",
    "digits": "cijfers",
    "estimate": "verwachte wachttijd",
    "estimated_p90_s": "negen van de tien hoogstens (seconden)",
    "estimated_wait_s": "verwachte wachttijd (seconden)",
    "failed": "mislukt",
    "leave": "weggaan",
    "oldest_wait_s": "langste wachttijd (seconden)",
    "pause": "pauzeren",
    "position": "plaats",
    "resume": "hervatten",
    "skip": "overslaan",
    "speech": "spraak",
    "start": "beginnen",
    "stop": "stoppen",
    "text": "tekst",
    "wait": "wachten",
    "waiting": "wachtenden",
}


def choices_in_dutch(choices: object) -> dict[str, str]:
    """Value -> what people read, of those that have a word."""
    values = choices if isinstance(choices, list) else []
    return {value: CHOICES[value] for value in values if isinstance(value, str) and value in CHOICES}
