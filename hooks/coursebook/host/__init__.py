"""The host, MkDocs or ProperDocs: its plugin, its settings, the adapter of mkdocs-bibtex. Nothing else knows it."""
