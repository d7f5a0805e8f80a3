"""The host, MkDocs or ProperDocs: its plugin, its settings. Nothing else knows it."""
