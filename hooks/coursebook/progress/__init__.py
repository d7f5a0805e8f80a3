"""What a learner has to do for the course to be done: the map that scripts read, and the marks on pages."""
