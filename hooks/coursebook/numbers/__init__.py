"""The clinical numbers of the course: kept once beside their references, compared with every page."""
