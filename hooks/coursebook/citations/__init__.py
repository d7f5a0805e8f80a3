"""Citations on pages and the bibliography they point to."""
