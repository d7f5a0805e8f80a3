"""What an accrediting body asks of a course: facts, objectives, credit, dates, and the rules behind them."""
