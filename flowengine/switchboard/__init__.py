"""One tenant as a deterministic whole: joins directory, dialogues and floor; event in, commands out."""
