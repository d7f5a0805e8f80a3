"""Checks that need the network: references against registries, links against the web. Never part of a build."""
