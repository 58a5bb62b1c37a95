"""Who is asking and what they may do: principals, sessions and the one role x route table."""
