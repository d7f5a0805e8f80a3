"""Moving in: mkdocs-quiz pages, GIFT and Moodle XML become `/// question` blocks, and what is lost is told."""
