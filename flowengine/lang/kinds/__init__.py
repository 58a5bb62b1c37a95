"""What kinds of values an expression can give, worked out without evaluating it."""
