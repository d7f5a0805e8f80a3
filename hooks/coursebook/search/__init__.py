"""Search that needs no server: what of a page is found, and the index, in parts that a browser fetches by need."""
