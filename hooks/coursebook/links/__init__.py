"""Links that must lead somewhere."""
