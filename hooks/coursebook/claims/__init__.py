"""The ledger: what the documents say, what the evidence makes of it, and where the course teaches it."""
