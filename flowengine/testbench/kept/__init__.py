"""Keep as test: the trace of a dialogue, written as a case; the texts in it that tell of a person."""
