"""Modules, objectives and time."""
