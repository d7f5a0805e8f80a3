"""Servers on this machine that answer like the world's registries and like the worst of the web."""
