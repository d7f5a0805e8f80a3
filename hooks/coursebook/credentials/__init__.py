"""A learner's receipt, checked against the course: what matches, and what does not."""
