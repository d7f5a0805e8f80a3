"""For a provider: answer keys, tickets, marking of answer sheets, item statistics and badges."""
