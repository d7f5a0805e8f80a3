"""What Python-Markdown reads beside its own: engine blocks, links, formulas; each thing with its place."""
