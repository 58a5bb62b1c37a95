"""The ways to mend what the checks find: per code, as labelled edits of the document; nothing is changed here."""
