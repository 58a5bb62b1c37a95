"""How long speech takes, for the one case that a channel never reports: an upper guess, so that no wait is endless."""

LEAD_MS = 2000
PER_CHARACTER_MS = 110  # slow speech; real voices take 55 to 75 ms per character
LONGEST_MS = 120_000


def spoken_within_ms(text: str) -> int:
    """Milliseconds after which `text` has been spoken, whatever the voice."""
    return min(LONGEST_MS, LEAD_MS + PER_CHARACTER_MS * len(text))
