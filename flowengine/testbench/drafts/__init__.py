"""What is asked of a flow while it is written: its findings, its values, its cases run again."""
