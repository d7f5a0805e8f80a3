"""What is reported to an author: findings, the table of their codes, and the printers that put them into words."""
