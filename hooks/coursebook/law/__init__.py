"""Data about law: dated, graded for confidence, never typed into prose."""
