"""Try a draft: a dialogue beside the server, step by step, in a simulated world."""
