"""The syntax lint of questions, and where their lines are."""
