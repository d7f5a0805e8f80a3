"""Links that must lead somewhere: what the built site holds, where its author wrote it, and what moved."""
