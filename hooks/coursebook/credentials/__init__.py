"""A learner's receipt, held against the course: what fits, and what does not."""
