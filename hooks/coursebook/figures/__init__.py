"""Pictures from data, drawn at build time as SVG; none needs a script."""
