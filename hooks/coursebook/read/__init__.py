"""Reads what authors write: their text and tables, with the place of everything in it."""
