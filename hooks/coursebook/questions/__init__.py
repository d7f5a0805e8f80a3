"""The `/// question` block: its syntax, its rules, its HTML."""
