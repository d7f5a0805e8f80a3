"""What an accrediting body requires of a course: facts, objectives, credit, dates, and the rules behind them."""
