"""Import: mkdocs-quiz pages, GIFT and Moodle XML as `/// question` blocks, with findings about what is lost."""
